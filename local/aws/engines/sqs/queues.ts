import type { Clock, Place } from "../../types.ts";
import { SqsError } from "./errors.ts";
import type { Message } from "./message.ts";
import { Queue } from "./queue.ts";
import { queueAttributes, redrivePolicy, type QueueAttributes } from "./queue-attributes.ts";
import type { Storage } from "./storage.ts";

/** Every queue of one account and region. */
export interface Queues {
  readonly place: Place;
  all(): readonly Queue[];
  /** The queue of this name; throws `QueueDoesNotExist`. */
  named(name: string): Queue;
  /** The queue of this ARN; throws `QueueDoesNotExist`. */
  withArn(arn: string): Queue;
  /** Makes the queue; one of that name and the same attributes is answered as it is, with others it is refused. */
  create(name: string, attributes: Readonly<Record<string, string>>): Queue;
  /** Makes the queue or gives the one of that name these attributes; its messages stay. */
  provision(name: string, attributes: Readonly<Record<string, string>>): Queue;
  save(queue: Queue, attributes: QueueAttributes): void;
  delete(queue: Queue): void;
  receive(queue: Queue, max: number, visibilityMs: number, waitMs: number): Promise<readonly Message[]>;
  /** Moves the messages of a dead-letter queue to `targetArn`, or back to where each came from. */
  redrive(sourceArn: string, targetArn: string | undefined): number;
  together<T>(work: () => T): T;
  /** Ends all waits and closes the storage. */
  close(): void;
}

/** The name in the ARN of a queue. */
export function queueNameOf(arn: string): string {
  return arn.replace(/^.*:/s, "");
}

/** Opens the queues that storage remembers. */
export function createQueues(place: Place, clock: Clock, storage: Storage): Queues {
  const byName = new Map<string, Queue>();
  const arnOf = (name: string): string => `arn:aws:sqs:${place.region}:${place.account}:${name}`;
  const open = (name: string, attributes: QueueAttributes): Queue => {
    const queue = new Queue(name, arnOf(name), attributes, clock, storage);
    byName.set(name, queue);
    return queue;
  };
  for (const { name, attributes } of storage.queues()) open(name, queueAttributes(name, attributes));
  let closed = false;

  const queues: Queues = {
    place,
    all: () => [...byName.values()],
    named(name) {
      const queue = byName.get(name);
      if (queue === undefined) throw new SqsError("QueueDoesNotExist", "The specified queue does not exist.");
      return queue;
    },
    withArn(arn) {
      const name = queueNameOf(arn);
      return queues.named(arn === arnOf(name) ? name : "");
    },
    create(name, given) {
      const existing = byName.get(name);
      const attributes = queueAttributes(name, given);
      if (existing === undefined) return queues.provision(name, given);
      const same = Object.keys(given).every(
        (key) => attributeOf(existing.attributes, key) === attributeOf(attributes, key),
      );
      if (!same) {
        throw new SqsError(
          "QueueNameExists",
          `A queue already exists with the same name and a different value for attribute ${Object.keys(given).join(", ")}`,
        );
      }
      return existing;
    },
    provision(name, given) {
      const attributes = queueAttributes(name, given);
      const queue = byName.get(name) ?? open(name, attributes);
      queues.save(queue, attributes);
      return queue;
    },
    save(queue, attributes) {
      queue.attributes = attributes;
      storage.saveQueue(queue.name, attributes);
    },
    delete(queue) {
      byName.delete(queue.name);
      storage.deleteQueue(queue.name);
      queue.release();
    },
    async receive(queue, max, visibilityMs, waitMs) {
      const deadline = clock.now() + waitMs;
      for (;;) {
        const messages = queue.receive(max, visibilityMs, (arn) => byName.get(queueNameOf(arn)));
        const left = deadline - clock.now();
        if (messages.length > 0 || left <= 0 || closed || byName.get(queue.name) !== queue) return messages;
        await queue.waitForMessage(left);
        if (closed) return [];
      }
    },
    redrive(sourceArn, targetArn) {
      const source = queues.withArn(sourceArn);
      const feeds = queues
        .all()
        .some((queue) => redrivePolicy(queue.attributes)?.deadLetterTargetArn === sourceArn);
      if (!feeds)
        throw new SqsError(
          "InvalidParameterValue",
          "Source queue must be configured as a Dead Letter Queue.",
        );
      const target = targetArn === undefined ? undefined : queues.withArn(targetArn);
      if (target === source) {
        throw new SqsError(
          "InvalidParameterValue",
          "Source queue arn and destination queue arn cannot be the same.",
        );
      }
      return source.moveAll(
        (message) =>
          target ?? (message.sourceArn === undefined ? undefined : queues.withArn(message.sourceArn)),
      );
    },
    together: (work) => storage.together(work),
    close() {
      closed = true;
      for (const queue of byName.values()) queue.release();
      storage.close();
    },
  };
  return queues;
}

function attributeOf(
  attributes: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  return attributes[name];
}
