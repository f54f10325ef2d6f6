import { createHash } from "node:crypto";
import type { DynamoDBRecord } from "aws-lambda";
import { openCheckpoint } from "./checkpoint.ts";
import type { StreamMapping } from "./definition.ts";
import type { MappingServices, MappingTuning, RunningMapping } from "./services.ts";
import { workOff, type BatchWork, type StreamEntry } from "./stream-batch.ts";

interface Lane {
  readonly waiting: StreamEntry[];
  working: boolean;
}

/**
 * Reads a table's stream and calls the function. Records of one partition key are handled in order; with a
 * parallelization factor, keys are spread over that many lanes. The position on disk is that before which everything is done.
 */
export async function runStreamMapping(
  mapping: StreamMapping,
  services: MappingServices,
  tuning: MappingTuning,
): Promise<RunningMapping> {
  const { clock, log } = services;
  const stream = services.streamOf(mapping.tableName);
  const checkpoint = openCheckpoint(tuning.dataDir, mapping.id, log);
  if (checkpoint.position === undefined) {
    checkpoint.advance(
      mapping.startingPosition === "LATEST" ? (await stream.read("LATEST", 1)).lastSequence : 0n,
    );
  }
  let cursor = checkpoint.position as bigint;
  const lanes: Lane[] = Array.from({ length: mapping.parallelization }, () => ({
    waiting: [],
    working: false,
  }));
  /** Records read and not yet all done before them, in order of the stream. */
  const outstanding: StreamEntry[] = [];
  const finished = new Set<StreamEntry>();
  const working = new Set<Promise<void>>();
  const pauses = new Set<() => void>();
  const readAhead = mapping.batchSize * mapping.parallelization;
  let stopped = false;
  let reading: Promise<void> | undefined;
  let wanted = false;

  const done = (entries: readonly StreamEntry[]): void => {
    for (const entry of entries) finished.add(entry);
    let last: StreamEntry | undefined;
    while (outstanding[0] !== undefined && finished.delete(outstanding[0])) last = outstanding.shift();
    if (last !== undefined) checkpoint.advance(last.position);
  };

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      if (stopped) return resolve();
      const end = (): void => {
        cancel();
        pauses.delete(end);
        resolve();
      };
      const cancel = clock.after(ms, end);
      pauses.add(end);
      return undefined;
    });

  const work: BatchWork = { mapping, services, tuning, done, pause, isStopped: () => stopped };

  const runLane = async (lane: Lane): Promise<void> => {
    while (!stopped && lane.waiting.length > 0) {
      if (mapping.windowMs > 0 && lane.waiting.length < mapping.batchSize) await pause(mapping.windowMs);
      await workOff(work, lane.waiting.splice(0, mapping.batchSize));
      read();
    }
  };

  const startLanes = (): void => {
    for (const lane of lanes) {
      if (lane.working || lane.waiting.length === 0 || stopped) continue;
      lane.working = true;
      const run = runLane(lane)
        .catch(fail)
        .then(() => {
          lane.working = false;
          working.delete(run);
          startLanes();
        });
      working.add(run);
    }
  };

  const readOn = async (): Promise<void> => {
    while (wanted && !stopped) {
      wanted = false;
      if (outstanding.length >= readAhead) return;
      const { records, lastSequence } = await stream.read(cursor, readAhead);
      cursor = lastSequence;
      const entries = records.map((record) => ({
        record,
        position: services.positionOf(record.dynamodb?.SequenceNumber ?? ""),
      }));
      outstanding.push(...entries);
      const passed = entries.filter(({ record }) => mapping.filter?.(record) !== false);
      if (passed.length < entries.length) done(entries.filter((entry) => !passed.includes(entry)));
      for (const entry of passed) (lanes[laneOf(entry.record, mapping)] as Lane).waiting.push(entry);
      startLanes();
      if (records.length > 0) wanted = true;
    }
  };

  /** Reads on, now or as soon as the reading under way is over. */
  function read(): void {
    wanted = true;
    if (stopped || reading !== undefined) return;
    reading = readOn()
      .catch(fail)
      .then(() => {
        reading = undefined;
        if (wanted) read();
      });
  }

  function fail(error: unknown): void {
    log({
      level: "error",
      message: "a stream can no longer be read",
      mapping: mapping.logicalId,
      error: error instanceof Error ? error.stack : String(error),
    });
  }

  const unsubscribe = stream.onAppend(read);
  read();
  return {
    stop: async () => {
      stopped = true;
      unsubscribe();
      for (const end of [...pauses]) end();
      await reading;
      await Promise.all(working);
      await checkpoint.flush();
    },
    idle: () => reading === undefined && outstanding.length === 0,
  };
}

/** Records of one partition key always take the same lane. */
function laneOf(record: DynamoDBRecord, { parallelization, partitionKey }: StreamMapping): number {
  if (parallelization === 1) return 0;
  const key = JSON.stringify(record.dynamodb?.Keys?.[partitionKey] ?? null);
  return createHash("md5").update(key).digest().readUInt32BE(0) % parallelization;
}
