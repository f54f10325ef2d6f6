import { Stack } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import * as scheduler from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { DeskFunction } from "./desk-function.ts";
import type { WorkQueue } from "./work-queue.ts";

export interface SnoozesProps {
  /** Gets a message when a snooze is over. */
  readonly queue: WorkQueue;
}

/** One-time schedules that the relay makes, one for each snooze: their group, and the role in which they reach the queue. */
export class Snoozes extends Construct {
  readonly #group: scheduler.CfnScheduleGroup;
  readonly #role: Role;
  readonly #queueArn: string;

  constructor(scope: Construct, id: string, { queue }: SnoozesProps) {
    super(scope, id);
    const stack = Stack.of(this);
    // A group of its own: the relay may make and delete whatever is in it, and nothing else.
    this.#group = new scheduler.CfnScheduleGroup(this, "Group", { name: `${stack.stackName}-snoozes` });
    this.#role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
      }),
    });
    this.#queueArn = queue.queue.queueArn;
    this.#role.addToPolicy(
      new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [this.#queueArn] }),
    );
  }

  /** Variables of whoever makes schedules. */
  get variables(): {
    readonly SCHEDULE_GROUP: string;
    readonly SCHEDULE_QUEUE_ARN: string;
    readonly SCHEDULE_ROLE_ARN: string;
  } {
    return {
      SCHEDULE_GROUP: this.#group.ref,
      SCHEDULE_QUEUE_ARN: this.#queueArn,
      SCHEDULE_ROLE_ARN: this.#role.roleArn,
    };
  }

  /** Lets `fn` make and delete schedules of the group, which act in the role. */
  grantSchedule(fn: DeskFunction): void {
    const schedules = Stack.of(this).formatArn({
      service: "scheduler",
      resource: "schedule",
      resourceName: `${this.#group.ref}/*`,
    });
    fn.allow(["scheduler:CreateSchedule", "scheduler:DeleteSchedule"], [schedules]);
    const group = Stack.of(this).resolve(this.#group.ref) as { readonly Ref: string };
    acknowledge(fn, {
      [`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:scheduler:<AWS::Region>:<AWS::AccountId>:schedule/<${group.Ref}>/*]`]:
        "Each snooze has a schedule of its own; the group is named.",
    });
    fn.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ["iam:PassRole"],
        resources: [this.#role.roleArn],
        conditions: { StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" } },
      }),
    );
  }
}
