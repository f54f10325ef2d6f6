import type { ChannelId } from "../contracts/ids.ts";
import type { ChannelSecrets } from "../contracts/organisation.ts";
import type {
  InboundJob,
  OutboundJob,
  RoutingJob,
  WakeupJob,
  WebhookJob,
} from "../contracts/queue-messages.ts";
import type { SendRequest } from "../contracts/whatsapp.ts";
import type { ServerMessage } from "../contracts/socket-messages.ts";
import type { Time } from "../contracts/values.ts";

/** The one source of time. */
export interface Clock {
  now(): Time;
}

/** The one source of randomness. */
export interface Random {
  /** A new ULID for an instant; later calls sort after earlier ones within one process. */
  ulid(at: Time): string;
  /** `count` random decimal digits. */
  digits(count: number): string;
  /** A secret of 256 bits, as URL-safe text. */
  secret(): string;
}

/** One-way functions; SHA-256 in hexadecimal. */
export interface Digest {
  sha256(text: string | Uint8Array): string;
  /** HMAC-SHA256 in hexadecimal. */
  hmac(secret: string, data: string | Uint8Array): string;
  /** Equality in constant time for texts of equal length. */
  equal(a: string, b: string): boolean;
}

/**
 * A message for a work queue. A FIFO queue keeps the order of a `group` and takes an `id` once in five minutes; a standard
 * queue does neither, and keeps a group with a backlog from delaying the others.
 */
export interface Job<Body> {
  readonly body: Body;
  readonly group: string;
  readonly id: string;
  /** Nobody gets it before so many seconds have passed, at most 900. Standard queues only. */
  readonly delaySeconds?: number;
}

export interface Jobs {
  readonly inbound: InboundJob;
  readonly routing: RoutingJob;
  readonly outbound: OutboundJob;
  readonly webhooks: WebhookJob;
  readonly wakeups: WakeupJob;
}

/** The work queues. `send` returns when every message is in the queue, or throws having put an unknown part of them. */
export interface WorkQueue<Name extends keyof Jobs> {
  send(jobs: readonly Job<Jobs[Name]>[]): Promise<void>;
}

/** Schedules that put one job into the wake-ups queue at a time, within a minute, perhaps more than once. */
export interface Schedules {
  /** Makes one; of a name that there is already, nothing happens. `at` must be in the future. */
  create(name: string, at: Time, job: WakeupJob): Promise<void>;
  /** Deletes one. Of a name that there is not, nothing happens. */
  remove(name: string): Promise<void>;
}

/** Where messages that cannot be handled are set aside, with the reason. */
export interface DeadLetters {
  send(letter: {
    readonly body: string;
    readonly group: string;
    readonly id: string;
    readonly reason: string;
  }): Promise<void>;
}

/** Open WebSockets. `gone`: the socket does not exist any more. `too-large`: no socket takes such a message. */
export interface Sockets {
  post(connectionId: string, message: ServerMessage): Promise<"delivered" | "gone" | "too-large">;
  /** Whether the socket exists. */
  isOpen(connectionId: string): Promise<boolean>;
  /** Closes the socket. One that is gone is fine. */
  close(connectionId: string): Promise<void>;
}

/** Secrets of channels. `put` is idempotent for the same value. */
export interface SecretVault {
  /**
   * What is remembered may be a minute old; `fresh` is for when it does not fit, as after a rotation, and reads again
   * unless that was done in the last five seconds: who presents nonsense cannot make it read more often.
   */
  get(channelId: ChannelId, freshness?: "fresh"): Promise<ChannelSecrets | undefined>;
  put(channelId: ChannelId, secrets: ChannelSecrets): Promise<void>;
}

/** The same for who registers channels and ends them. */
export interface SecretKeeper extends SecretVault {
  /** Forgets the channel's secrets for good. Those of a channel that has none are forgotten already. */
  remove(channelId: ChannelId): Promise<void>;
}

/**
 * What came of a send. `accepted`: Meta has it. `refused`: Meta answered with an error of this code. `unknown`: no usable
 * answer came (time-out, cut connection, no Graph error): it may have been sent.
 */
export type SendOutcome =
  | { readonly kind: "accepted"; readonly providerId: string }
  | { readonly kind: "refused"; readonly code: number; readonly detail: string; readonly httpStatus: number }
  | { readonly kind: "unknown"; readonly detail: string };

/** Meta's Graph API. */
export interface WhatsApp {
  send(phoneNumberId: string, accessToken: string, request: SendRequest): Promise<SendOutcome>;
}

/** Logs carry ids, never text of messages, phone numbers or tokens. */
export interface Log {
  info(message: string, ids?: Readonly<Record<string, string | number | boolean>>): void;
  warn(message: string, ids?: Readonly<Record<string, string | number | boolean>>): void;
  error(message: string, ids: Readonly<Record<string, string | number | boolean>>, cause?: unknown): void;
}
