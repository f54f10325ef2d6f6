import type { DynamoDBRecord } from "aws-lambda";
import type { Core } from "./core.ts";

/** How long a stream keeps its records. */
export const RECORD_LIFE_MS = 24 * 60 * 60 * 1000;

/** Where to read from: behind a record that was read, or at either end of the stream. */
export type StreamPosition = bigint | "TRIM_HORIZON" | "LATEST";

/** Reads a table's stream within the process, as an event source mapping does. */
export interface StreamReader {
  readonly arn: string;
  /**
   * Up to `limit` records behind a position, oldest first. `lastSequence` is the position behind the last of them,
   * or the position read from when there was none. Records older than 24 hours are gone.
   */
  read(
    after: StreamPosition,
    limit: number,
  ): Promise<{ readonly records: readonly DynamoDBRecord[]; readonly lastSequence: bigint }>;
  /** Calls back after every commit that appended records. Returns what ends that. */
  onAppend(listener: () => void): () => void;
}

/**
 * The stream of a table.
 * @throws Error when there is no such table or it has no stream.
 */
export function streamReader(core: Core, tableName: string): StreamReader {
  const stream = core.tables.get(tableName)?.stream;
  if (stream === undefined) throw new Error(`table ${tableName} has no stream`);
  return {
    arn: stream.arn,
    read: async (after, limit) => readStream(core, tableName, after, limit),
    onAppend(listener) {
      const listeners = core.listeners.get(tableName) ?? new Set();
      core.listeners.set(tableName, listeners.add(listener));
      return () => listeners.delete(listener);
    },
  };
}

/** See `StreamReader.read`. */
export function readStream(
  core: Core,
  tableName: string,
  after: StreamPosition,
  limit: number,
): { records: DynamoDBRecord[]; lastSequence: bigint } {
  const position = after === "TRIM_HORIZON" ? 0n : after === "LATEST" ? core.lastSequence : after;
  const entries = core.storage.log(tableName, position, core.clock.now() - RECORD_LIFE_MS, limit);
  return {
    records: entries.map((entry) => JSON.parse(entry.record) as DynamoDBRecord),
    lastSequence: entries.at(-1)?.sequence ?? position,
  };
}

/** The oldest sequence number a table's stream still has, as text, or undefined when it is empty. */
export const oldestSequence = (core: Core, tableName: string): string | undefined =>
  readStream(core, tableName, "TRIM_HORIZON", 1).records[0]?.dynamodb?.SequenceNumber;
