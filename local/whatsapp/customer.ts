import { newWamid, userIdFor } from "./identity.ts";
import { type CustomerSend, customerSend, type MessageOptions } from "./customer-messages.ts";
import type { MediaStore } from "./media.ts";
import type { RateLimiter } from "./limits.ts";
import { postStatus } from "./statuses.ts";
import type { Behaviour, Conversation, CustomerRecord, JsonObject, Received, StatusName } from "./types.ts";
import {
  conversationOf,
  customerByPhone,
  identify,
  inBackground,
  later,
  type NumberState,
  numberOf,
  postChange,
  postMessages,
  stamp,
  visibleWaId,
  windowOpen,
  type World,
} from "./world.ts";
import { messagesValue } from "./envelope.ts";

/** A person with a phone, talking to one business number. */
export interface Customer {
  readonly id: string;
  readonly waId: string | undefined;
  readonly userId: string | undefined;
  readonly name: string;
  readonly phoneNumberId: string;
  readonly send: CustomerSend;
  /** The same person talking to another number of the business. */
  with(phoneNumberId: string): Customer;
  /** What the business sent and the phone got, oldest first. */
  received(): readonly Received[];
  /** Reports the message as delivered, read or played; for those that do not do it by themselves. */
  deliver(wamid: string): Promise<void>;
  read(wamid: string): Promise<void>;
  play(wamid: string): Promise<void>;
  /** Reports the message as failed with this code. */
  fail(wamid: string, code: number): Promise<void>;
  windowOpen(): boolean;
  /** Whether the business shows "typing…" right now. */
  seesTyping(): boolean;
  /** Whether the business marked this message of the customer as read. */
  wasRead(wamid: string): boolean;
  /** Overrides how this person's phone reports statuses. */
  behave(behaviour: Partial<Behaviour>): void;
  /** From now on webhooks leave the number out, as WhatsApp does for people with a username. */
  adoptUsername(username: string): void;
  /** Moves to another number: a system message from the old one, a new user id, and the `user_id_update` field. */
  changeNumber(waId: string): Promise<void>;
}

/** What customers need from the simulator. */
export interface CustomerDependencies {
  readonly world: World;
  readonly media: MediaStore;
  readonly limiter: RateLimiter;
}

/** The customer as seen from one number. */
export function customerHandle(
  deps: CustomerDependencies,
  record: CustomerRecord,
  phoneNumberId: string,
): Customer {
  const { world } = deps;
  const number = numberOf(world, phoneNumberId);
  const conversation = conversationOf(world, record, phoneNumberId);
  const report = async (wamid: string, status: StatusName, code?: number): Promise<void> => {
    const tracked = world.sends.get(wamid);
    if (tracked?.customer !== record) throw new Error(`${record.id} was sent no message ${wamid}`);
    await postStatus(world, tracked, status, code === undefined ? undefined : { code });
  };
  return {
    id: record.id,
    get waId() {
      return record.waId;
    },
    get userId() {
      return record.userId;
    },
    get name() {
      return record.name;
    },
    phoneNumberId,
    send: customerSend(deps.media, number, (message, options = {}) =>
      deliver(deps, record, number, conversation, message, options),
    ),
    with: (other) => customerHandle(deps, record, other),
    received: () => [...conversation.received],
    deliver: (wamid) => report(wamid, "delivered"),
    read: (wamid) => report(wamid, "read"),
    play: (wamid) => report(wamid, "played"),
    fail: (wamid, code) => report(wamid, "failed", code),
    windowOpen: () => windowOpen(world, conversation),
    seesTyping: () => world.clock.now() < conversation.typingUntil,
    wasRead: (wamid) => conversation.inbound.get(wamid)?.readByBusiness ?? false,
    behave(behaviour) {
      record.behaviour = { ...record.behaviour, ...behaviour };
    },
    adoptUsername(username) {
      record.username = username;
    },
    changeNumber: (waId) => changeNumber(world, record, number, waId),
  };
}

/** Puts a message on its way: opens the window at its own time, then posts the webhook. */
async function deliver(
  { world, limiter }: CustomerDependencies,
  customer: CustomerRecord,
  number: NumberState,
  conversation: Conversation,
  message: JsonObject,
  {
    replyTo,
    forwarded,
    referral,
    lateMs = 0,
    copies = 1,
    agoMs = 0,
    withoutContacts,
    fields,
  }: MessageOptions,
): Promise<string> {
  const at = world.clock.now() - agoMs;
  const waId = visibleWaId(world, customer, conversation);
  const id = newWamid(customer.waId ?? customer.userId ?? customer.id);
  const context = {
    ...(replyTo === undefined ? {} : { from: number.displayPhoneNumber, id: replyTo }),
    ...(forwarded ? { forwarded } : {}),
  };
  const whole: JsonObject = {
    ...(waId === undefined ? {} : { from: waId }),
    ...(customer.userId === undefined ? {} : { from_user_id: customer.userId }),
    id,
    timestamp: stamp(at),
    ...(Object.keys(context).length > 0 ? { context } : {}),
    ...(referral ? { referral } : {}),
    ...message,
    ...fields,
  };
  const contact = {
    profile: {
      name: customer.name,
      ...(customer.username === undefined ? {} : { username: customer.username }),
    },
    ...(waId === undefined ? {} : { wa_id: waId }),
    ...(customer.userId === undefined ? {} : { user_id: customer.userId }),
  };
  conversation.inbound.set(id, { at, type: message["type"] as string, readByBusiness: false });
  world.authors.set(id, customer);
  conversation.lastInboundAt = Math.max(conversation.lastInboundAt ?? at, at);
  if (waId !== undefined)
    conversation.lastNumberContactAt = Math.max(conversation.lastNumberContactAt ?? at, at);
  limiter.inbound(number.phoneNumberId, world.clock.now());
  world.emit({
    type: "inbound",
    customerId: customer.id,
    phoneNumberId: number.phoneNumberId,
    wamid: id,
    message: whole,
  });
  const parts = { ...(withoutContacts ? {} : { contacts: [contact] }), messages: [whole] };
  if (lateMs > 0) {
    later(world, lateMs, () => postMessages(world, number, parts, copies));
    return id;
  }
  const posted = postMessages(world, number, parts, copies);
  inBackground(world, posted);
  await posted;
  return id;
}

async function changeNumber(
  world: World,
  customer: CustomerRecord,
  number: NumberState,
  waId: string,
): Promise<void> {
  const { waId: oldWaId, userId: oldUserId } = customer;
  if (oldWaId === undefined) throw new Error(`${customer.id} has no number to change`);
  if (customerByPhone(world, waId)) throw new Error(`another customer has the number ${waId}`);
  const userId = oldUserId === undefined ? undefined : userIdFor(waId);
  identify(world, customer, { waId, userId });
  const timestamp = stamp(world.clock.now());
  const body = `${customer.name} changed from ${oldWaId} to ${waId}`;
  await postMessages(world, number, {
    messages: [
      {
        from: oldWaId,
        id: newWamid(oldWaId),
        timestamp,
        type: "system",
        system: { type: "user_changed_number", wa_id: waId, body },
      },
    ],
  });
  if (oldUserId === undefined || userId === undefined) return;
  await postChange(world, number, {
    wabaId: number.wabaId,
    field: "user_id_update",
    value: messagesValue(number, {
      contacts: [{ profile: { name: customer.name }, wa_id: waId, user_id: userId }],
      user_id_update: [
        { wa_id: waId, detail: body, user_id: { previous: oldUserId, current: userId }, timestamp },
      ],
    }),
  });
}
