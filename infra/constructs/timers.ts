import { Duration, Stack } from "aws-cdk-lib";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { EventInvokeConfig } from "aws-cdk-lib/aws-lambda";
import * as scheduler from "aws-cdk-lib/aws-scheduler";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { Alarms } from "./alarms.ts";
import type { DeskFunction } from "./desk-function.ts";
import { DeadLetterQueue } from "./work-queue.ts";

export interface TimersProps {
  /** Called every minute. */
  readonly sweep: DeskFunction;
  readonly alarms: Alarms;
}

/** Everything that happens at a time: the schedule group, and the sweep of every minute. */
export class Timers extends Construct {
  constructor(scope: Construct, id: string, { sweep, alarms }: TimersProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const group = new scheduler.CfnScheduleGroup(this, "Group", { name: stack.stackName });
    const failures = new DeadLetterQueue(this, "SweepFailures", { name: "sweep-failures" });
    const role = new Role(this, "SweepRole", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({ actions: ["lambda:InvokeFunction"], resources: [sweep.lambda.functionArn] }),
    );
    role.addToPolicy(
      new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [failures.queue.queueArn] }),
    );
    const schedule = new scheduler.CfnSchedule(this, "Sweep", {
      name: `${stack.stackName}-sweep`,
      groupName: group.ref,
      scheduleExpression: "rate(1 minute)",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: sweep.lambda.functionArn,
        roleArn: role.roleArn,
        input: "{}",
        deadLetterConfig: { arn: failures.queue.queueArn },
        // The next minute's sweep does the same work: a late one is worth nothing.
        retryPolicy: { maximumRetryAttempts: 1, maximumEventAgeInSeconds: 60 },
      },
    });
    schedule.node.addDependency(role);
    const invocation = new EventInvokeConfig(this, "SweepInvocation", {
      function: sweep.lambda,
      maxEventAge: Duration.seconds(60),
      retryAttempts: 0,
    });
    acknowledge(invocation, {
      "Serverless-LambdaAsyncFailureDestination":
        "A sweep that failed holds nothing to keep: the next one does its work, and an alarm tells of several in a row.",
    });
    alarms.watchDeadLetters("sweep-failures", failures.queue, "The scheduler could not call the sweep.");
    alarms.watch("sweep-errors", {
      summary: "The sweep of every minute keeps failing: late effects are not made up for.",
      metric: sweep.lambda.metricErrors({ period: Duration.minutes(5), statistic: "Sum" }),
      threshold: 3,
      periods: 1,
    });
  }
}
