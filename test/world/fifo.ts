import type { SQSEvent } from "aws-lambda";
import type { Job } from "../../shared/ports/ports.ts";
import type { WorldClock } from "./clock.ts";

interface Message {
  readonly messageId: string;
  readonly group: string;
  readonly body: string;
  receives: number;
  visibleAt: number;
}

/** A batch that was received. Whoever received it says what came of it; saying nothing is dying with it. */
export interface Batch {
  readonly event: SQSEvent;
  readonly messageIds: readonly string[];
  /** How many times the most often received of its messages was received. */
  readonly receives: number;
  /** Deletes what did not fail; the rest comes back after the visibility timeout. */
  settle(failures: readonly { readonly itemIdentifier: string }[]): void;
}

/**
 * A queue as SQS keeps it: visibility, receive counts, redrive, and in a FIFO queue groups in order and five minutes of
 * deduplication.
 */
export interface Fifo {
  readonly name: string;
  send(jobs: readonly Job<unknown>[]): void;
  /** Up to `most` messages that may be received now; undefined when there is none. */
  receive(most: number): Batch | undefined;
  postpone(messageIds: readonly string[], seconds: number): void;
  /** Deletes messages, whoever has them. */
  forget(messageIds: readonly string[]): void;
  readonly depth: () => number;
  /** When the first message that is hidden now comes back. */
  readonly nextVisible: () => number | undefined;
  /** Bodies of messages that SQS itself set aside because they were received too often. */
  readonly redriven: readonly string[];
  /** Sends that deduplication dropped. */
  readonly deduplicated: () => number;
}

const deduplicationMs = 300_000;

export function createFifo(
  name: string,
  clock: WorldClock,
  limits: {
    readonly visibilitySeconds: number;
    readonly maxReceiveCount: number;
    /** Keeps no order and takes everything, as a standard queue does. */
    readonly standard?: boolean;
  },
): Fifo {
  // No region, no account: only the end of an ARN says anything.
  const arn = limits.standard === true ? name : `${name}.fifo`;
  let messages: Message[] = [];
  const sentAt = new Map<string, number>();
  const redriven: string[] = [];
  let counted = 0;
  let dropped = 0;

  const receive = (most: number): Message[] => {
    const now = clock.ms();
    const blocked = new Set<string>();
    const received: Message[] = [];
    for (const message of [...messages]) {
      if (received.length === most) break;
      if (blocked.has(message.group)) continue;
      if (message.visibleAt > now && limits.standard === true) continue;
      if (message.visibleAt > now) blocked.add(message.group);
      else if (message.receives >= limits.maxReceiveCount) {
        redriven.push(message.body);
        messages = messages.filter((it) => it !== message);
      } else received.push(message);
    }
    for (const message of received) {
      message.receives += 1;
      message.visibleAt = now + limits.visibilitySeconds * 1_000;
    }
    return received;
  };

  const delayedUntil = (seconds: number): number => (seconds === 0 ? 0 : clock.ms() + seconds * 1_000);

  return {
    name,
    send: (jobs) => {
      for (const { body, group, id, delaySeconds = 0 } of jobs) {
        const before = sentAt.get(id);
        if (limits.standard !== true && before !== undefined && clock.ms() < before + deduplicationMs) {
          dropped += 1;
          continue;
        }
        sentAt.set(id, clock.ms());
        counted += 1;
        const messageId = `${name}-${counted}`;
        messages.push({
          messageId,
          group,
          body: JSON.stringify(body),
          receives: 0,
          visibleAt: delayedUntil(delaySeconds),
        });
      }
    },
    receive: (most) => {
      const received = receive(most);
      if (received.length === 0) return undefined;
      // A receipt belongs to one receiving: who dawdles past the timeout deletes nothing any more.
      const receipts = new Map(received.map((message) => [message.messageId, message.receives]));
      return {
        event: { Records: received.map((message) => recordOf(arn, message)) },
        messageIds: [...receipts.keys()],
        receives: Math.max(...receipts.values()),
        settle: (failures) => {
          const failed = new Set(failures.map((it) => it.itemIdentifier));
          messages = messages.filter(
            (it) => failed.has(it.messageId) || receipts.get(it.messageId) !== it.receives,
          );
        },
      };
    },
    postpone: (messageIds, seconds) => {
      for (const message of messages) {
        if (messageIds.includes(message.messageId)) message.visibleAt = clock.ms() + seconds * 1_000;
      }
    },
    forget: (messageIds) => {
      messages = messages.filter((it) => !messageIds.includes(it.messageId));
    },
    depth: () => messages.length,
    nextVisible: () => {
      const hidden = messages.map((it) => it.visibleAt).filter((at) => at > clock.ms());
      return hidden.length === 0 ? undefined : Math.min(...hidden);
    },
    redriven,
    deduplicated: () => dropped,
  };
}

const recordOf = (
  queue: string,
  { messageId, group, body, receives }: Message,
): SQSEvent["Records"][number] => ({
  messageId,
  receiptHandle: messageId,
  body,
  attributes: {
    ApproximateReceiveCount: receives.toString(),
    SentTimestamp: "0",
    SenderId: "desk",
    ApproximateFirstReceiveTimestamp: "0",
    MessageGroupId: group,
  },
  messageAttributes: {},
  md5OfBody: "",
  eventSource: "aws:sqs",
  eventSourceARN: queue,
  awsRegion: "sa-east-1",
});
