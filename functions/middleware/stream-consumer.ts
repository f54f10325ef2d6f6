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
  readonly handle: (change: StreamChange) => Promise<unknown>;
  /** Where changes go that cannot be handled: their keys, never their items. */
  readonly deadLetters: DeadLetters;
  readonly log: Log;
  /** How many partitions of the table are handled at once. */
  readonly parallel?: number;
}

/** Handles a batch of stream records. */
export type StreamConsumer = (event: DynamoDBStreamEvent) => Promise<DynamoDBBatchResponse>;

/**
 * Handles changes of the table: those of one partition (a ticket and its entries, say) in order, those of different ones
 * side by side. After a failure that is worth retrying it begins nothing that comes later in the batch, and reports the
 * earliest change that failed, from which the service then begins again. What retrying cannot mend is set aside with the
 * reason and skipped; if it cannot be set aside it counts as failed.
 */
export function createStreamConsumer(options: StreamConsumerOptions): StreamConsumer {
  const { parallel = 8 } = options;
  return async ({ Records: records }) => {
    const lanes = Map.groupBy(records.entries(), ([, record]) => record.dynamodb?.Keys?.["pk"]?.S ?? "");
    const waiting = lanes.values();
    let failed = records.length;
    const work = async (): Promise<void> => {
      for (const lane of waiting) {
        for (const [index, record] of lane) {
          if (index > failed) break;
          if (!(await consume(options, record))) failed = Math.min(failed, index);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(parallel, lanes.size) }, work));
    const sequenceNumber = records[failed]?.dynamodb?.SequenceNumber;
    return {
      batchItemFailures: sequenceNumber === undefined ? [] : [{ itemIdentifier: sequenceNumber }],
    };
  };
}

/** Whether the record is done with: handled, or set aside. */
async function consume(
  { handle, deadLetters, log }: StreamConsumerOptions,
  record: DynamoDBRecord,
): Promise<boolean> {
  const id = record.eventID ?? "";
  try {
    try {
      await handle(changeOf(record));
      return true;
    } catch (error) {
      if (isWorthRetrying(error)) throw error;
      const keys = record.dynamodb?.Keys;
      const body = JSON.stringify({ id, kind: record.eventName, key: keys });
      await deadLetters.send({ body, group: keys?.["pk"]?.S ?? id, id, reason: nameError(error) });
      log.error("change set aside", { event: id }, error);
      return true;
    }
  } catch (error) {
    log.error("change failed and will be retried", { event: id }, error);
    return false;
  }
}

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
