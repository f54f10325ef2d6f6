import { randomUUID } from "node:crypto";
import type { AwsCall, AwsReply, Clock, Engine, LocalLog, Place, Resource } from "../../types.ts";
import { batchWriteItem } from "./batch.ts";
import type { Answer, Core } from "./core.ts";
import { DynamoDbError, fromDynalite } from "./errors.ts";
import { sweep } from "./expiry.ts";
import { batchGetItem, getItem } from "./gets.ts";
import { permissionsOf } from "./permissions.ts";
import { query, scan } from "./query.ts";
import { parseBody } from "./shapes.ts";
import { deleteItem, putItem, updateItem } from "./single.ts";
import { openStorage } from "./storage.ts";
import { describeStream, getRecords, getShardIterator, listStreams } from "./stream-api.ts";
import { streamReader } from "./streams.ts";
import type { StreamReader } from "./streams.ts";
import { definitionOf } from "./table.ts";
import {
  createTable,
  deleteTable,
  describeTable,
  describeTimeToLive,
  ensureTable,
  listTables,
  updateTimeToLive,
} from "./tables.ts";
import { transactGetItems, transactWriteItems } from "./transactions.ts";

export interface DynamoDbOptions {
  readonly clock: Clock;
  readonly place: Place;
  /** Folder of the data; without it everything is in memory and gone on close. */
  readonly dataDir?: string;
  readonly log: LocalLog;
}

/** DynamoDB and DynamoDB Streams in this process. */
export interface DynamoDbEngine extends Engine {
  /**
   * Makes the tables among a template's resources and brings those that exist to their definition; other resources
   * are passed over. May be called again with the same or with other tables.
   * @throws Error when a stored table has another key, or asks for a local index.
   */
  provision(tables: readonly Resource[]): void;
  /**
   * The stream of a table.
   * @throws Error when there is no such table or it has no stream.
   */
  streamOf(tableName: string): StreamReader;
  /** Deletes expired items now instead of within the next minute; gives their number. */
  sweepExpired(): Promise<number>;
}

type Operation = (core: Core, body: object) => Answer;

const OPERATIONS = new Map<string, Operation>(
  Object.entries({
    PutItem: putItem,
    UpdateItem: updateItem,
    DeleteItem: deleteItem,
    GetItem: getItem,
    Query: query,
    Scan: scan,
    BatchGetItem: batchGetItem,
    BatchWriteItem: batchWriteItem,
    TransactWriteItems: transactWriteItems,
    TransactGetItems: transactGetItems,
    CreateTable: createTable,
    DeleteTable: deleteTable,
    DescribeTable: describeTable,
    ListTables: listTables,
    DescribeTimeToLive: describeTimeToLive,
    UpdateTimeToLive: updateTimeToLive,
    ListStreams: listStreams,
    DescribeStream: describeStream,
    GetShardIterator: getShardIterator,
    GetRecords: getRecords,
  }),
);

const SWEEP_EVERY_MS = 60_000;
const TABLE_TYPES = new Set(["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"]);

/**
 * Opens the engine over the stored tables, if there are any.
 * @throws when another process holds the data folder.
 */
export async function createDynamoDbEngine(options: DynamoDbOptions): Promise<DynamoDbEngine> {
  const storage = openStorage(options.dataDir);
  const core: Core = {
    storage,
    clock: options.clock,
    place: options.place,
    log: options.log,
    tables: new Map(storage.tables().map((table) => [table.TableName, table])),
    lastSequence: storage.lastSequence(),
    listeners: new Map(),
  };
  const bodies = new WeakMap<Buffer, object>();
  const bodyOf = (call: AwsCall): object => {
    const body = bodies.get(call.body) ?? parseBody(call.body.toString("utf8") || "{}");
    bodies.set(call.body, body);
    return body;
  };
  const sweeper = repeatedly(core);
  let open = true;
  return {
    service: "dynamodb",
    permissions(call) {
      try {
        return permissionsOf(core, call, bodyOf(call));
      } catch (error) {
        // A body that cannot be read is refused by the operation itself, which everyone may be told.
        if (error instanceof DynamoDbError) return [];
        throw error;
      }
    },
    async handle(call) {
      try {
        const operation = OPERATIONS.get(call.operation);
        if (operation === undefined)
          throw new DynamoDbError("UnknownOperationException", `${call.operation} is not supported`);
        const body = bodyOf(call);
        bodies.delete(call.body);
        const answer = operation(core, body);
        return reply(200, answer.body, answer.readUnits, answer.writeUnits);
      } catch (error) {
        return refusal(core, call, fromDynalite(error));
      }
    },
    provision(resources) {
      for (const resource of resources)
        if (TABLE_TYPES.has(resource.type)) ensureTable(core, definitionOf(resource));
    },
    streamOf: (tableName) => streamReader(core, tableName),
    sweepExpired: () => sweep(core),
    async close() {
      if (!open) return;
      open = false;
      await sweeper.stop();
      storage.close();
    },
  };
}

/** Sweeps every minute of the clock; `stop` waits for the sweep that is running. */
function repeatedly(core: Core): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve();
  let cancel = (): void => undefined;
  let stopped = false;
  const arm = (): void => {
    cancel = core.clock.after(SWEEP_EVERY_MS, () => {
      running = sweep(core)
        .catch((error: unknown) =>
          core.log({ level: "error", message: "expired items could not be deleted", error: String(error) }),
        )
        .then(() => (stopped ? undefined : arm()));
    });
  };
  arm();
  return {
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}

function refusal(core: Core, call: AwsCall, error: unknown): AwsReply {
  let refused = error;
  if (!(refused instanceof DynamoDbError)) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    core.log({ level: "error", message: "a DynamoDB call failed", operation: call.operation, error: detail });
    refused = new DynamoDbError("InternalServerError", "The request could not be processed", { status: 500 });
  }
  const known = refused as DynamoDbError;
  const answered = reply(known.status, known.body(), known.usage.readUnits, known.usage.writeUnits);
  return { ...answered, headers: { ...answered.headers, "x-amzn-errortype": known.code } };
}

const reply = (status: number, body: string, readUnits = 0, writeUnits = 0): AwsReply => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": randomUUID() },
  body,
  usage: { readUnits, writeUnits },
});
