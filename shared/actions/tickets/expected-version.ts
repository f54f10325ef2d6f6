import { DeskError } from "../../contracts/errors.ts";
import type { Ticket } from "../../contracts/tickets.ts";

/** Refuses with VERSION_CONFLICT, and the head as it is now, when the caller decided on another version. */
export function assertVersion(head: Ticket, expected: number | undefined): void {
  if (expected !== undefined && head.version !== expected) {
    throw new DeskError("VERSION_CONFLICT", { current: { ...head } });
  }
}
