import type { Place } from "../../types.ts";
import type { Invocation } from "./records.ts";
import { scheduleArn } from "./state.ts";

/** One call of a target (or of its dead-letter queue) that the runner is to make. */
export interface Delivery {
  readonly arn: string;
  /** The role whose permissions the call needs. */
  readonly roleArn: string;
  /** The payload, context attributes already put in. */
  readonly input: string;
  readonly sqsParameters?: { readonly messageGroupId?: string };
  /** `<aws.scheduler.…>` names and their values for this attempt. */
  readonly contextAttributes: Readonly<Record<string, string>>;
  /** Present when `arn` is the dead-letter queue: the message attributes that say why. */
  readonly deadLetter?: Readonly<Record<string, string>>;
}

/**
 * Makes the call. Rejecting means it failed and is to be retried, unless the error carries `retryable: false`
 * (the target does not exist, the role may not call it).
 */
export type Deliver = (delivery: Delivery) => Promise<void>;

/** The call of one attempt, counted from 1. */
export function deliveryOf(place: Place, invocation: Invocation, attempt: number): Delivery {
  const { target } = invocation;
  const arn = scheduleArn(place, invocation.group, invocation.name);
  const scheduledTime = `${new Date(invocation.scheduledAt).toISOString().slice(0, 19)}Z`;
  const contextAttributes = {
    "<aws.scheduler.schedule-arn>": arn,
    "<aws.scheduler.scheduled-time>": scheduledTime,
    "<aws.scheduler.execution-id>": invocation.id,
    "<aws.scheduler.attempt-number>": String(attempt),
  };
  const groupId = target.SqsParameters?.MessageGroupId;
  return {
    arn: target.Arn,
    roleArn: target.RoleArn,
    input: inputOf(target.Input, contextAttributes) ?? notification(place, invocation, arn, scheduledTime),
    ...(groupId === undefined ? {} : { sqsParameters: { messageGroupId: groupId } }),
    contextAttributes,
  };
}

/** The message for the dead-letter queue, or undefined when the target has none. */
export function deadLetterOf(
  place: Place,
  invocation: Invocation,
  failure: { readonly error: unknown; readonly exhausted: string },
): Delivery | undefined {
  const arn = invocation.target.DeadLetterConfig?.Arn;
  if (arn === undefined) return undefined;
  const { sqsParameters: _unused, ...failed } = deliveryOf(place, invocation, invocation.attempts);
  return {
    ...failed,
    arn,
    deadLetter: {
      ERROR_CODE: failure.error instanceof Error ? failure.error.name : "Error",
      ERROR_MESSAGE: failure.error instanceof Error ? failure.error.message : String(failure.error),
      EXECUTION_ID: invocation.id,
      EXHAUSTED_RETRY_CONDITION: failure.exhausted,
      IS_PAYLOAD_TRUNCATED: "false",
      RETRY_ATTEMPTS: String(invocation.attempts - 1),
      SCHEDULED_TIME: new Date(invocation.scheduledAt).toISOString(),
      SCHEDULE_ARN: scheduleArn(place, invocation.group, invocation.name),
      TARGET_ARN: invocation.target.Arn,
    },
  };
}

function inputOf(
  input: string | undefined,
  attributes: Readonly<Record<string, string>>,
): string | undefined {
  return Object.entries(attributes).reduce<string | undefined>(
    (text, [name, value]) => text?.replaceAll(name, () => value),
    input,
  );
}

/** What a target without `Input` receives. */
function notification(place: Place, invocation: Invocation, arn: string, time: string): string {
  return JSON.stringify({
    version: "0",
    id: invocation.id,
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: place.account,
    time,
    region: place.region,
    resources: [arn],
    detail: "{}",
  });
}
