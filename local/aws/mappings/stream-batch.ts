import type { DynamoDBRecord } from "aws-lambda";
import type { InvokeResult } from "../host/types.ts";
import { failedItems } from "./batch-result.ts";
import type { StreamMapping } from "./definition.ts";
import type { MappingServices, MappingTuning } from "./services.ts";

/** A record on its way, and where it stands in the stream. */
export interface StreamEntry {
  readonly record: DynamoDBRecord;
  readonly position: bigint;
}

export interface BatchWork {
  readonly mapping: StreamMapping;
  readonly services: MappingServices;
  readonly tuning: MappingTuning;
  /** These records need not be looked at again. */
  readonly done: (entries: readonly StreamEntry[]) => void;
  readonly isStopped: () => boolean;
  /** Waits on the clock, or until the mapping is stopped. */
  readonly pause: (ms: number) => Promise<void>;
}

/**
 * Works a batch off in order: repeats what failed from the first failed record on, halves a batch that fails as a whole
 * where the mapping says so, and gives records up (to the on-failure queue) after their last attempt or past their age.
 * Returns early, with the rest not done, when the mapping is stopped.
 */
export async function workOff(work: BatchWork, batch: readonly StreamEntry[]): Promise<void> {
  const { mapping, services, tuning, done } = work;
  let rest = batch;
  let failures = 0;
  while (rest.length > 0 && !work.isStopped()) {
    const young = rest.filter((entry) => !isTooOld(entry, mapping, services.clock.now()));
    if (young.length < rest.length) {
      await giveUp(
        work,
        rest.filter((entry) => !young.includes(entry)),
        "RecordAgeExceeded",
        failures,
        undefined,
      );
      rest = young;
      continue;
    }
    const result = await services.invoke(mapping.functionId, { Records: rest.map(({ record }) => record) });
    if (!result.ok && result.kind === "too-large" && rest.length > 1) {
      await inHalves(work, rest);
      return;
    }
    const failedAt = firstFailed(result, mapping, rest);
    if (failedAt === undefined) {
      done(rest);
      return;
    }
    // A call cut off by the end of the run is not a failure of the batch: it is read again at the next start.
    if (work.isStopped()) return;
    done(rest.slice(0, failedAt));
    // The count is of one batch; getting further makes it another.
    failures = failedAt > 0 ? 1 : failures + 1;
    rest = rest.slice(failedAt);
    if (mapping.maxRetries >= 0 && failures > mapping.maxRetries) {
      await giveUp(work, rest, "RetryAttemptsExhausted", failures, result);
      return;
    }
    await work.pause(Math.min(tuning.streamRetryMs * 2 ** (failures - 1), tuning.streamRetryMaxMs));
    if (mapping.bisects && failedAt === 0 && rest.length > 1) {
      await inHalves(work, rest);
      return;
    }
  }
}

async function inHalves(work: BatchWork, entries: readonly StreamEntry[]): Promise<void> {
  const half = Math.ceil(entries.length / 2);
  await workOff(work, entries.slice(0, half));
  await workOff(work, entries.slice(half));
}

/** Index of the failed record with the lowest sequence number; what comes after it is repeated too. */
function firstFailed(
  result: InvokeResult,
  mapping: StreamMapping,
  entries: readonly StreamEntry[],
): number | undefined {
  const numbers = entries.map(({ record }) => record.dynamodb?.SequenceNumber ?? "");
  const failed = failedItems(result, mapping.reportsFailures, numbers);
  if (failed === "all") return 0;
  const at = numbers.findIndex((number) => failed.has(number));
  return at < 0 ? undefined : at;
}

function isTooOld({ record }: StreamEntry, { maxAgeSeconds }: StreamMapping, now: number): boolean {
  return (
    maxAgeSeconds >= 0 &&
    now - (record.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000 > maxAgeSeconds * 1000
  );
}

/** Ends the attempts: the on-failure queue learns which records they were, as the service tells it. */
async function giveUp(
  { mapping, services, done }: BatchWork,
  entries: readonly StreamEntry[],
  condition: "RetryAttemptsExhausted" | "RecordAgeExceeded",
  attempts: number,
  result: InvokeResult | undefined,
): Promise<void> {
  const first = entries[0]?.record;
  const last = entries.at(-1)?.record;
  services.log({
    level: "error",
    message: "stream records given up",
    mapping: mapping.logicalId,
    functionId: mapping.functionId,
    condition,
    records: entries.length,
    from: first?.dynamodb?.SequenceNumber,
    to: last?.dynamodb?.SequenceNumber,
  });
  if (mapping.onFailureArn !== undefined) {
    const arrival = (record: DynamoDBRecord | undefined): string =>
      new Date((record?.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString();
    const notice = JSON.stringify({
      requestContext: {
        requestId: result?.requestId ?? null,
        functionArn: `${mapping.functionArn}:$LATEST`,
        condition,
        approximateInvokeCount: attempts,
      },
      ...(result === undefined
        ? {}
        : {
            responseContext: {
              statusCode: 200,
              executedVersion: "$LATEST",
              functionError: result.ok ? null : "Unhandled",
            },
          }),
      version: "1.0",
      timestamp: new Date(services.clock.now()).toISOString(),
      DDBStreamBatchInfo: {
        shardId: "shardId-00000000000000000000-00000000",
        startSequenceNumber: first?.dynamodb?.SequenceNumber,
        endSequenceNumber: last?.dynamodb?.SequenceNumber,
        approximateArrivalOfFirstRecord: arrival(first),
        approximateArrivalOfLastRecord: arrival(last),
        batchSize: entries.length,
        streamArn: mapping.sourceArn,
      },
    });
    try {
      await services.sendMessage(mapping.onFailureArn, notice);
    } catch (error) {
      // The service too goes on when the destination cannot be reached; the stream must not stand still for it.
      services.log({
        level: "error",
        message: "the on-failure destination could not be reached",
        mapping: mapping.logicalId,
        destination: mapping.onFailureArn,
        error: String(error),
      });
    }
  }
  done(entries);
}
