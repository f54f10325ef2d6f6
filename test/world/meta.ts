import type { Chance } from "./chance.ts";
import type { StatusEvent } from "./graph.ts";
import type { WorldClock } from "./clock.ts";
import { digest } from "../../shared/adapters/digest.ts";

/** How a customer is known in one message. */
export interface Sender {
  readonly phone?: string;
  readonly userId?: string;
  readonly name: string;
}

/** A message as a customer wrote it. */
export interface Written {
  readonly phoneNumberId: string;
  readonly providerId: string;
  readonly sender: Sender;
  /** `choice` where something was tapped. */
  readonly text: string;
  /** The id of what was tapped. */
  readonly tapped?: string;
}

/** One webhook that Meta delivers until it is answered with 200, and now and then once more. */
export interface Delivery {
  readonly body: Uint8Array;
  readonly signature: string;
  readonly messages: readonly Written[];
  readonly statuses: readonly StatusEvent[];
  notBefore: number;
  attempts: number;
}

/** Meta's side of the webhooks: what is still to be delivered, and what was answered with 200. */
export interface Meta {
  /** Puts messages and statuses into one webhook of their number. */
  emit(messages: readonly Written[], statuses: readonly StatusEvent[], delayMs: number): void;
  readonly pending: readonly Delivery[];
  /** Takes a delivery out to post it; `settle` says how that ended. */
  take(delivery: Delivery): void;
  settle(delivery: Delivery, status: number | undefined): void;
  readonly acknowledged: { readonly messages: Map<string, Written>; readonly statuses: StatusEvent[] };
  /**
   * As whom the sender of a message was told: as the message has it, and as others of the same webhook with the same phone or user id
   * have it, because a webhook's list of contacts belongs to all of its messages.
   */
  readonly toldAs: (providerId: string) => readonly Sender[];
  /** From now on nothing is delivered again that was answered with 200. */
  calm(): void;
}

export const appSecret = "an app secret of the world";

export function createMeta(clock: WorldClock, again: (delivery: Delivery) => number | undefined): Meta {
  const pending: Delivery[] = [];
  const acknowledged = { messages: new Map<string, Written>(), statuses: [] as StatusEvent[] };
  const told = new Map<string, readonly Sender[]>();
  let calm = false;
  return {
    pending,
    acknowledged,
    toldAs: (providerId) => told.get(providerId) ?? [],
    emit: (messages, statuses, delayMs) => {
      for (const { providerId, sender } of messages) {
        const same = messages.filter((it) => isSame(it.sender, sender)).map((it) => it.sender);
        told.set(providerId, [...(told.get(providerId) ?? []), ...same]);
      }
      const body = Buffer.from(JSON.stringify(webhook(messages, statuses, clock.ms())));
      const signature = `sha256=${digest.hmac(appSecret, body)}`;
      pending.push({ body, signature, messages, statuses, notBefore: clock.ms() + delayMs, attempts: 0 });
    },
    take: (delivery) => {
      pending.splice(pending.indexOf(delivery), 1);
      delivery.attempts += 1;
    },
    settle: (delivery, status) => {
      if (status !== 200) {
        delivery.notBefore = clock.ms() + 2_000 * delivery.attempts;
        pending.push(delivery);
        return;
      }
      for (const message of delivery.messages) {
        acknowledged.messages.set(`${message.phoneNumberId}/${message.providerId}`, message);
      }
      acknowledged.statuses.push(...delivery.statuses);
      const delay = calm ? undefined : again(delivery);
      if (delay !== undefined) pending.push({ ...delivery, notBefore: clock.ms() + delay });
    },
    calm: () => {
      calm = true;
    },
  };
}

const isSame = (one: Sender, other: Sender): boolean =>
  (one.phone !== undefined && one.phone === other.phone) ||
  (one.userId !== undefined && one.userId === other.userId);

/** When Meta delivers once more what was answered already: seldom, at once or days later. */
export const nowAndThen = (chance: Chance) => (): number | undefined => {
  if (!chance.is(0.15)) return undefined;
  return chance.pick([0, 1_000, 60_000, 400_000, 86_400_000, 6 * 86_400_000]);
};

function webhook(messages: readonly Written[], statuses: readonly StatusEvent[], now: number): unknown {
  const number = messages[0]?.phoneNumberId ?? statuses[0]?.phoneNumberId ?? "";
  const timestamp = Math.floor(now / 1_000).toString();
  const contacts = messages.map(({ sender }) => ({
    profile: { name: sender.name },
    ...(sender.phone !== undefined && { wa_id: sender.phone }),
    ...(sender.userId !== undefined && { user_id: sender.userId }),
  }));
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "551130000000", phone_number_id: number },
    ...(messages.length > 0 && {
      contacts,
      messages: messages.map(({ providerId, sender, text, tapped }) => ({
        id: providerId,
        ...(sender.phone !== undefined && { from: sender.phone }),
        ...(sender.userId !== undefined && { from_user_id: sender.userId }),
        timestamp,
        ...(tapped === undefined
          ? { type: "text", text: { body: text } }
          : {
              type: "interactive",
              interactive: { type: "list_reply", list_reply: { id: tapped, title: "a queue" } },
            }),
      })),
    }),
    ...(statuses.length > 0 && {
      statuses: statuses.map(({ providerId, status, reference, recipient }) => ({
        id: providerId,
        status,
        timestamp,
        recipient_id: recipient.replace("+", ""),
        biz_opaque_callback_data: reference,
        ...(status === "failed" && { errors: [{ code: 131_026, title: "Message undeliverable" }] }),
      })),
    }),
  };
  return {
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes: [{ field: "messages", value }] }],
  };
}
