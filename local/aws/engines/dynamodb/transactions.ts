import { createHash } from "node:crypto";
import { consumedListJson, costOf, inTransaction, plus, readUnits, total, writeUnits } from "./capacity.ts";
import type { CapacityDetail, Consumed } from "./capacity.ts";
import { commit, imageAt } from "./changes.ts";
import type { Change, Image } from "./images.ts";
import { compose, tableNamed } from "./core.ts";
import type { Answer, Core } from "./core.ts";
import { DynamoDbError, invalid } from "./errors.ts";
import { bindGet, readGet, shownText } from "./gets.ts";
import type { GetParameters } from "./gets.ts";
import { checked } from "./shapes.ts";
import { bindWrite, CONDITION_FAILED, emptyKeyOf, evaluate, readWrite } from "./writes.ts";
import type { BoundWrite, Write, WriteKind, WriteParameters } from "./writes.ts";

/** How long a client request token is remembered. */
export const TOKEN_LIFE_MS = 10 * 60 * 1000;

const MAX_TRANSACTION_BYTES = 4 * 1024 * 1024;

interface TransactWriteEntry {
  readonly Put?: WriteParameters;
  readonly Update?: WriteParameters;
  readonly Delete?: WriteParameters;
  readonly ConditionCheck?: WriteParameters;
}

interface TransactWrite {
  readonly TransactItems: readonly TransactWriteEntry[];
  readonly ClientRequestToken?: string;
  readonly ReturnConsumedCapacity?: CapacityDetail;
}

/** Why one entry stops a transaction, or that it does not. */
interface Reason {
  readonly Code: "None" | "ConditionalCheckFailed" | "ValidationError";
  readonly Message?: string;
  readonly Item?: unknown;
}

/** An entry as far as it came: bound to its table and evaluated, unless a reason stopped it. */
interface Evaluated {
  readonly reason: Reason;
  readonly bound?: BoundWrite;
  readonly before?: Image;
  readonly change?: Change;
}

export function transactWriteItems(core: Core, body: object): Answer {
  const request = checked<TransactWrite>("TransactWriteItems", body);
  const digest = request.ClientRequestToken === undefined ? undefined : digestOf(request.TransactItems);
  const writes = request.TransactItems.map(readEntry);
  for (const write of writes) {
    const problem = emptyKeyOf(write, tableNamed(core, write.tableName));
    if (problem !== undefined) throw invalid(problem);
  }
  const repeated = repetition(core, request.ClientRequestToken, digest);
  if (repeated) return answer(request, repeated, "ReadCapacityUnits");

  const entries = evaluateAll(core, writes);
  const sizes = entries.reduce(
    (sum, { change }) => sum + Math.max(change?.before?.size ?? 0, change?.after?.size ?? 0),
    0,
  );
  if (sizes > MAX_TRANSACTION_BYTES) throw invalid("The transaction's items are larger than 4 MB together");
  if (entries.some(({ reason }) => reason.Code !== "None")) throw cancelled(entries);
  const changes = entries.flatMap(({ change }) => (change ? [change] : []));
  const { ClientRequestToken: token } = request;
  commit(core, changes, {
    also: () => {
      if (token !== undefined && digest !== undefined)
        core.storage.saveToken(token, { digest, usedAt: core.clock.now(), reads: readsOf(changes) });
    },
  });
  const consumed = new Map<string, Consumed>();
  for (const change of changes) {
    const name = change.table.TableName;
    consumed.set(name, plus(consumed.get(name), inTransaction(costOf(change))));
  }
  return answer(request, consumed, "WriteCapacityUnits");
}

function readEntry(entry: TransactWriteEntry): Write {
  const kinds: [WriteKind, WriteParameters | undefined][] = [
    ["put", entry.Put],
    ["update", entry.Update],
    ["delete", entry.Delete],
    ["check", entry.ConditionCheck],
  ];
  const [given, another] = kinds.filter(([, parameters]) => parameters !== undefined);
  if (given?.[1] === undefined || another !== undefined)
    throw invalid("TransactItems can only contain one of Check, Put, Update or Delete");
  return readWrite(given[0], given[1]);
}

/** Every entry is looked at before any is applied, so that each failing one gives its reason. */
function evaluateAll(core: Core, writes: readonly Write[]): Evaluated[] {
  const bound = writes.map((write): Evaluated => {
    try {
      return { reason: { Code: "None" }, bound: bindWrite(write, tableNamed(core, write.tableName)) };
    } catch (error) {
      return { reason: reasonOf(error) };
    }
  });
  const items = new Set<string>();
  for (const entry of bound) {
    if (entry.bound === undefined) continue;
    const item = `${entry.bound.tableName}/${entry.bound.key}`;
    if (items.has(item)) throw invalid("Transaction request cannot include multiple operations on one item");
    items.add(item);
  }
  return bound.map((entry): Evaluated => {
    if (entry.bound === undefined) return entry;
    const before = imageAt(core, entry.bound.table, entry.bound.key);
    const seen = { ...entry, ...(before ? { before } : {}) };
    try {
      return { ...seen, change: evaluate(entry.bound, before) };
    } catch (error) {
      return { ...seen, reason: reasonOf(error) };
    }
  });
}

function reasonOf(error: unknown): Reason {
  if (!(error instanceof DynamoDbError)) throw error;
  if (error.code === CONDITION_FAILED)
    return { Code: "ConditionalCheckFailed", Message: error.message, ...error.details };
  if (error.code === "ValidationException") return { Code: "ValidationError", Message: error.message };
  throw error;
}

/** A cancelled transaction has still been prepared: it consumes twice what each entry's item weighs. */
function cancelled(entries: readonly Evaluated[]): DynamoDbError {
  const codes = entries.map(({ reason }) => reason.Code).join(", ");
  const units = entries.reduce(
    (sum, { before, change }) => sum + 2 * writeUnits(Math.max(before?.size ?? 0, change?.after?.size ?? 0)),
    0,
  );
  return new DynamoDbError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    {
      details: { CancellationReasons: entries.map(({ reason }) => reason) },
      usage: { readUnits: 0, writeUnits: units },
    },
  );
}

function answer(
  request: TransactWrite,
  consumed: ReadonlyMap<string, Consumed>,
  unit: "ReadCapacityUnits" | "WriteCapacityUnits",
): Answer {
  const units = [...consumed.values()].reduce((sum, each) => sum + total(each), 0);
  return {
    body: compose({ ConsumedCapacity: consumedListJson(request.ReturnConsumedCapacity, consumed, unit) }),
    ...(unit === "ReadCapacityUnits" ? { readUnits: units } : { writeUnits: units }),
  };
}

/**
 * What the repetition of a finished transaction consumes (reads of its items), or undefined for a new one.
 * @throws DynamoDbError when the token was used with other parameters.
 */
function repetition(
  core: Core,
  token: string | undefined,
  digest: string | undefined,
): Map<string, Consumed> | undefined {
  const use = token === undefined ? undefined : core.storage.token(token);
  if (use === undefined || core.clock.now() - use.usedAt >= TOKEN_LIFE_MS) return undefined;
  if (use.digest !== digest)
    throw new DynamoDbError(
      "IdempotentParameterMismatchException",
      "The request uses the same client token as a previous, but non-identical request.",
    );
  return new Map(Object.entries(use.reads).map(([name, units]) => [name, { table: units, indexes: {} }]));
}

/** Read units by table of a transaction's repetition: by the items as the first time found and left them. */
function readsOf(changes: readonly Change[]): Record<string, number> {
  const reads: Record<string, number> = {};
  for (const { table, before, after } of changes)
    reads[table.TableName] =
      (reads[table.TableName] ?? 0) + 2 * readUnits(Math.max(before?.size ?? 0, after?.size ?? 0), true);
  return reads;
}

/** The same for the same parameters, in whatever order the members of objects come. */
function digestOf(items: unknown): string {
  return createHash("sha256").update(canonical(items)).digest("base64");
}

function canonical(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const members = value as Record<string, unknown>;
  return `{${Object.keys(members)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(members[name])}`)
    .join(",")}}`;
}

interface TransactGet {
  readonly TransactItems: readonly { readonly Get: GetParameters }[];
  readonly ReturnConsumedCapacity?: CapacityDetail;
}

export function transactGetItems(core: Core, body: object): Answer {
  const request = checked<TransactGet>("TransactGetItems", body);
  const gets = request.TransactItems.map(({ Get }) => readGet(Get));
  const bound = gets.map((get) => bindGet(get, tableNamed(core, get.tableName)));
  if (new Set(bound.map((get) => `${get.tableName}/${get.key}`)).size < bound.length)
    throw invalid("Transaction request cannot include multiple operations on one item");
  const rows = bound.map((get) => core.storage.get(get.table.space, get.key));
  if (rows.reduce((sum, row) => sum + (row?.size ?? 0), 0) > MAX_TRANSACTION_BYTES)
    throw invalid("The transaction's items are larger than 4 MB together");
  const consumed = new Map<string, Consumed>();
  const responses = bound.map((get, at) => {
    const cost = { table: readUnits(rows[at]?.size ?? 0, true), indexes: {} };
    consumed.set(get.tableName, plus(consumed.get(get.tableName), inTransaction(cost)));
    return compose({ Item: shownText(get, rows[at]) });
  });
  return {
    body: compose({
      Responses: `[${responses.join(",")}]`,
      ConsumedCapacity: consumedListJson(request.ReturnConsumedCapacity, consumed, "ReadCapacityUnits"),
    }),
    readUnits: [...consumed.values()].reduce((sum, each) => sum + total(each), 0),
  };
}
