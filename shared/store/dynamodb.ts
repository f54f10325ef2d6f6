import type { QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Pointer, Query, Store, Wanted } from "../ports/store.ts";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Item } from "./items.ts";
import type { Patience } from "./retries.ts";
import type { Range } from "./order.ts";
import type { Shape } from "../contracts/stored/shape.ts";
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { assertLimit, keyText, prepare } from "./prepare.ts";
import { commitRefusalOf, refusalOf } from "./refusals.ts";
import { compareText, rangeOf } from "./order.ts";
import { batchGet } from "./batch-get.ts";
import { createGate } from "./gate.ts";
import { createPlaceholders } from "./expressions.ts";
import { decode } from "./items.ts";
import { randomUUID } from "node:crypto";
import { retried } from "./retries.ts";
import { setTimeout as wait } from "node:timers/promises";
import { writeOf } from "./writes.ts";

/**
 * Requests under way at once. A list of a large business asks hundreds of lines; the client has fifty connections, and one that
 * waits for a connection for a second counts as refused.
 */
const width = 40;

/**
 * The store on a DynamoDB table with the indexes `gsi1` and `gsi2`. `client` is the plain client: how values are
 * translated is decided here. `sleep` and `random` space the retries.
 */
export const createDynamoDbStore = (options: {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly sleep?: Patience["sleep"];
  readonly random?: Patience["random"];
}): Store => {
  const { tableName } = options;
  const patience: Patience = { sleep: options.sleep ?? wait, random: options.random ?? Math.random };
  const gate = createGate(width);
  // A provider's payload may hold numbers beyond what JavaScript counts exactly; they come back as they were parsed.
  const client = DynamoDBDocumentClient.from(options.client, {
    marshallOptions: { allowImpreciseNumbers: true },
    unmarshallOptions: { wrapNumbers: Number },
  });

  /** Items of a range in order, one more than `limit` where there are more. */
  const page = async (
    query: Pick<Query, "pk" | "descending" | "limit">,
    range: Range,
    source: { readonly pk: string; readonly sk: string; readonly request: Partial<QueryCommandInput> },
  ): Promise<readonly Item[]> => {
    const { request, sk } = source;
    const expressions = keyExpression(query.pk, range, source.pk, sk);
    const items: Item[] = [];
    let start = request.ExclusiveStartKey;
    do {
      const command = new QueryCommand({
        TableName: tableName,
        ...request,
        ...expressions,
        ScanIndexForward: query.descending !== true,
        Limit: query.limit + 1 - items.length,
        ExclusiveStartKey: start,
      });
      const answer = await retried(() => gate(() => client.send(command)), refusalOf, patience);
      // BETWEEN includes its upper bound, which is not part of the range.
      for (const item of (answer.Items ?? []) as Item[]) if (item[sk] !== range.to) items.push(item);
      start = answer.LastEvaluatedKey;
    } while (start !== undefined && items.length <= query.limit);
    return items;
  };

  return {
    get: async (shape, key, { consistency } = {}) => {
      const command = new GetCommand({
        TableName: tableName,
        Key: { pk: key.pk, sk: key.sk },
        ConsistentRead: consistency !== "eventual",
      });
      const { Item: item } = await retried(() => gate(() => client.send(command)), refusalOf, patience);
      return item && decode(shape, item as Item);
    },

    getMany: async <Values extends readonly unknown[]>(
      wanted: { readonly [I in keyof Values]: Wanted<Values[I]> },
      { consistency }: { readonly consistency?: "strong" | "eventual" } = {},
    ) => {
      const items = await batchGet(
        { client, tableName, gate, consistent: consistency !== "eventual", patience },
        wanted.map(({ key }) => key),
      );
      return wanted.map(({ shape, key }: { shape: Shape<unknown>; key: Wanted<unknown>["key"] }) => {
        const item = items.get(keyText(key));
        return item && decode(shape, item);
      }) as { readonly [I in keyof Values]: Values[I] | undefined };
    },

    query: async (shape, query) => {
      assertLimit(query.limit);
      const range = rangeOf(query);
      if (range === undefined) return { items: [], next: undefined };
      const request = { ConsistentRead: query.consistency !== "eventual" };
      const found = await page(query, range, { pk: "pk", sk: "sk", request });
      const items = found.slice(0, query.limit);
      return {
        items: items.map((item) => decode(shape, item)),
        next: found.length > query.limit ? items.at(-1)?.sk : undefined,
      };
    },

    find: async (index, query) => {
      assertLimit(query.limit);
      const range = rangeOf(query);
      if (range === undefined || leaves(range, query)) return { pointers: [], next: undefined };
      const [pk, sk] = [`gsi${index}pk`, `gsi${index}sk`];
      const { start } = query;
      const request: Partial<QueryCommandInput> = { IndexName: `gsi${index}` };
      if (start !== undefined && !precedes(range, query)) {
        request.ExclusiveStartKey = { [pk]: query.pk, [sk]: start.sort, pk: start.pk, sk: start.sk };
      }
      const found = await page(query, range, { pk, sk, request });
      const pointers = found
        .slice(0, query.limit)
        .map((item): Pointer => ({ pk: item.pk, sk: item.sk, sort: String(item[sk]) }));
      return { pointers, next: found.length > query.limit ? pointers.at(-1) : undefined };
    },

    commit: async (changes) => {
      const prepared = prepare(changes);
      const writes = prepared.map((it) => writeOf(it, tableName));
      const [only] = writes;
      const single = writes.length === 1 ? only : undefined;
      const token = randomUUID();
      const send = async (): Promise<unknown> => {
        if (single?.Put) return client.send(new PutCommand(single.Put));
        if (single?.Delete) return client.send(new DeleteCommand(single.Delete));
        if (single?.Update && !adds(changes)) return client.send(new UpdateCommand(single.Update));
        return client.send(new TransactWriteCommand({ TransactItems: writes, ClientRequestToken: token }));
      };
      await retried(
        () => gate(send),
        (error) => commitRefusalOf(error, prepared),
        patience,
      );
    },
  };
};

/** Adding twice is not adding once: when an answer is lost, only a transaction's token makes the repeat harmless. */
const adds = (changes: Parameters<Store["commit"]>[0]): boolean =>
  changes.some((change) => change.do === "update" && change.add.length > 0);

/** The service takes one condition on a sort key, and none that nothing can meet. */
const keyExpression = (
  partition: string,
  { from, to }: Range,
  pk: string,
  sk: string,
): Pick<
  QueryCommandInput,
  "KeyConditionExpression" | "ExpressionAttributeNames" | "ExpressionAttributeValues"
> => {
  const { path, value, attributes } = createPlaceholders();
  const inPartition = `${path([pk])} = ${value(partition)}`;
  const terms = [inPartition];
  if (from !== undefined && to !== undefined) {
    terms.push(`${path([sk])} BETWEEN ${value(from)} AND ${value(to)}`);
  } else if (from !== undefined) terms.push(`${path([sk])} >= ${value(from)}`);
  else if (to !== undefined) terms.push(`${path([sk])} < ${value(to)}`);
  return { KeyConditionExpression: terms.join(" AND "), ...attributes() };
};

type Find = Parameters<Store["find"]>[1];

const below = (range: Range, sort: string): boolean =>
  range.from !== undefined && compareText(sort, range.from) < 0;
const beyond = (range: Range, sort: string): boolean =>
  range.to !== undefined && compareText(sort, range.to) >= 0;

/** The service refuses a start outside the range: before it, in reading order, the start means nothing … */
const precedes = (range: Range, { start, descending }: Find): boolean =>
  start !== undefined && (descending ? beyond(range, start.sort) : below(range, start.sort));

/** … and behind it, there is nothing left to read. */
const leaves = (range: Range, { start, descending }: Find): boolean =>
  start !== undefined && (descending ? below(range, start.sort) : beyond(range, start.sort));
