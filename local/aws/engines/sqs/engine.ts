import * as z from "zod";
import type {
  AwsCall,
  AwsReply,
  Clock,
  Engine,
  LocalLog,
  Place,
  RequiredPermission,
  Resource,
} from "../../types.ts";
import { SqsError } from "./errors.ts";
import { OPERATIONS } from "./operations.ts";
import type { Depth } from "./queue.ts";
import { attributesOfResource } from "./queue-attributes.ts";
import { createQueues, queueNameOf } from "./queues.ts";
import { incomingMessage, type IncomingMessage } from "./receiving.ts";
import { createMemoryStorage, createSqliteStorage } from "./storage.ts";

/** SQS on this machine, with a way in that needs no HTTP for event source mappings. */
export interface SqsEngine extends Engine {
  /** Makes the queues among `resources` (others are ignored), or gives those that exist the attributes there. */
  provision(resources: readonly Resource[]): void;
  /**
   * Receives up to `max` messages with all their attributes, waiting up to `waitMs` of the clock for the first.
   * `visibilitySeconds` defaults to that of the queue. Throws {@link SqsError} for a queue that does not exist.
   */
  receive(
    queueArn: string,
    options: { readonly max: number; readonly visibilitySeconds?: number; readonly waitMs?: number },
  ): Promise<readonly IncomingMessage[]>;
  /** Deletes received messages; handles that are no longer good are passed over. */
  remove(queueArn: string, receiptHandles: readonly string[]): void;
  /** Shows a message in flight again in `seconds`; one that is in flight no more is left as it is. */
  changeVisibility(queueArn: string, receiptHandle: string, seconds: number): void;
  depth(queueArn: string): Depth;
  /** Sends what lies in a dead-letter queue to `targetArn` (or back where it came from); answers how many. */
  redrive(deadLetterQueueArn: string, targetArn?: string): number;
}

/** What the engine needs; without `dataDir` it forgets everything when closed. */
export interface SqsOptions {
  readonly clock: Clock;
  readonly place: Place;
  readonly log: LocalLog;
  readonly dataDir?: string;
}

/** Opens the engine with the queues and messages that `dataDir` remembers. */
export function createSqsEngine({ clock, place, log, dataDir }: SqsOptions): SqsEngine {
  const storage = dataDir === undefined ? createMemoryStorage() : createSqliteStorage(dataDir);
  const queues = createQueues(place, clock, storage);
  const sayHandleIsDead = (error: unknown, queueArn: string): void => {
    if (!(error instanceof SqsError) || error.code === "QueueDoesNotExist") throw error;
    log({ level: "info", message: "a receipt handle is no longer good", queueArn, reason: error.message });
  };
  return {
    service: "sqs",
    permissions: (call) => permissions(call, place),
    handle: async (call) => {
      try {
        const operation = Object.hasOwn(OPERATIONS, call.operation) ? OPERATIONS[call.operation] : undefined;
        if (operation === undefined)
          throw new SqsError("UnsupportedOperation", `${call.operation} is not supported.`);
        const { result, usage } = await operation(
          parseInput(call),
          queues,
          `http://${call.headers["host"] ?? "localhost"}`,
        );
        return { status: 200, headers: JSON_HEADERS, body: JSON.stringify(result), usage };
      } catch (error) {
        if (error instanceof SqsError) return errorReply(error);
        if (error instanceof z.ZodError)
          return errorReply(new SqsError("InvalidParameterValue", z.prettifyError(error)));
        throw error;
      }
    },
    provision(resources) {
      for (const resource of resources) {
        if (resource.type !== "AWS::SQS::Queue") continue;
        queues.provision(queueNameOf(resource.arn), attributesOfResource(resource));
      }
    },
    async receive(queueArn, { max, visibilitySeconds, waitMs = 0 }) {
      const queue = queues.withArn(queueArn);
      const visibilityMs = (visibilitySeconds ?? Number(queue.attributes.VisibilityTimeout)) * 1000;
      const messages = await queues.receive(queue, max, visibilityMs, waitMs);
      const asked = { account: place.account, system: ["All"], attributes: ["All"] };
      return messages.map((message) => incomingMessage(message, asked));
    },
    remove(queueArn, receiptHandles) {
      const queue = queues.withArn(queueArn);
      queues.together(() => {
        for (const handle of receiptHandles) {
          try {
            queue.remove(handle);
          } catch (error) {
            sayHandleIsDead(error, queueArn);
          }
        }
      });
    },
    changeVisibility(queueArn, receiptHandle, seconds) {
      const queue = queues.withArn(queueArn);
      try {
        queue.changeVisibility(receiptHandle, seconds * 1000);
      } catch (error) {
        sayHandleIsDead(error, queueArn);
      }
    },
    depth: (queueArn) => queues.withArn(queueArn).depth(),
    redrive: (deadLetterQueueArn, targetArn) => queues.redrive(deadLetterQueueArn, targetArn),
    close: async () => queues.close(),
  };
}

const JSON_HEADERS = { "content-type": "application/x-amz-json-1.0" };

/** Batch operations are authorised as the single ones. */
function permissions(call: AwsCall, place: Place): readonly RequiredPermission[] {
  const action = `sqs:${call.operation.replace(/Batch$/, "")}`;
  if (call.operation === "ListQueues") return [{ action, resource: "*" }];
  const arn = (name: string): string => `arn:aws:sqs:${place.region}:${place.account}:${name}`;
  const input = Target.safeParse(jsonOf(call.body)).data ?? {};
  if (call.operation === "StartMessageMoveTask") {
    const source = input.SourceArn ?? "*";
    const sends =
      input.DestinationArn === undefined
        ? []
        : [{ action: "sqs:SendMessage", resource: input.DestinationArn }];
    return [
      ...["sqs:StartMessageMoveTask", "sqs:ReceiveMessage", "sqs:DeleteMessage"].map((one) => ({
        action: one,
        resource: source,
      })),
      ...sends,
    ];
  }
  const name = input.QueueUrl?.split("/").at(-1) ?? input.QueueName;
  return [{ action, resource: name === undefined ? "*" : arn(name) }];
}

const Target = z.looseObject({
  QueueUrl: z.string().optional(),
  QueueName: z.string().optional(),
  SourceArn: z.string().optional(),
  DestinationArn: z.string().optional(),
});

function parseInput(call: AwsCall): unknown {
  const json = jsonOf(call.body);
  if (json === undefined)
    throw new SqsError(
      "SerializationException",
      "The request body is no JSON (the query protocol is not supported).",
    );
  return json;
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function errorReply(error: SqsError): AwsReply {
  const headers = { ...JSON_HEADERS, "x-amzn-errortype": error.code, "x-amzn-query-error": error.queryError };
  return {
    status: 400,
    headers,
    body: JSON.stringify({ __type: `com.amazonaws.sqs#${error.code}`, message: error.message }),
  };
}
