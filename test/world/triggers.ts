import type { APIGatewayProxyResult, DynamoDBBatchResponse, SQSBatchResponse } from "aws-lambda";
import type { Delivery } from "./meta.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { QueueName } from "./functions.ts";
import { type RestCall, restEvent } from "./events.ts";
import type { SocketResult } from "../../functions/middleware/socket.ts";
import type { World } from "./world.ts";

/** How an invocation ended, as its trigger sees it. A function that died answers nothing. */
export type End =
  | { readonly kind: "answered"; readonly answer: unknown }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "died" };

/** An event on its way to a function, and what its sender makes of the end. */
export interface Invocation {
  readonly function: FunctionName;
  readonly event: unknown;
  /** How often this very event was delivered, this time included. */
  readonly attempt: number;
  readonly ended: (end: End) => void;
}

/** The next batch of a queue: without an answer its messages come back after the visibility timeout. */
export function fromQueue(world: World, queue: QueueName, most: number): Invocation | undefined {
  const batch = world.queues[queue].receive(most);
  return (
    batch && {
      function: `queue-${queue}`,
      event: batch.event,
      attempt: batch.receives,
      ended: (end) => {
        if (end.kind === "answered") batch.settle((end.answer as SQSBatchResponse).batchItemFailures);
      },
    }
  );
}

/** The next batch of a shard of the table's stream: without an answer it comes again. `twice` has it come again anyway. */
export function fromStream(
  world: World,
  shard: number,
  most: number,
  twice: () => boolean = () => false,
): Invocation | undefined {
  const batch = world.stream.take(shard, most);
  return (
    batch && {
      function: "stream-relay",
      event: batch.event,
      attempt: batch.attempts,
      ended: (end) => {
        if (end.kind !== "answered" || twice()) world.stream.release(shard);
        else batch.settle((end.answer as DynamoDBBatchResponse).batchItemFailures);
      },
    }
  );
}

/** Meta delivers a webhook; anything but 200 has it come again. `lost` loses the 200 on its way. */
export function fromMeta(world: World, delivery: Delivery, lost: () => boolean = () => false): Invocation {
  world.meta.take(delivery);
  return {
    function: "whatsapp-webhook",
    event: restEvent({
      method: "POST",
      resource: "/v1/hooks/whatsapp",
      body: delivery.body,
      headers: { "X-Hub-Signature-256": delivery.signature },
    }),
    attempt: delivery.attempts,
    ended: (end) => {
      const status = end.kind === "answered" ? (end.answer as APIGatewayProxyResult).statusCode : undefined;
      world.meta.settle(delivery, status === 200 && lost() ? undefined : status);
    },
  };
}

/** The minute's sweep. The scheduler does not repeat it: the next minute has its own. */
export const fromTimer = (): Invocation => ({
  function: "schedule-sweep",
  event: {},
  attempt: 1,
  ended: () => {},
});

/** What a client learns of a request: status and body, or nothing. */
export type RestAnswer = { readonly status: number; readonly body: unknown } | undefined;

/** A request to the REST API. */
export function fromClient(
  name: FunctionName,
  call: RestCall,
  answered: (answer: RestAnswer) => void,
  attempt = 1,
): Invocation {
  return {
    function: name,
    event: restEvent(call),
    attempt,
    ended: (end) => {
      if (end.kind !== "answered") return answered(undefined);
      const { statusCode, body } = end.answer as APIGatewayProxyResult;
      answered({ status: statusCode, body: body === "" ? undefined : JSON.parse(body) });
    },
  };
}

/** API Gateway opens a socket when the function says 200; otherwise there is none. */
export function fromSocketOpening(
  world: World,
  connectionId: string,
  ticket: string,
  opened: (open: boolean) => void,
): Invocation {
  return {
    function: "realtime-connect",
    event: { requestContext: { connectionId }, queryStringParameters: { ticket } },
    attempt: 1,
    ended: (end) => {
      const open = end.kind === "answered" && (end.answer as SocketResult).statusCode === 200;
      if (open) world.openSockets.add(connectionId);
      opened(open);
    },
  };
}

/** A socket ended. API Gateway tells once and does not care for the answer. */
export function fromSocketEnding(world: World, connectionId: string): Invocation {
  world.openSockets.delete(connectionId);
  return {
    function: "realtime-disconnect",
    event: { requestContext: { connectionId } },
    attempt: 1,
    ended: () => {},
  };
}
