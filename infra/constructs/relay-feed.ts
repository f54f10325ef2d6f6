import { Duration } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { EventSourceMapping, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import {
  AgentItem,
  AgentSocketItem,
  EntryItem,
  PresenceItem,
  SeatItem,
  SnoozeItem,
  WebhookDeliveryItem,
} from "../../shared/contracts/stored/shapes.ts";
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

/**
 * The changes that have an effect (shared/actions/relay/plan.ts); the others cost no call of the relay. A claim of an entry
 * for sending is none: to the agent the message is on its way before and after it. Lambda takes five patterns, so kinds share them.
 */
const telling = [
  { eventName: ["INSERT"], dynamodb: { NewImage: { shape: { S: [EntryItem.kind] } } } },
  {
    eventName: ["MODIFY"],
    dynamodb: {
      NewImage: {
        shape: { S: [EntryItem.kind] },
        delivery: { M: { status: { S: [{ "anything-but": ["sending"] }] } } },
      },
    },
  },
  {
    eventName: ["INSERT", "MODIFY"],
    dynamodb: {
      NewImage: { shape: { S: [SeatItem.kind, PresenceItem.kind, SnoozeItem.kind, AgentItem.kind] } },
    },
  },
  // The end of a socket, of a snooze, and of a person, however it came.
  {
    eventName: ["REMOVE"],
    dynamodb: { OldImage: { shape: { S: [AgentSocketItem.kind, SnoozeItem.kind, AgentItem.kind] } } },
  },
  // A test of a webhook.
  {
    eventName: ["INSERT"],
    dynamodb: { NewImage: { shape: { S: [WebhookDeliveryItem.kind] }, event: { S: ["ping"] } } },
  },
];

/** Carries the table's stream to the relay. */
export class RelayFeed extends Construct {
  constructor(scope: Construct, id: string, { table, relay, failures, alarms }: RelayFeedProps) {
    super(scope, id);
    const streamArn = table.tableStreamArn;
    if (streamArn === undefined) throw new Error("the table has no stream");
    relay.allow(
      ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
      [streamArn],
    );
    failures.grantSend(relay);
    new EventSourceMapping(this, "Mapping", {
      target: relay.lambda,
      eventSourceArn: streamArn,
      // From the first record on: what was written before the mapping was ready is not skipped.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      maxBatchingWindow: Duration.seconds(0),
      // One batch of a shard at a time: with more, Lambda keeps the order of each item only, and the entries of a ticket are
      // items of their own, so two quick answers could reach the customer the wrong way round. A shard follows one
      // partition, which takes 1,000 writes a second, so batches of 100 keep up with the busiest of them.
      parallelizationFactor: 1,
      bisectBatchOnError: true,
      retryAttempts: 10,
      reportBatchItemFailures: true,
      filters: telling.map((pattern) => ({ pattern: JSON.stringify(pattern) })),
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
  }
}
