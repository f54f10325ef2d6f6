import type { DynamoDBRecord } from "aws-lambda";
import type { InvokeResult } from "../host/types.ts";
import type { Clock, LocalLog, Place } from "../types.ts";

/** A message as a queue hands it to a mapping; names as in the SQS API. */
export interface QueueMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<
    Record<
      string,
      {
        readonly DataType: string;
        readonly StringValue?: string | undefined;
        readonly BinaryValue?: string | undefined;
      }
    >
  >;
}

/** The queues, as far as mappings use them. */
interface QueueAccess {
  /** Waits up to `waitMs` of the clock for the first message. */
  receive(
    queueArn: string,
    options: { readonly max: number; readonly waitMs: number },
  ): Promise<readonly QueueMessage[]>;
  remove(queueArn: string, receiptHandles: readonly string[]): void;
  changeVisibility(queueArn: string, receiptHandle: string, seconds: number): void;
}

/** A table's stream, as far as mappings use it; positions only grow. */
export interface StreamAccess {
  read(
    after: bigint | "TRIM_HORIZON" | "LATEST",
    limit: number,
  ): Promise<{ readonly records: readonly DynamoDBRecord[]; readonly lastSequence: bigint }>;
  onAppend(listener: () => void): () => void;
}

/** What mappings need of the rest. */
export interface MappingServices {
  readonly clock: Clock;
  readonly place: Place;
  readonly log: LocalLog;
  readonly invoke: (functionId: string, event: unknown) => Promise<InvokeResult>;
  readonly queues: QueueAccess;
  readonly streamOf: (tableName: string) => StreamAccess;
  /** The position of a record in its stream. */
  readonly positionOf: (sequenceNumber: string) => bigint;
  readonly sendMessage: (queueArn: string, body: string) => Promise<void>;
  /** What the function's role lacks to do `action` on `resource`, or undefined when it may. */
  readonly missingPermission: (functionId: string, action: string, resource: string) => string | undefined;
  /** How many calls of a function this machine runs at once; without it there is no bound but the mapping's own. */
  readonly roomFor?: (functionId: string) => number;
  /** A request a mapping made of a queue, as SQS bills it. */
  readonly onQueueRequest?: (request: {
    readonly functionId: string;
    readonly operation: "ReceiveMessage" | "DeleteMessageBatch";
    readonly requests: number;
  }) => void;
}

export interface MappingTuning {
  /** Batches of one queue under way at once where the template sets no maximum. */
  readonly queueConcurrency: number;
  /** Failed messages become visible after this instead of the queue's visibility timeout. */
  readonly retryVisibilitySeconds?: number;
  /** First pause before a stream's batch is tried again; it doubles up to the maximum. */
  readonly streamRetryMs: number;
  readonly streamRetryMaxMs: number;
  /** Folder for the positions in streams; without it every start begins at the starting position. */
  readonly dataDir?: string;
}

/** A mapping at work. */
export interface RunningMapping {
  /** Takes no new work; resolves when the batches under way have ended. */
  stop(): Promise<void>;
  /** Nothing under way, and nothing known to be waiting. */
  idle(): boolean;
}
