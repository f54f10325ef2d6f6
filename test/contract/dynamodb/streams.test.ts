import { DeleteItemCommand, PutItemCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ListStreamsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-dynamodb-streams";
import type { ShardIteratorType, _Record as StreamRecord } from "@aws-sdk/client-dynamodb-streams";
import { describe, expect, it, vi } from "vitest";
import { useEndpoint } from "./support/endpoint.ts";

const endpoint = useEndpoint();
const Key = (pk: string) => ({ pk: { S: pk }, sk: { S: "-" } });
const put = (pk: string, attributes: Record<string, AttributeValue>) =>
  endpoint.client.send(
    new PutItemCommand({ TableName: endpoint.table, Item: { ...Key(pk), ...attributes } }),
  );

async function description() {
  const { Streams } = await endpoint.streams.send(new ListStreamsCommand({ TableName: endpoint.table }));
  const StreamArn = Streams?.[0]?.StreamArn;
  const { StreamDescription } = await endpoint.streams.send(new DescribeStreamCommand({ StreamArn }));
  return StreamDescription;
}

/** Records of every shard from a place on, until a page comes back empty. */
async function recordsFrom(type: ShardIteratorType, SequenceNumber?: string): Promise<StreamRecord[]> {
  const stream = await description();
  const records: StreamRecord[] = [];
  for (const { ShardId } of stream?.Shards ?? []) {
    const start = await endpoint.streams.send(
      new GetShardIteratorCommand({
        StreamArn: stream?.StreamArn,
        ShardId,
        ShardIteratorType: type,
        SequenceNumber,
      }),
    );
    for (let next = start.ShardIterator, empty = false; next && !empty;) {
      const page = await endpoint.streams.send(new GetRecordsCommand({ ShardIterator: next, Limit: 2 }));
      records.push(...(page.Records ?? []));
      empty = page.Records?.length === 0;
      next = page.NextShardIterator;
    }
  }
  return records;
}

const recordsOf = async (pk: string) =>
  (await recordsFrom("TRIM_HORIZON")).filter(({ dynamodb }) => dynamodb?.Keys?.["pk"]?.S === pk);

/** AWS's stream follows the table within a second or so. */
const eventually = <T>(check: () => Promise<T>) => vi.waitFor(check, { timeout: 20_000, interval: 200 });

describe("DynamoDB Streams", () => {
  it("describes the table's stream", async () => {
    expect(await description()).toMatchObject({
      StreamStatus: "ENABLED",
      StreamViewType: "NEW_AND_OLD_IMAGES",
      TableName: endpoint.table,
      KeySchema: [{ AttributeName: "pk" }, { AttributeName: "sk" }],
    });
  });

  it("tells each change once, in order, with both images, and nothing of writes that change nothing", async () => {
    await put("told", { v: { N: "1" }, tags: { SS: ["a", "b"] } });
    await put("told", { tags: { SS: ["b", "a"] }, v: { N: "1.0" } });
    await put("told", { v: { N: "2" } });
    await endpoint.client.send(new DeleteItemCommand({ TableName: endpoint.table, Key: Key("told") }));
    await endpoint.client.send(new DeleteItemCommand({ TableName: endpoint.table, Key: Key("told") }));
    const records = await eventually(async () => {
      const found = await recordsOf("told");
      expect(found).toHaveLength(3);
      return found;
    });
    expect(records.map((record) => record.eventName)).toEqual(["INSERT", "MODIFY", "REMOVE"]);
    const [insert, modify, remove] = records;
    expect(insert).toMatchObject({ eventSource: "aws:dynamodb", eventVersion: "1.1" });
    expect(insert?.dynamodb).toMatchObject({ Keys: Key("told"), StreamViewType: "NEW_AND_OLD_IMAGES" });
    expect(insert?.dynamodb?.OldImage).toBeUndefined();
    expect(insert?.dynamodb?.NewImage?.["v"]).toEqual({ N: "1" });
    expect(modify?.dynamodb?.OldImage?.["v"]).toEqual({ N: "1" });
    expect(modify?.dynamodb?.NewImage).toEqual({ ...Key("told"), v: { N: "2" } });
    expect(remove?.dynamodb?.OldImage).toEqual({ ...Key("told"), v: { N: "2" } });
    expect(remove?.dynamodb?.NewImage).toBeUndefined();
    expect(remove?.dynamodb?.SizeBytes).toBeGreaterThan(0);
    expect(remove?.dynamodb?.ApproximateCreationDateTime).toBeInstanceOf(Date);
    expect(new Set(records.map((record) => record.eventID)).size).toBe(3);
    const sequences = records.map(({ dynamodb }) => BigInt(dynamodb?.SequenceNumber ?? 0));
    expect([...sequences].sort((a, b) => (a < b ? -1 : 1))).toEqual(sequences);
  });

  it("tells a transaction's changes, and none of a cancelled one", async () => {
    const transact = (...pks: string[]) =>
      endpoint.client.send(
        new TransactWriteItemsCommand({
          TransactItems: pks.map((pk) => ({
            Put: {
              TableName: endpoint.table,
              Item: Key(pk),
              ConditionExpression: "attribute_not_exists(pk)",
            },
          })),
        }),
      );
    await transact("both-1", "both-2");
    await expect(transact("only", "both-1")).rejects.toMatchObject({ name: "TransactionCanceledException" });
    await put("marker", {});
    await eventually(async () => expect(await recordsOf("marker")).toHaveLength(1));
    expect(await recordsOf("both-1")).toHaveLength(1);
    expect(await recordsOf("both-2")).toHaveLength(1);
    expect(await recordsOf("only")).toEqual([]);
  });

  it("starts at, after and behind a record", async () => {
    await put("at", { v: { N: "1" } });
    const [record] = await eventually(async () => {
      const found = await recordsOf("at");
      expect(found).toHaveLength(1);
      return found;
    });
    const sequence = record?.dynamodb?.SequenceNumber;
    const of = (records: StreamRecord[]) => records.map(({ dynamodb }) => dynamodb?.SequenceNumber);
    expect(of(await recordsFrom("AT_SEQUENCE_NUMBER", sequence))).toContain(sequence);
    expect(of(await recordsFrom("AFTER_SEQUENCE_NUMBER", sequence))).not.toContain(sequence);
    expect(of(await recordsFrom("LATEST"))).not.toContain(sequence);
  });

  it("refuses a stream that does not exist", async () => {
    const arn = (await description())?.StreamArn?.replace(endpoint.table, `${endpoint.table}-none`);
    await expect(endpoint.streams.send(new DescribeStreamCommand({ StreamArn: arn }))).rejects.toBeInstanceOf(
      ResourceNotFoundException,
    );
  });
});
