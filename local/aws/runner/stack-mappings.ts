import { sequenceOf } from "../engines/dynamodb/records.ts";
import type { FrontDoor } from "../front-door/front-door.ts";
import type { FunctionHost } from "../host/types.ts";
import { roleOfFunction } from "../iam/roles.ts";
import { startMappings, type RunningMappings } from "../mappings/mappings.ts";
import type { MappingTuning } from "../mappings/services.ts";
import type { Clock, LocalLog, ResolvedStack } from "../types.ts";
import type { Engines } from "./engines.ts";
import { sendToQueue } from "./internal-calls.ts";

export interface StackMappingOptions {
  readonly stack: ResolvedStack;
  readonly clock: Clock;
  readonly log: LocalLog;
  readonly host: FunctionHost;
  readonly frontDoor: FrontDoor;
  readonly engines: Pick<Engines, "sqs" | "dynamodb">;
  readonly tuning: Partial<MappingTuning>;
}

/** Starts the stack's event source mappings over the engines; `idle` also looks for messages that could be received now. */
export async function startStackMappings({
  stack,
  clock,
  log,
  host,
  frontDoor,
  engines,
  tuning,
}: StackMappingOptions): Promise<RunningMappings> {
  const { meter } = frontDoor;
  const mappings = await startMappings(
    stack,
    {
      clock,
      log,
      place: stack.place,
      invoke: (functionId, event) => host.invoke(functionId, event),
      roomFor: (functionId) => host.roomFor(functionId),
      queues: engines.sqs,
      streamOf: (tableName) => engines.dynamodb.streamOf(tableName),
      positionOf: (sequenceNumber) => {
        const position = sequenceOf(sequenceNumber);
        if (position === undefined) throw new Error(`${sequenceNumber} is no sequence number of this stream`);
        return position;
      },
      sendMessage: (queueArn, body) => sendToQueue(engines.sqs, meter, { queueArn, body, by: "stream" }),
      missingPermission: (functionId, action, resource) => {
        const [service = "", operation = ""] = action.split(":");
        const caller = {
          kind: "role",
          functionId,
          roleId: roleOfFunction(stack, functionId).logicalId,
        } as const;
        return frontDoor.authorise(caller, { service, operation }, [{ action, resource }])?.reason;
      },
      onQueueRequest: ({ functionId, operation, requests }) =>
        meter.record({ functionId, service: "sqs", operation, requests }),
    },
    tuning,
  );
  const sources = stack.resources
    .filter(
      ({ type, properties }) =>
        type === "AWS::Lambda::EventSourceMapping" &&
        String(properties["EventSourceArn"]).split(":")[2] === "sqs",
    )
    .map(({ properties }) => String(properties["EventSourceArn"]));
  return {
    idle: () => mappings.idle() && sources.every((arn) => engines.sqs.depth(arn).visible === 0),
    stop: () => mappings.stop(),
  };
}
