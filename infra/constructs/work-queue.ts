import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import * as sqs from "aws-cdk-lib/aws-sqs";
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { Alarms } from "./alarms.ts";
import type { DeskFunction } from "./desk-function.ts";

/** What both kinds of queue have in common: encrypted by SQS, TLS only, kept as long as SQS can. */
const common = {
  encryption: sqs.QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  retentionPeriod: Duration.days(14),
} as const;

/** FIFO whose limits count per message group, so that one busy conversation does not slow the others. */
const fifo = {
  fifo: true,
  // Senders name the content themselves (`MessageDeduplicationId`).
  contentBasedDeduplication: false,
  deduplicationScope: sqs.DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
} as const;

/** Where calls that nobody could handle wait for a person. Whoever makes one adds its alarm. */
export class DeadLetterQueue extends Construct {
  readonly queue: sqs.Queue;

  constructor(scope: Construct, id: string, props: { readonly name: string; readonly fifo?: boolean }) {
    super(scope, id);
    this.queue = new sqs.Queue(this, "Queue", {
      ...common,
      ...(props.fifo === true ? fifo : {}),
      queueName: `${Stack.of(this).stackName}-${props.name}${props.fifo === true ? ".fifo" : ""}`,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    acknowledge(this.queue, {
      "AwsSolutions-SQS3": "This queue is a dead letter queue.",
      "Serverless-SQSRedrivePolicy": "This queue is a dead letter queue.",
    });
  }

  /** Lets `fn` put calls aside here. */
  grantSend(fn: DeskFunction): void {
    fn.allow(["sqs:SendMessage"], [this.queue.queueArn]);
  }
}

export interface WorkQueueProps {
  /** Queue name without stage and suffix; also how its alarms begin. */
  readonly name: string;
  /** Whether it keeps the order of each group and takes a message once in five minutes. */
  readonly fifo: boolean;
  /** How often SQS delivers a message before it moves it to the dead letter queue. */
  readonly maxReceiveCount: number;
  /** Time limit of the function that will consume it. */
  readonly consumerTimeoutSeconds: number;
  /** When there is a reason to look because work is not taken. */
  readonly late:
    | { readonly oldestSeconds: number }
    /** For a queue whose messages are put off for hours, where the oldest says nothing: so many that nobody has taken. */
    | { readonly waiting: number };
  readonly alarms: Alarms;
}

/** A queue of work with its dead letter queue and the alarms on both. */
export class WorkQueue extends Construct {
  readonly queue: sqs.Queue;
  readonly deadLetters: DeadLetterQueue;
  readonly #maxReceiveCount: number;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    const { maxReceiveCount, alarms } = props;
    const name = `${props.name}${props.fifo ? ".fifo" : ""}`;
    this.#maxReceiveCount = maxReceiveCount;
    this.deadLetters = new DeadLetterQueue(this, "DeadLetters", {
      name: `${props.name}-dead-letters`,
      fifo: props.fifo,
    });
    this.queue = new sqs.Queue(this, "Queue", {
      ...common,
      ...(props.fifo ? fifo : {}),
      queueName: `${Stack.of(this).stackName}-${name}`,
      // Lambda may hold a batch through retries of its own: the documented six times the function's limit.
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeoutSeconds),
      deadLetterQueue: { queue: this.deadLetters.queue, maxReceiveCount },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    alarms.watchDeadLetters(
      `${props.name}-dead-letters`,
      this.deadLetters.queue,
      `Messages of ${name} could not be handled and were set aside.`,
    );
    const period = Duration.minutes(1);
    alarms.watch(`${props.name}-delayed`, {
      summary: `Messages wait in ${name} longer than they should.`,
      ...("waiting" in props.late
        ? {
            metric: this.queue.metricApproximateNumberOfMessagesVisible({ period, statistic: "Minimum" }),
            threshold: props.late.waiting,
            periods: 10,
          }
        : {
            metric: this.queue.metricApproximateAgeOfOldestMessage({ period, statistic: "Maximum" }),
            threshold: props.late.oldestSeconds,
            periods: 3,
          }),
    });
  }

  /** Value of the senders' `…_QUEUE_URL`. */
  get url(): string {
    return this.queue.queueUrl;
  }

  /**
   * Variables of the consumer. It is told one delivery fewer than SQS allows: it sets a message that fails for the last
   * time aside itself, with the reason, and SQS does so (without a reason) only when the function could not even do that.
   */
  get workerVariables(): { readonly DEAD_LETTER_QUEUE_URL: string; readonly MAX_RECEIVES: string } {
    return {
      DEAD_LETTER_QUEUE_URL: this.deadLetters.queue.queueUrl,
      MAX_RECEIVES: (this.#maxReceiveCount - 1).toString(),
    };
  }

  /** Lets `fn` add work. */
  grantSend(fn: DeskFunction): void {
    fn.allow(["sqs:SendMessage"], [this.queue.queueArn]);
  }

  /**
   * Makes `fn` the consumer: batches of 10 with partial failure, at most `concurrency` at once, so that a burst in one
   * queue leaves room in the account for the webhook and the API. One that `postpones` may say itself when a message is to
   * come back.
   */
  feed(
    fn: DeskFunction,
    options: { readonly concurrency: number; readonly batchSize?: number; readonly postpones?: boolean },
  ): void {
    const actions = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"];
    if (options.postpones === true) actions.push("sqs:ChangeMessageVisibility");
    fn.allow(actions, [this.queue.queueArn]);
    this.deadLetters.grantSend(fn);
    const mapping = new EventSourceMapping(this, "Mapping", {
      target: fn.lambda,
      eventSourceArn: this.queue.queueArn,
      batchSize: options.batchSize ?? 10,
      reportBatchItemFailures: true,
      maxConcurrency: options.concurrency,
    });
    acknowledge(mapping, {
      "Serverless-LambdaEventSourceMappingDestination":
        "A mapping of a queue has no destination for failures: the queue's own dead letter queue is it.",
    });
  }
}
