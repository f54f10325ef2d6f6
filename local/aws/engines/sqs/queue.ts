import { randomUUID } from "node:crypto";
import type { Clock } from "../../types.ts";
import { SqsError } from "./errors.ts";
import type { Message, MessageAttributes } from "./message.ts";
import { redrivePolicy, type QueueAttributes } from "./queue-attributes.ts";
import type { Accepted, Storage } from "./storage.ts";

/** How long a FIFO queue remembers a deduplication id. */
const DEDUPLICATION_WINDOW_MS = 5 * 60_000;

/** What a sender gives; validated before it comes here. */
export interface Draft {
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly delayMs: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

/** Numbers of messages by state. */
export interface Depth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** One queue: its messages in order, on the injected clock, written through to storage. */
export class Queue {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  attributes: QueueAttributes;
  readonly #clock: Clock;
  readonly #storage: Storage;
  /** In order of sequence. */
  readonly #messages = new Map<string, Message>();
  readonly #accepted = new Map<string, Accepted>();
  readonly #waiters = new Set<() => void>();
  #lastSequence = 0;

  constructor(name: string, arn: string, attributes: QueueAttributes, clock: Clock, storage: Storage) {
    this.name = name;
    this.arn = arn;
    this.attributes = attributes;
    this.createdAt = clock.now();
    this.#clock = clock;
    this.#storage = storage;
    const stored = storage.load(name);
    for (const message of stored.messages) this.#messages.set(message.id, message);
    for (const accepted of stored.accepted) this.#accepted.set(accepted.key, accepted);
    const sequences = [...stored.messages, ...stored.accepted].map((item) => item.sequence);
    this.#lastSequence = sequences.reduce((max, sequence) => Math.max(max, sequence), 0);
  }

  get isFifo(): boolean {
    return this.attributes.FifoQueue === "true";
  }

  /** Accepts a message; a FIFO queue answers with the earlier one when it has seen the deduplication id lately. */
  send(draft: Draft): { readonly messageId: string; readonly sequence: number } {
    const now = this.#clock.now();
    const key = this.#deduplicationKey(draft);
    if (key !== undefined) {
      this.#forgetOldDeduplications(now);
      const earlier = this.#accepted.get(key);
      if (earlier !== undefined) return earlier;
    }
    this.#lastSequence += 1;
    const { body, attributes, groupId, deduplicationId } = draft;
    const message: Message = {
      id: randomUUID(),
      body,
      attributes,
      sentAt: now,
      sequence: this.#lastSequence,
      ...(groupId !== undefined && { groupId }),
      ...(deduplicationId !== undefined && { deduplicationId }),
      receiveCount: 0,
      visibleAt: now + draft.delayMs,
    };
    this.#storage.together(() => {
      this.#put(message);
      if (key === undefined) return;
      const accepted = { key, messageId: message.id, sequence: message.sequence, at: now };
      this.#accepted.set(key, accepted);
      this.#storage.saveAccepted(this.name, accepted);
    });
    this.#wake();
    return { messageId: message.id, sequence: message.sequence };
  }

  /** Takes over a message of another queue as it is, its group and receive count aside. */
  adopt(message: Message, sourceArn: string | undefined): void {
    this.#lastSequence += 1;
    const { receiptHandle: _handle, firstReceivedAt: _first, sourceArn: _source, ...kept } = message;
    this.#put({
      ...kept,
      sequence: this.#lastSequence,
      receiveCount: 0,
      visibleAt: this.#clock.now(),
      ...(sourceArn !== undefined && { sourceArn }),
    });
    this.#wake();
  }

  /**
   * Hands out up to `max` visible messages. In a FIFO queue a group with a message in flight gives none, and one
   * receive may hold several of a group, in order. Messages received too often go to `deadLetterQueue` instead.
   */
  receive(
    max: number,
    visibilityMs: number,
    deadLetterQueue: (arn: string) => Queue | undefined,
  ): readonly Message[] {
    const now = this.#clock.now();
    const redrive = redrivePolicy(this.attributes);
    const target = redrive === undefined ? undefined : deadLetterQueue(redrive.deadLetterTargetArn);
    const taken: Message[] = [];
    const blocked = new Set<string>();
    this.#storage.together(() => {
      for (const message of this.#messages.values()) {
        if (taken.length >= max) break;
        if (this.#hasExpired(message, now)) {
          this.#drop(message);
        } else if (message.visibleAt > now) {
          if (message.groupId !== undefined && this.isFifo) blocked.add(message.groupId);
        } else if (!this.isFifo || !blocked.has(message.groupId ?? "")) {
          if (
            redrive !== undefined &&
            target !== undefined &&
            message.receiveCount >= redrive.maxReceiveCount
          ) {
            this.#drop(message);
            target.adopt(message, this.arn);
          } else {
            this.#take(message, now, visibilityMs);
            taken.push(message);
          }
        }
      }
    });
    // Whoever still waits has a new moment to wake up at: when these become visible again.
    if (taken.length > 0) this.#wake();
    return taken.map((message) => ({ ...message }));
  }

  /** Resolves once a receive may find something, or `waitMs` of the clock have passed. */
  async waitForMessage(waitMs: number): Promise<void> {
    const now = this.#clock.now();
    const next = [...this.#messages.values()].reduce(
      (soonest, message) => Math.min(soonest, message.visibleAt > now ? message.visibleAt : soonest),
      now + waitMs,
    );
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        cancel();
        this.#waiters.delete(finish);
        resolve();
      };
      const cancel = this.#clock.after(next - now, finish);
      this.#waiters.add(finish);
    });
  }

  /** Ends every wait, as the queue or the engine goes away. */
  release(): void {
    this.#wake();
  }

  /** Removes a received message. A handle of an earlier receive, or of a message already gone, changes nothing. */
  remove(receiptHandle: string): void {
    const message = this.#messages.get(messageIdOf(receiptHandle));
    if (message === undefined) return;
    const isCurrent = message.receiptHandle === receiptHandle;
    if (this.isFifo && (!isCurrent || message.visibleAt <= this.#clock.now())) {
      throw new SqsError(
        "InvalidParameterValue",
        `Value ${receiptHandle} for parameter ReceiptHandle is invalid. Reason: The receipt handle has expired.`,
      );
    }
    if (!isCurrent) return;
    this.#drop(message);
    this.#wake();
  }

  /** Shows a message in flight again after `visibilityMs` from now. */
  changeVisibility(receiptHandle: string, visibilityMs: number): void {
    const message = this.#messages.get(messageIdOf(receiptHandle));
    const now = this.#clock.now();
    if (message === undefined || message.receiptHandle !== receiptHandle || message.visibleAt <= now) {
      throw new SqsError("MessageNotInflight", "The specified message isn't in flight.");
    }
    message.visibleAt = now + visibilityMs;
    this.#storage.saveMessage(this.name, message);
    this.#wake();
  }

  depth(): Depth {
    const now = this.#clock.now();
    const counts = { visible: 0, inFlight: 0, delayed: 0 };
    for (const message of this.#messages.values()) {
      if (this.#hasExpired(message, now)) continue;
      const state =
        message.visibleAt <= now ? "visible" : message.receiptHandle === undefined ? "delayed" : "inFlight";
      counts[state] += 1;
    }
    return counts;
  }

  /** Moves every visible message to where `targetFor` sends it; answers how many moved. */
  moveAll(targetFor: (message: Message) => Queue | undefined): number {
    const now = this.#clock.now();
    return this.#storage.together(() => {
      let moved = 0;
      for (const message of this.#messages.values()) {
        const target = message.visibleAt <= now ? targetFor(message) : undefined;
        if (target === undefined) continue;
        this.#drop(message);
        target.adopt(message, undefined);
        moved += 1;
      }
      return moved;
    });
  }

  /** Removes every message. */
  purge(): void {
    this.#storage.together(() => {
      for (const message of this.#messages.values()) this.#drop(message);
    });
  }

  #take(message: Message, now: number, visibilityMs: number): void {
    message.receiveCount += 1;
    message.firstReceivedAt ??= now;
    message.visibleAt = now + visibilityMs;
    message.receiptHandle = `${message.id}.${randomUUID()}`;
    this.#storage.saveMessage(this.name, message);
  }

  #put(message: Message): void {
    this.#messages.set(message.id, message);
    this.#storage.saveMessage(this.name, message);
  }

  #drop(message: Message): void {
    this.#messages.delete(message.id);
    this.#storage.deleteMessage(this.name, message.id);
  }

  #hasExpired(message: Message, now: number): boolean {
    return message.sentAt + Number(this.attributes.MessageRetentionPeriod) * 1000 <= now;
  }

  #deduplicationKey({ groupId, deduplicationId }: Draft): string | undefined {
    if (!this.isFifo || deduplicationId === undefined) return undefined;
    return this.attributes.DeduplicationScope === "messageGroup"
      ? JSON.stringify([groupId, deduplicationId])
      : deduplicationId;
  }

  #forgetOldDeduplications(now: number): void {
    const before = now - DEDUPLICATION_WINDOW_MS;
    let forgot = false;
    for (const [key, { at }] of this.#accepted) {
      if (at > before) break;
      this.#accepted.delete(key);
      forgot = true;
    }
    if (forgot) this.#storage.forgetAccepted(this.name, before + 1);
  }

  #wake(): void {
    for (const waiter of this.#waiters) waiter();
  }
}

function messageIdOf(receiptHandle: string): string {
  const [, id] = /^([0-9a-f-]{36})\.[0-9a-f-]{36}$/.exec(receiptHandle) ?? [];
  if (id === undefined) {
    throw new SqsError(
      "ReceiptHandleIsInvalid",
      `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`,
    );
  }
  return id;
}
