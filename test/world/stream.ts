import type { AttributeValue, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import type { ChangeRecord } from "../../shared/store/memory.ts";
import type { Item } from "../../shared/store/items.ts";
import type { Stored } from "../../shared/ports/store.ts";

/** A batch of one shard. Whoever took it says what came of it; saying nothing is dying with it. */
export interface StreamBatch {
  readonly event: DynamoDBStreamEvent;
  /** How many times in a row this beginning of the shard was delivered before. */
  readonly attempts: number;
  /** Goes on behind what was handled. Without a call the same records come again. */
  settle(failures: readonly { readonly itemIdentifier: string }[]): void;
}

/** The table's stream: records of one partition key stay in one shard and in order, and come until they are handled. */
export interface Stream {
  push(record: ChangeRecord): void;
  readonly shards: number;
  /** The next records of a shard, or undefined when there is none or the batch before is under way. */
  take(shard: number, most: number): StreamBatch | undefined;
  /** Gives up waiting for the batch that is under way: its reader died. */
  release(shard: number): void;
  readonly backlog: () => number;
}

interface Shard {
  readonly records: ChangeRecord[];
  position: number;
  busy: boolean;
  attempts: number;
}

export function createStream(shardCount: number): Stream {
  const shards: Shard[] = Array.from({ length: shardCount }, () => ({
    records: [],
    position: 0,
    busy: false,
    attempts: 0,
  }));
  const shardOf = (pk: string): Shard => {
    let sum = 0;
    for (let at = 0; at < pk.length; at += 1) sum = (sum * 31 + pk.charCodeAt(at)) % 65_521;
    return shards[sum % shardCount] as Shard;
  };
  return {
    push: (record) => void shardOf(record.key.pk).records.push(record),
    shards: shardCount,
    take: (number, most) => {
      const shard = shards[number];
      if (shard === undefined || shard.busy || shard.position >= shard.records.length) return undefined;
      const start = shard.position;
      const records = shard.records.slice(start, start + most);
      shard.busy = true;
      shard.attempts += 1;
      return {
        event: { Records: records.map(eventOf) },
        attempts: shard.attempts,
        settle: (failures) => {
          const first = failures[0]?.itemIdentifier;
          const failed = records.findIndex((record) => record.eventId === first);
          const handled = first === undefined ? records.length : failed;
          if (handled > 0) shard.attempts = 0;
          shard.position = start + handled;
          shard.busy = false;
        },
      };
    },
    release: (number) => {
      const shard = shards[number];
      if (shard) shard.busy = false;
    },
    backlog: () => shards.reduce((sum, shard) => sum + shard.records.length - shard.position, 0),
  };
}

const names = { insert: "INSERT", modify: "MODIFY", remove: "REMOVE" } as const;

const eventOf = ({ eventId, kind, key, oldItem, newItem }: ChangeRecord): DynamoDBRecord => ({
  eventID: eventId,
  eventName: names[kind],
  dynamodb: {
    SequenceNumber: eventId,
    Keys: { pk: { S: key.pk }, sk: { S: key.sk } },
    ...(oldItem && { OldImage: image(oldItem) }),
    ...(newItem && { NewImage: image(newItem) }),
  },
});

/** An item as the service spells it. */
export const image = (
  item: Item | { readonly [name: string]: Stored },
): { [name: string]: AttributeValue } => {
  const made: { [name: string]: AttributeValue } = {};
  for (const [name, value] of Object.entries(item)) made[name] = attribute(value);
  return made;
};

const attribute = (value: Stored): AttributeValue => {
  if (value === null) return { NULL: true };
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: value.toString() };
  if (typeof value === "boolean") return { BOOL: value };
  if (Array.isArray(value)) return { L: value.map((member: Stored) => attribute(member)) };
  return { M: image(value as { readonly [name: string]: Stored }) };
};
