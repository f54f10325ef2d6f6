import { consumedListJson, costOf, plus, total } from "./capacity.ts";
import type { CapacityDetail, Consumed } from "./capacity.ts";
import { commit, imageAt } from "./changes.ts";
import type { Change } from "./images.ts";
import { compose, tableNamed } from "./core.ts";
import type { Answer, Core } from "./core.ts";
import { DynamoDbError, invalid } from "./errors.ts";
import { checked } from "./shapes.ts";
import type { Item } from "./values.ts";
import { bindWrite, emptyKeyOf, evaluate, readWrite } from "./writes.ts";
import type { BoundWrite, Write } from "./writes.ts";

interface BatchEntry {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: { readonly Key: Item };
}

interface BatchWrite {
  readonly RequestItems: Readonly<Record<string, readonly BatchEntry[]>>;
  readonly ReturnConsumedCapacity?: CapacityDetail;
}

/** Every entry is a write of its own, as at AWS; here they all succeed or the whole call is refused. */
export function batchWriteItem(core: Core, body: object): Answer {
  const request = checked<BatchWrite>("BatchWriteItem", body);
  const writes = Object.entries(request.RequestItems).flatMap(([tableName, entries]) =>
    entries.map((entry) => readEntry(tableName, entry)),
  );
  if (writes.length > 25) throw invalid("Too many items requested for the BatchWriteItem call");
  const seen = new Set<string>();
  const bound = writes.map((write) => {
    const each = bind(core, write);
    const item = `${each.tableName}/${each.key}`;
    if (seen.has(item)) throw invalid("Provided list of item keys contains duplicates");
    seen.add(item);
    return each;
  });
  const consumed = new Map<string, Consumed>();
  for (const write of bound) {
    const change: Change = evaluate(write, imageAt(core, write.table, write.key));
    commit(core, [change]);
    consumed.set(write.tableName, plus(consumed.get(write.tableName), costOf(change)));
  }
  return {
    body: compose({
      UnprocessedItems: "{}",
      ConsumedCapacity: consumedListJson(request.ReturnConsumedCapacity, consumed),
    }),
    writeUnits: [...consumed.values()].reduce((sum, each) => sum + total(each), 0),
  };
}

function readEntry(TableName: string, entry: BatchEntry): Write {
  const { PutRequest, DeleteRequest } = entry;
  if (PutRequest && !DeleteRequest) return readWrite("put", { TableName, Item: PutRequest.Item });
  if (DeleteRequest && !PutRequest) return readWrite("delete", { TableName, Key: DeleteRequest.Key });
  throw invalid(
    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
  );
}

function bind(core: Core, write: Write): BoundWrite {
  const table = tableNamed(core, write.tableName);
  const empty = emptyKeyOf(write, table);
  if (empty !== undefined) throw invalid(empty);
  try {
    return bindWrite(write, table);
  } catch (error) {
    // A batch words these two refusals otherwise than a single put does.
    if (error instanceof DynamoDbError && /Missing the key|Type mismatch for key/.test(error.message))
      throw invalid("The provided key element does not match the schema");
    throw error;
  }
}
