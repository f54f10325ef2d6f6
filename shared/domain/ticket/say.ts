import type { Purpose } from "../../contracts/tickets.ts";
import type { Command } from "./command.ts";

/**
 * The desk itself says a text to the contact. `nth` tells apart texts of one purpose on one ticket: the same again is the same
 * message, and so is never said twice.
 */
export const saying = (
  purpose: Purpose,
  nth: number,
  text: string,
  position: number | null = null,
): Command & { do: "say" } => ({
  ...{ do: "say", by: { kind: "system" }, purpose, position },
  clientMessageId: `${purpose}-${nth}`,
  content: { type: "text", text },
});
