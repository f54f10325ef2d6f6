import type { Meter } from "../front-door/meter.ts";
import type { AwsCall, Engine } from "../types.ts";

/** An error of a service that another service called. */
export class InternalCallError extends Error {
  override readonly name: string;
  /** False when trying again cannot help. */
  readonly retryable: boolean;

  constructor(name: string, message: string, retryable: boolean) {
    super(message);
    this.name = name;
    this.retryable = retryable;
  }
}

/** Sends a message as a service does (a schedule's target, an on-failure destination). Rejects with {@link InternalCallError}. */
export async function sendToQueue(
  sqs: Engine,
  meter: Meter,
  message: {
    readonly queueArn: string;
    readonly body: string;
    readonly groupId?: string;
    readonly attributes?: Readonly<Record<string, string>>;
    /** Who the meter books it to. */
    readonly by: string;
  },
): Promise<void> {
  const [account, name] = message.queueArn.split(":").slice(4);
  const attributes = Object.entries(message.attributes ?? {}).map(([key, value]) => [
    key,
    { DataType: "String", StringValue: value },
  ]);
  const reply = await sqs.handle(
    callOf("sqs", "SendMessage", "/", {
      QueueUrl: `http://localhost/${account}/${name}`,
      MessageBody: message.body,
      ...(message.groupId === undefined ? {} : { MessageGroupId: message.groupId }),
      ...(attributes.length === 0 ? {} : { MessageAttributes: Object.fromEntries(attributes) }),
    }),
  );
  meter.record({
    functionId: message.by,
    service: "sqs",
    operation: "SendMessage",
    ...reply.usage,
    bytesIn: Buffer.byteLength(message.body),
  });
  refuse(reply);
}

/** Hands an event to a function without waiting for its result, as services do. */
export async function invokeLater(lambda: Engine, functionArn: string, event: string): Promise<void> {
  const call = callOf(
    "lambda",
    "Invoke",
    `/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`,
    {},
  );
  refuse(
    await lambda.handle({ ...call, headers: { "x-amz-invocation-type": "Event" }, body: Buffer.from(event) }),
  );
}

function refuse({ status, headers, body }: Awaited<ReturnType<Engine["handle"]>>): void {
  if (status >= 400)
    throw new InternalCallError(
      headers["x-amzn-errortype"] ?? "ServiceError",
      String(body),
      status >= 500 || status === 429,
    );
}

function callOf(service: string, operation: string, path: string, body: object): AwsCall {
  return {
    service,
    operation,
    method: "POST",
    path,
    query: new URLSearchParams(),
    headers: { host: "localhost" },
    body: Buffer.from(JSON.stringify(body)),
    caller: { kind: "operator" },
  };
}
