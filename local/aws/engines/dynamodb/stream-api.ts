import type { DynamoDBRecord } from "aws-lambda";
import type { Answer, Core } from "./core.ts";
import { DynamoDbError, invalid, notFound } from "./errors.ts";
import { sequenceOf, sequenceText } from "./records.ts";
import { checkedAgainst } from "./shapes.ts";
import { oldestSequence, readStream } from "./streams.ts";
import type { Table } from "./table.ts";

/** The one shard every stream has. */
const SHARD = "shardId-00000001700000000000-00000001";
const ITERATOR_LIFE_MS = 15 * 60 * 1000;

type Streamed = Table & { readonly stream: NonNullable<Table["stream"]> };

const withStream = (core: Core): Streamed[] =>
  [...core.tables.values()].filter((table): table is Streamed => table.stream !== undefined);

function byArn(core: Core, arn: string): Streamed {
  const table = withStream(core).find((each) => each.stream.arn === arn);
  if (table === undefined) throw notFound(`Requested resource not found: Stream: ${arn} not found`);
  return table;
}

const text = { type: "String", notNull: true, lengthGreaterThanOrEqual: 1 };
const count = { type: "Integer", greaterThanOrEqual: 1 };

export function listStreams(core: Core, body: object): Answer {
  const { TableName } = checkedAgainst<{ TableName?: string }>({ TableName: { type: "String" } }, body);
  const streams = withStream(core).filter(
    (table) => TableName === undefined || table.TableName === TableName,
  );
  return {
    body: JSON.stringify({
      Streams: streams.map(({ stream, TableName: name }) => ({
        StreamArn: stream.arn,
        StreamLabel: labelOf(stream.arn),
        TableName: name,
      })),
    }),
  };
}

const labelOf = (arn: string): string => arn.split("/stream/")[1] ?? arn;

export function describeStream(core: Core, body: object): Answer {
  const { StreamArn } = checkedAgainst<{ StreamArn: string }>({ StreamArn: text }, body);
  const table = byArn(core, StreamArn);
  const StartingSequenceNumber =
    oldestSequence(core, table.TableName) ?? sequenceText(core.lastSequence + 1n);
  return {
    body: JSON.stringify({
      StreamDescription: {
        StreamArn,
        StreamLabel: labelOf(StreamArn),
        StreamStatus: "ENABLED",
        StreamViewType: table.stream.view,
        CreationRequestDateTime: table.createdAt / 1000,
        TableName: table.TableName,
        KeySchema: table.KeySchema,
        Shards: [{ ShardId: SHARD, SequenceNumberRange: { StartingSequenceNumber } }],
      },
    }),
  };
}

interface IteratorRequest {
  readonly StreamArn: string;
  readonly ShardId: string;
  readonly ShardIteratorType: "AT_SEQUENCE_NUMBER" | "AFTER_SEQUENCE_NUMBER" | "TRIM_HORIZON" | "LATEST";
  readonly SequenceNumber?: string;
}

export function getShardIterator(core: Core, body: object): Answer {
  const request = checkedAgainst<IteratorRequest>(
    {
      StreamArn: text,
      ShardId: text,
      ShardIteratorType: {
        ...text,
        enum: ["AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER", "TRIM_HORIZON", "LATEST"],
      },
      SequenceNumber: { type: "String" },
    },
    body,
  );
  const table = byArn(core, request.StreamArn);
  if (request.ShardId !== SHARD)
    throw notFound(`Requested resource not found: Shard: ${request.ShardId} not found`);
  return {
    body: JSON.stringify({ ShardIterator: iterator(core, request.StreamArn, start(core, request, table)) }),
  };
}

function start(core: Core, request: IteratorRequest, table: Table): bigint {
  const { ShardIteratorType: type } = request;
  if (type === "TRIM_HORIZON") return 0n;
  if (type === "LATEST") return core.lastSequence;
  const sequence = sequenceOf(request.SequenceNumber ?? "");
  if (sequence === undefined) throw invalid("Invalid SequenceNumber");
  const oldest = sequenceOf(oldestSequence(core, table.TableName) ?? "") ?? core.lastSequence + 1n;
  if (sequence < oldest)
    throw new DynamoDbError("TrimmedDataAccessException", "The requested records are older than 24 hours");
  return type === "AT_SEQUENCE_NUMBER" ? sequence - 1n : sequence;
}

const iterator = (core: Core, arn: string, after: bigint): string =>
  `${arn}|1|${Buffer.from(JSON.stringify({ arn, after: String(after), made: core.clock.now() })).toString("base64url")}`;

function parseIterator(value: string): { arn: string; after: bigint; made: number } {
  try {
    const state = JSON.parse(Buffer.from(value.split("|")[2] ?? "", "base64url").toString()) as {
      arn: string;
      after: string;
      made: number;
    };
    return { ...state, after: BigInt(state.after) };
  } catch {
    throw invalid("Invalid ShardIterator");
  }
}

export function getRecords(core: Core, body: object): Answer {
  const { ShardIterator, Limit } = checkedAgainst<{ ShardIterator: string; Limit?: number }>(
    { ShardIterator: text, Limit: { ...count, lessThanOrEqual: 1000 } },
    body,
  );
  const { arn, after, made } = parseIterator(ShardIterator);
  if (core.clock.now() - made > ITERATOR_LIFE_MS)
    throw new DynamoDbError("ExpiredIteratorException", "Iterator expired");
  const { records, lastSequence } = readStream(core, byArn(core, arn).TableName, after, Limit ?? 1000);
  return {
    body: JSON.stringify({
      Records: records.map(apiRecord),
      NextShardIterator: iterator(core, arn, lastSequence),
    }),
  };
}

/** The API leaves out what the mapping adds, and spells the identity in capitals. */
function apiRecord(record: DynamoDBRecord): object {
  const identity = { Type: "Service", PrincipalId: "dynamodb.amazonaws.com" };
  return {
    ...record,
    eventSourceARN: undefined,
    userIdentity: record.userIdentity === undefined ? undefined : identity,
  };
}
