import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Gate } from "./gate.ts";
import type { Item } from "./items.ts";
import type { Key } from "../contracts/stored/keys.ts";
import type { Patience } from "./retries.ts";
import { BatchGetCommand } from "@aws-sdk/lib-dynamodb";
import { StoreBusy } from "../ports/store.ts";
import { keyText } from "./prepare.ts";
import { refusalOf } from "./refusals.ts";
import { retried } from "./retries.ts";

interface Source {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly gate: Gate;
  readonly consistent: boolean;
  readonly patience: Patience;
}

/** The service takes at most this many keys a request, and no key twice. */
const keysARequest = 100;

/** The items under these keys, by `keyText`. */
export const batchGet = async (source: Source, keys: readonly Key[]): Promise<ReadonlyMap<string, Item>> => {
  const distinct = [...new Map(keys.map((key) => [keyText(key), { pk: key.pk, sk: key.sk }])).values()];
  const chunks: Key[][] = [];
  for (let at = 0; at < distinct.length; at += keysARequest)
    chunks.push(distinct.slice(at, at + keysARequest));
  const found = await Promise.all(chunks.map((chunk) => getChunk(source, chunk)));
  return new Map(found.flat().map((item) => [keyText(item), item]));
};

/** The service may leave keys for later: for the size of its answer, which is progress, or for load, which may not be. */
const getChunk = async (source: Source, keys: readonly Key[]): Promise<readonly Item[]> => {
  const { client, tableName, gate, consistent, patience } = source;
  const items: Item[] = [];
  let left = keys;
  const ask = async (): Promise<void> => {
    const command = new BatchGetCommand({
      RequestItems: { [tableName]: { Keys: left.map((key) => ({ ...key })), ConsistentRead: consistent } },
    });
    const answer = await gate(() => client.send(command));
    items.push(...((answer.Responses?.[tableName] ?? []) as Item[]));
    const unprocessed = (answer.UnprocessedKeys?.[tableName]?.Keys ?? []) as Key[];
    if (unprocessed.length === left.length) throw new Unprocessed();
    left = unprocessed;
  };
  while (left.length > 0) {
    await retried(
      ask,
      (error) =>
        error instanceof Unprocessed ? { transient: true, error: new StoreBusy() } : refusalOf(error),
      patience,
    );
  }
  return items;
};

/** An answer that processed no key at all. */
class Unprocessed extends Error {}
