import type { Delivery } from "../engines/scheduler/delivery.ts";
import type { FrontDoor } from "../front-door/front-door.ts";
import { mayAssume } from "../iam/service-principals.ts";
import type { Engine, ResolvedStack } from "../types.ts";
import { InternalCallError, invokeLater, sendToQueue } from "./internal-calls.ts";

const SCHEDULER = "scheduler.amazonaws.com";

/**
 * Calls the targets of schedules (queues and functions) with the permissions of the schedule's role, which must trust
 * the scheduler. A missing permission is not retryable.
 */
export function createTargetCaller(
  stack: ResolvedStack,
  frontDoor: FrontDoor,
  sqs: Engine,
  lambda: Engine,
): (delivery: Delivery) => Promise<void> {
  const permit = (roleArn: string, action: string, resource: string): void => {
    const role = stack.resources.find(({ type, arn }) => type === "AWS::IAM::Role" && arn === roleArn);
    const context = { "aws:sourceaccount": stack.place.account };
    if (role === undefined || !mayAssume(stack, SCHEDULER, roleArn, context)) {
      throw new InternalCallError("AccessDeniedException", `${SCHEDULER} may not assume ${roleArn}`, false);
    }
    const [service = "", operation = ""] = action.split(":");
    const denial = frontDoor.authorise(
      { kind: "role", functionId: "scheduler", roleId: role.logicalId },
      { service, operation },
      [{ action, resource }],
    );
    if (denial !== undefined)
      throw new InternalCallError(
        "AccessDeniedException",
        `${roleArn} may not ${action} on ${resource}: ${denial.reason}`,
        false,
      );
  };

  return async ({ arn, roleArn, input, sqsParameters, deadLetter }) => {
    switch (arn.split(":")[2]) {
      case "sqs":
        permit(roleArn, "sqs:SendMessage", arn);
        return sendToQueue(sqs, frontDoor.meter, {
          queueArn: arn,
          body: input,
          by: "scheduler",
          ...(sqsParameters?.messageGroupId === undefined ? {} : { groupId: sqsParameters.messageGroupId }),
          ...(deadLetter === undefined ? {} : { attributes: deadLetter }),
        });
      case "lambda":
        permit(roleArn, "lambda:InvokeFunction", arn);
        return invokeLater(lambda, arn, input);
      default:
        throw new InternalCallError("ValidationException", `schedules cannot call ${arn} here`, false);
    }
  };
}
