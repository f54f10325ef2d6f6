import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { DeadLetters, Log } from "../../shared/ports/ports.ts";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { Item } from "../../shared/store/items.ts";
import type { Key } from "../../shared/contracts/stored/keys.ts";
import { isWorthRetrying } from "./failures.ts";
import { nameError } from "../../shared/adapters/describe-error.ts";
import { plainItem } from "../../shared/store/attribute-values.ts";

/** One change of one item of the table. The same change may come again, under the same id. */
export interface StreamChange {
  readonly id: string;
  readonly kind: "inserted" | "modified" | "removed";
  readonly key: Key;
  readonly old?: Item;
  readonly new?: Item;
}

export interface StreamConsumerOptions {
  /** Handles changes, in order. Told again after a failure, they must come to the same. */
  readonly handle: (changes: readonly StreamChange[]) => Promise<unknown>;
  /** Where changes go that cannot be handled: their keys, never their items. */
  readonly deadLetters: DeadLetters;
  readonly log: Log;
}

/** Handles a batch of stream records. */
export type StreamConsumer = (
  event: DynamoDBStreamEvent,
  context?: unknown,
) => Promise<DynamoDBBatchResponse>;

/**
 * Handles changes of the table, a batch at a time. When a batch fails in a way that is worth retrying, the service tells
 * it again. When it fails otherwise, its changes are handled one by one: the one that cannot be mended is set aside with
 * the reason and skipped; if another fails, or setting aside does, the service begins again from there.
 */
export function createStreamConsumer(options: StreamConsumerOptions): StreamConsumer {
  const { handle, log } = options;
  return async ({ Records: records }) => {
    try {
      await handle(records.map(changeOf));
      return { batchItemFailures: [] };
    } catch (error) {
      if (!isWorthRetrying(error)) return oneByOne(options, records);
      log.error("changes failed and will be retried", { count: records.length }, error);
      return from(records[0]);
    }
  };
}

async function oneByOne(
  options: StreamConsumerOptions,
  records: readonly DynamoDBRecord[],
): Promise<DynamoDBBatchResponse> {
  for (const record of records) {
    try {
      await handleOrSetAside(options, record);
    } catch (error) {
      options.log.error("change failed and will be retried", { event: record.eventID ?? "" }, error);
      return from(record);
    }
  }
  return { batchItemFailures: [] };
}

async function handleOrSetAside(
  { handle, deadLetters, log }: StreamConsumerOptions,
  record: DynamoDBRecord,
): Promise<void> {
  try {
    await handle([changeOf(record)]);
  } catch (error) {
    if (isWorthRetrying(error)) throw error;
    const { eventID: id = "", eventName, dynamodb } = record;
    await deadLetters.send({
      body: JSON.stringify({ id, eventName, keys: dynamodb?.Keys }),
      group: dynamodb?.Keys?.["pk"]?.S ?? id,
      id,
      reason: nameError(error),
    });
    log.error("change set aside", { event: id }, error);
  }
}

/** The service begins again at the earliest failure that is reported. */
const from = (record: DynamoDBRecord | undefined): DynamoDBBatchResponse => ({
  batchItemFailures: [{ itemIdentifier: record?.dynamodb?.SequenceNumber ?? "" }],
});

const kinds = { INSERT: "inserted", MODIFY: "modified", REMOVE: "removed" } as const;

/** Throws TypeError on a record that is not of this table's stream with both images. */
function changeOf({ eventID: id, eventName, dynamodb }: DynamoDBRecord): StreamChange {
  const before = dynamodb?.OldImage && plainItem(dynamodb.OldImage as Image);
  const after = dynamodb?.NewImage && plainItem(dynamodb.NewImage as Image);
  const item = after ?? before;
  if (id === undefined || eventName === undefined || item === undefined) {
    throw new TypeError("a stream record without id, name or images");
  }
  return {
    id,
    kind: kinds[eventName],
    key: { pk: item.pk, sk: item.sk },
    ...(before && { old: before }),
    ...(after && { new: after }),
  };
}

/** Lambda's types name the same wire format differently. */
type Image = Readonly<Record<string, AttributeValue>>;
