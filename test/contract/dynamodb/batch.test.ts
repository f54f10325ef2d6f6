import { BatchGetItemCommand, BatchWriteItemCommand } from "@aws-sdk/client-dynamodb";
import type { WriteRequest } from "@aws-sdk/client-dynamodb";
import { describe, expect, it } from "vitest";
import { useEndpoint } from "./support/endpoint.ts";
import { refusalOf } from "./support/refusal.ts";

const endpoint = useEndpoint();
const key = (pk: string) => ({ pk: { S: pk }, sk: { S: "-" } });
const put = (pk: string): WriteRequest => ({ PutRequest: { Item: { ...key(pk), v: { S: pk } } } });
const write = (requests: WriteRequest[]) =>
  endpoint.client.send(
    new BatchWriteItemCommand({
      RequestItems: { [endpoint.table]: requests },
      ReturnConsumedCapacity: "TOTAL",
    }),
  );
const read = (pks: string[], more: { ConsistentRead?: boolean; ProjectionExpression?: string } = {}) =>
  endpoint.client.send(
    new BatchGetItemCommand({
      RequestItems: { [endpoint.table]: { Keys: pks.map(key), ...more } },
      ReturnConsumedCapacity: "TOTAL",
    }),
  );

describe("batches", () => {
  it("puts, deletes and reads many items", async () => {
    const written = await write(Array.from({ length: 25 }, (_, at) => put(`b${at}`)));
    expect(written.UnprocessedItems).toEqual({});
    expect(written.ConsumedCapacity?.[0]?.CapacityUnits).toBe(25);
    await write([{ DeleteRequest: { Key: key("b0") } }, put("b25")]);
    const found = await read(["b0", "b1", "b25"], { ConsistentRead: true, ProjectionExpression: "v" });
    expect(found.Responses?.[endpoint.table]?.map((item) => item["v"]?.S).sort()).toEqual(["b1", "b25"]);
    expect(found.ConsumedCapacity?.[0]?.CapacityUnits).toBe(3);
    expect(found.UnprocessedKeys).toEqual({});
  });

  it("refuses repetitions, too many entries and keys of another type", async () => {
    for (const [call, message] of [
      [write([put("same"), put("same")]), "Provided list of item keys contains duplicates"],
      [read(["same", "same"]), "Provided list of item keys contains duplicates"],
      [write(Array.from({ length: 26 }, (_, at) => put(`c${at}`))), "25"],
      [read(Array.from({ length: 101 }, (_, at) => `c${at}`)), "100"],
      [
        write([{ PutRequest: { Item: { pk: { N: "1" }, sk: { S: "-" } } } }]),
        "The provided key element does not match the schema",
      ],
    ] as const) {
      const refusal = await refusalOf(call);
      expect(refusal.name).toBe("ValidationException");
      expect(refusal.message).toContain(message);
    }
  });
});
