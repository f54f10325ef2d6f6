import { Duration } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { EventSourceMapping, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { Alarms } from "./alarms.ts";
import type { DeskFunction } from "./desk-function.ts";
import type { DeadLetterQueue } from "./work-queue.ts";

export interface RelayFeedProps {
  readonly table: Table;
  readonly relay: DeskFunction;
  /** Gets the batches, and the records, that the relay could not handle. */
  readonly failures: DeadLetterQueue;
  readonly alarms: Alarms;
}

/** Carries the table's stream to the relay. */
export class RelayFeed extends Construct {
  constructor(scope: Construct, id: string, { table, relay, failures, alarms }: RelayFeedProps) {
    super(scope, id);
    const streamArn = table.tableStreamArn;
    if (streamArn === undefined) throw new Error("the table has no stream");
    relay.allow(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], [streamArn]);
    relay.allow(["dynamodb:ListStreams"], [`${table.tableArn}/stream/*`]);
    failures.grantSend(relay);
    new EventSourceMapping(this, "Mapping", {
      target: relay.lambda,
      eventSourceArn: streamArn,
      // From the first record on: what was written before the mapping was ready is not skipped.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(0),
      // Up to ten batches of a shard at once, each partition key in one of them only: order holds within a ticket, and one
      // ticket's trouble does not hold up the others.
      parallelizationFactor: 10,
      bisectBatchOnError: true,
      retryAttempts: 10,
      reportBatchItemFailures: true,
      onFailure: { bind: () => ({ destination: failures.queue.queueArn }) },
    });
    alarms.watchDeadLetters(
      "relay-failures",
      failures.queue,
      "Changes of the table could not be relayed: pushes or sends may be late until the sweep finds them.",
    );
    alarms.watch("relay-delayed", {
      summary: "The relay is behind the table's stream: pushes and sends are late.",
      metric: relay.lambda.metric("IteratorAge", { period: Duration.minutes(1), statistic: "Maximum" }),
      threshold: Duration.minutes(2).toMilliseconds(),
      periods: 3,
    });
    const tableId = table.stack.getLogicalId(table.node.defaultChild as never);
    acknowledge(relay, {
      [`AwsSolutions-IAM5[Resource::<${tableId}.Arn>/stream/*]`]:
        "ListStreams is checked against the streams of the table, whose last part is the time one was turned on.",
    });
  }
}
