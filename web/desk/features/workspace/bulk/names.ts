/** What can be done with several tickets at once. */
export type BulkName = "close" | "transfer";
