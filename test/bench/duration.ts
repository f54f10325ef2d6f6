import type { MeterLine } from "../../local/aws/front-door/meter.ts";

/**
 * How long a function runs at AWS, by what it does: durations measured here depend on how busy this machine is, and calls
 * here cost neither a network nor a service's own time. Milliseconds a call, one after the other, as commonly seen within a
 * region; the Graph API's answer is the slowest of all. What runs at the same time is counted twice, so this errs upwards.
 */
const callMs: Readonly<Record<string, number>> = {
  GetItem: 4,
  BatchGetItem: 5,
  Query: 5,
  PutItem: 6,
  UpdateItem: 6,
  DeleteItem: 6,
  TransactWriteItems: 14,
  SendMessageBatch: 10,
  ChangeMessageVisibilityBatch: 8,
  PostToConnection: 12,
  GetSecretValue: 15,
};

/** Waiting for the Graph API to accept a message. */
const graphMs = 250;

/** Work of its own that a warm call does on a whole processor, and the memory at which Lambda gives one. */
const ownMs = 3;
const wholeProcessorMb = 1_769;

/** Gigabyte-seconds of one function's calls; `sends` of them wait for the Graph API. */
export function modelledGigabyteSeconds(
  lines: readonly MeterLine[],
  {
    functionId,
    memoryMb,
    sends,
  }: { readonly functionId: string; readonly memoryMb: number; readonly sends: number },
): number {
  let ms = sends * graphMs;
  for (const line of lines) {
    if (line.functionId !== functionId) continue;
    if (line.service === "lambda") ms += line.calls * ownMs * Math.max(1, wholeProcessorMb / memoryMb);
    // A mapping reads and empties its queue, not the function.
    else if (!/^(ReceiveMessage|DeleteMessageBatch|PutLogEvents)$/.test(line.operation)) {
      const each = callMs[line.operation];
      if (each === undefined) throw new Error(`there is no duration for ${line.service} ${line.operation}`);
      ms += line.calls * each;
    }
  }
  return (ms / 1_000) * (memoryMb / 1_024);
}
