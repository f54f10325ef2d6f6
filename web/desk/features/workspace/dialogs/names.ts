/** The dialogues about the ticket that is shown. */
export type DialogName = "close" | "tags" | "snooze" | "transfer" | "takeOver" | "forceTake" | "bot" | "drop";
