import { ConditionFailed, StoreBusy, UnreadableItem } from "../../shared/ports/store.ts";
import { DeskError } from "../../shared/contracts/errors.ts";
import { RetryLater } from "../../shared/ports/retry-later.ts";
import * as z from "zod";

/** What the same program does with the same input will not end differently next time. */
const mistakes = [TypeError, RangeError, ReferenceError, SyntaxError, UnreadableItem] as const;

/**
 * Whether handling the same message again may end better: yes for contention and for whatever comes from outside
 * (services, network), no for refusals of the desk's own rules, unreadable items and mistakes of the program.
 */
export function isWorthRetrying(error: unknown): boolean {
  if (error instanceof RetryLater || error instanceof StoreBusy || error instanceof ConditionFailed)
    return true;
  if (error instanceof DeskError) return error.code === "BUSY";
  if (error instanceof z.ZodError) return false;
  return !mistakes.some((Mistake) => error instanceof Mistake);
}
