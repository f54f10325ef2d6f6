import type { CancellationReason } from "@aws-sdk/client-dynamodb";
import type { Prepared } from "./prepare.ts";
import { ConditionFailed, StoreBusy } from "../ports/store.ts";
import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import { decode } from "./items.ts";
import { plainItem } from "./attribute-values.ts";

/** What the service's refusal means: whether asking again may help, and what to throw if not. */
export interface Refusal {
  readonly transient: boolean;
  readonly error: unknown;
}

/** Load and contention, by the names of exceptions and of cancellation reasons. */
const transientNames: ReadonlySet<string | undefined> = new Set([
  "InternalServerError",
  "ProvisionedThroughputExceeded",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "ThrottlingError",
  "ThrottlingException",
  "TransactionConflict",
  "TransactionConflictException",
  "TransactionInProgressException",
]);

/** The meaning of a failed request that had no conditions. */
export const refusalOf = (error: unknown): Refusal => {
  if (!(error instanceof DynamoDBServiceException)) return { transient: false, error };
  if (transientNames.has(error.name) || (error.$metadata.httpStatusCode ?? 0) >= 500) {
    return { transient: true, error: new StoreBusy({ cause: error }) };
  }
  if (error.name !== "ValidationException") return { transient: false, error };
  return { transient: false, error: refusedRequest(error.message, error) };
};

/** The meaning of a failed commit of these changes. */
export const commitRefusalOf = (error: unknown, prepared: readonly Prepared[]): Refusal => {
  if (error instanceof ConditionalCheckFailedException) {
    const reason = { Code: "ConditionalCheckFailed", ...(error.Item && { Item: error.Item }) };
    return { transient: false, error: conditionFailed([reason], prepared) };
  }
  if (!(error instanceof TransactionCanceledException)) return refusalOf(error);
  const reasons = error.CancellationReasons ?? [];
  // With a conflict beside a failed condition the list of failures may be incomplete, and callers choose their answer
  // by which changes failed. So the transaction is tried again; if the conflict stays, the known failures are the answer.
  const transient = reasons.some(({ Code }) => transientNames.has(Code));
  if (reasons.some(({ Code }) => Code === "ConditionalCheckFailed")) {
    return { transient, error: conditionFailed(reasons, prepared) };
  }
  if (transient) return { transient, error: new StoreBusy({ cause: error }) };
  const at = reasons.findIndex(({ Code }) => Code === "ValidationError");
  if (at === -1) return { transient, error };
  const message = `"${prepared[at]?.change.name}": ${reasons[at]?.Message ?? error.message}`;
  return { transient, error: refusedRequest(message, error) };
};

/** The store asked for something the service does not do: a mistake in the program. */
const refusedRequest = (message: string, cause: Error): TypeError =>
  new TypeError(`refused: ${message}`, { cause });

/** Throws UnreadableItem instead when one of the items is not what the change took it for. */
const conditionFailed = (
  reasons: readonly CancellationReason[],
  prepared: readonly Prepared[],
): ConditionFailed => {
  const failures = new Map<string, unknown>();
  prepared.forEach(({ change }, at) => {
    const reason = reasons[at];
    if (reason?.Code !== "ConditionalCheckFailed" || failures.has(change.name)) return;
    failures.set(change.name, reason.Item && decode(change.shape, plainItem(reason.Item)));
  });
  return new ConditionFailed(failures);
};
