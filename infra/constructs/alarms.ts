import { Duration, Stack } from "aws-cdk-lib";
import * as cloudwatch from "aws-cdk-lib/aws-cloudwatch";
import { SnsAction } from "aws-cdk-lib/aws-cloudwatch-actions";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

export interface AlarmsProps {
  /** Who gets an e-mail. */
  readonly email?: string | undefined;
}

/** When an alarm goes off: the metric is at `threshold` or above in `periods` periods in a row. */
export interface Watch {
  /** What is wrong when it goes off, as one sentence. */
  readonly summary: string;
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
  readonly periods: number;
}

/** All alarms of the stack and the topic they report to. Every alarm costs money each month: only what needs a person is one. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { email }: AlarmsProps) {
    super(scope, id);
    this.topic = new Topic(this, "Topic", { enforceSSL: true });
    // A topic with a policy of its own has lost the default one, by which alarms of the account could publish.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal("cloudwatch.amazonaws.com")],
        actions: ["sns:Publish"],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": Stack.of(this).account } },
      }),
    );
    if (email === undefined) return;
    this.topic.addSubscription(new EmailSubscription(email));
    acknowledge(this.topic, {
      "Serverless-SNSRedrivePolicy":
        "An e-mail that was not delivered is of no use in a queue: the alarm still shows its state.",
    });
  }

  /** Adds an alarm. `id` is also the anchor of its section in docs/runbook.md. */
  watch(id: string, { summary, metric, threshold, periods }: Watch): void {
    const alarm = new cloudwatch.Alarm(this, id, {
      alarmName: `${Stack.of(this).stackName}-${id}`,
      alarmDescription: `${summary} See docs/runbook.md#${id}`,
      metric,
      threshold,
      evaluationPeriods: periods,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }

  /** Goes off as soon as one message lies in a dead letter queue. */
  watchDeadLetters(id: string, queue: IQueue, summary: string): void {
    this.watch(id, {
      summary,
      metric: queue.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: "Maximum",
      }),
      threshold: 1,
      periods: 1,
    });
  }
}
