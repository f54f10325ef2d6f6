import type { DynamoDBRecord } from "aws-lambda";
import { MovableClock } from "../../../local/aws/clock.ts";
import { createSqsEngine } from "../../../local/aws/engines/sqs/engine.ts";
import type { InvokeResult } from "../../../local/aws/host/types.ts";
import { startMappings } from "../../../local/aws/mappings/mappings.ts";
import type { MappingServices, MappingTuning, StreamAccess } from "../../../local/aws/mappings/services.ts";
import type { AwsCall, Resource, ResolvedStack } from "../../../local/aws/types.ts";

const place = { region: "us-east-1", account: "000000000000" };
export const queueArn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;
export const streamArn = "arn:aws:dynamodb:us-east-1:000000000000:table/table/stream/2020-01-01T00:00:00.000";

const resource = (
  type: string,
  logicalId: string,
  arn: string,
  properties: object,
  attributes: Record<string, string> = {},
): Resource => ({
  logicalId,
  type,
  physicalId: logicalId,
  arn,
  attributes,
  properties: { ...properties },
  metadata: {},
});

/** A stack with a function `Fn`, a table `table` with a stream, the queues given, and one mapping. */
export function stackOf(mapping: object, queues: Readonly<Record<string, object>> = {}): ResolvedStack {
  return {
    name: "stack",
    place,
    outputs: {},
    resources: [
      resource("AWS::Lambda::Function", "Fn", "arn:aws:lambda:us-east-1:000000000000:function:Fn", {
        Timeout: 3,
      }),
      resource(
        "AWS::DynamoDB::Table",
        "table",
        "arn:aws:dynamodb:us-east-1:000000000000:table/table",
        { KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }] },
        { StreamArn: streamArn },
      ),
      ...Object.entries(queues).map(([name, properties]) =>
        resource("AWS::SQS::Queue", name, queueArn(name), { QueueName: name, ...properties }),
      ),
      resource("AWS::Lambda::EventSourceMapping", "Mapping", "mapping", { FunctionName: "Fn", ...mapping }),
    ],
  };
}

export const ok = (value: unknown = null): InvokeResult => ({
  ok: true,
  requestId: "r",
  payload: JSON.stringify(value),
});
export const fault: InvokeResult = {
  ok: false,
  requestId: "failed-request",
  kind: "handled",
  error: { errorType: "Error", errorMessage: "broken", stackTrace: [] },
};
export const failing = (...identifiers: string[]): InvokeResult =>
  ok({ batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) });

/** A stream in memory; `append` adds records of the given partition keys. */
export function memoryStream(clock: MovableClock) {
  const records: DynamoDBRecord[] = [];
  const listeners = new Set<() => void>();
  const reads: number[] = [];
  const access: StreamAccess = {
    read: async (after, limit) => {
      reads.push(limit);
      const from = after === "TRIM_HORIZON" ? 0 : after === "LATEST" ? records.length : Number(after);
      const found = records.slice(from, from + limit);
      return { records: found, lastSequence: BigInt(from + found.length) };
    },
    onAppend: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    access,
    reads,
    listeners,
    append: (...keys: string[]) => {
      for (const key of keys) {
        records.push({
          eventID: String(records.length + 1),
          eventName: "INSERT",
          eventSourceARN: streamArn,
          dynamodb: {
            ApproximateCreationDateTime: Math.floor(clock.now() / 1000),
            Keys: { pk: { S: key } },
            NewImage: { pk: { S: key } },
            SequenceNumber: String(records.length + 1),
          },
        });
      }
      for (const listener of [...listeners]) listener();
    },
  };
}

export interface Batch {
  readonly Records: readonly Record<string, unknown>[];
}

/** Starts the mapping of `stack` over real queues and a stream in memory; `reply` stands in for the function. */
export async function start(
  stack: ResolvedStack,
  reply: (batch: Batch, call: number) => InvokeResult | Promise<InvokeResult> = () => ok(),
  options: {
    readonly tuning?: Partial<MappingTuning>;
    readonly denied?: string;
    readonly stream?: ReturnType<typeof memoryStream>;
    readonly clock?: MovableClock;
  } = {},
) {
  const clock = options.clock ?? new MovableClock();
  const sqs = createSqsEngine({ clock, place, log: () => undefined });
  sqs.provision(stack.resources);
  const stream = options.stream ?? memoryStream(clock);
  const batches: Batch[] = [];
  const logged: string[] = [];
  const requests: { operation: string; requests: number }[] = [];
  const call = async (operation: string, body: object) => {
    const made: AwsCall = {
      service: "sqs",
      operation,
      method: "POST",
      path: "/",
      query: new URLSearchParams(),
      headers: { host: "localhost" },
      body: Buffer.from(JSON.stringify(body)),
      caller: { kind: "operator" },
    };
    const answer = await sqs.handle(made);
    if (answer.status !== 200) throw new Error(String(answer.body));
    return JSON.parse(String(answer.body)) as Record<string, unknown>;
  };
  const url = (arn: string): string => `http://localhost/000000000000/${arn.split(":").at(-1)}`;
  const services: MappingServices = {
    clock,
    place,
    log: ({ message }) => logged.push(message),
    invoke: async (_, event) => {
      const batch = JSON.parse(JSON.stringify(event)) as Batch;
      batches.push(batch);
      return reply(batch, batches.length);
    },
    queues: sqs,
    streamOf: () => stream.access,
    positionOf: BigInt,
    sendMessage: async (arn, MessageBody) =>
      void (await call("SendMessage", { QueueUrl: url(arn), MessageBody })),
    missingPermission: (_, action) => (action === options.denied ? "no policy allows it" : undefined),
    onQueueRequest: ({ operation, requests: count }) => requests.push({ operation, requests: count }),
  };
  const mappings = await startMappings(stack, services, {
    streamRetryMs: 1,
    streamRetryMaxMs: 4,
    ...options.tuning,
  });
  return {
    clock,
    sqs,
    stream,
    batches,
    logged,
    requests,
    mappings,
    send: (name: string, body: string, more: object = {}) =>
      call("SendMessage", { QueueUrl: url(queueArn(name)), MessageBody: body, ...more }),
    depth: (name: string) => sqs.depth(queueArn(name)),
    bodies: () => batches.map(({ Records }) => Records.map((record) => record["body"] as string)),
    sequences: () =>
      batches.map(({ Records }) =>
        Records.map((record) => (record["dynamodb"] as { SequenceNumber: string }).SequenceNumber),
      ),
    stop: async () => {
      await mappings.stop();
      await sqs.close();
    },
  };
}
