import { type ChatMessage, chatOf } from "./chat.ts";
import { newWamid, userIdFor } from "./identity.ts";
import { type CustomerSend, customerSend, type MessageOptions } from "./customer-messages.ts";
import type { MediaStore } from "./media.ts";
import type { RateLimiter } from "./limits.ts";
import { postStatus } from "./statuses.ts";
import type {
  Behaviour,
  Conversation,
  CustomerRecord,
  Inbound,
  InboundState,
  JsonObject,
  Received,
  StatusName,
} from "./types.ts";
import {
  conversationOf,
  behaviourOf,
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
  readonly username: string | undefined;
  /** Whether the phone has a network; it begins with one. */
  isOnline(): boolean;
  /**
   * Takes the network from the phone or gives it back. Without, what the customer writes stays on the phone and what the business
   * sends is not delivered; with it again, both follow in the order in which they happened. Resolves once they have.
   */
  setOnline(online: boolean): Promise<void>;
  /** Both sides' messages as the phone shows them, oldest first. */
  chat(): readonly ChatMessage[];
  /** The customer wrote to this number at that time (clock ms): the window opens from then, and nothing is sent. */
  wroteAt(at: number): void;
  /** Overrides how this person's phone reports statuses. */
  behave(behaviour: Partial<Behaviour>): void;
  /** From now on webhooks leave the number out, as WhatsApp does for people with a username. */
  adoptUsername(username: string): void;
  /** Whether the phone tells that messages were read. */
  tellsRead(): boolean;
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
    get username() {
      return record.username;
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
    isOnline: () => record.online,
    setOnline: (online) => setOnline(world, record, online),
    chat: () => chatOf(world, number, conversation),
    wroteAt(at) {
      conversation.lastInboundAt = Math.max(conversation.lastInboundAt ?? at, at);
    },
    behave(behaviour) {
      record.behaviour = { ...record.behaviour, ...behaviour };
    },
    tellsRead: () => behaviourOf(number, record).statuses.includes("read"),
    adoptUsername(username) {
      record.username = username;
    },
    changeNumber: (waId) => changeNumber(world, record, number, waId),
  };
}

async function setOnline(world: World, customer: CustomerRecord, online: boolean): Promise<void> {
  if (customer.online === online) return;
  customer.online = online;
  world.emit({ type: "network", customerId: customer.id, online });
  // The network may go again while they leave: what is left then waits for the next time.
  while (customer.online) {
    const next = customer.held.shift();
    if (next === undefined) break;
    await next();
  }
}

/** Puts a message on its way: opens the window at its own time, then posts the webhook. Without a network it waits. */
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
  const id = newWamid(customer.waId ?? customer.userId ?? customer.id);
  const { phoneNumberId } = number;
  const inbound: Inbound = {
    at: world.clock.now() - agoMs,
    type: message["type"] as string,
    message,
    replyTo,
    state: "queued",
    readByBusiness: false,
  };
  conversation.inbound.set(id, inbound);
  world.authors.set(id, customer);
  const progress = (state: InboundState): void => {
    inbound.state = state;
    world.emit({ type: "progress", customerId: customer.id, phoneNumberId, wamid: id, state });
  };
  const leave = async (): Promise<void> => {
    // WhatsApp's time is when it got the message.
    const at = world.clock.now() - agoMs;
    const waId = visibleWaId(world, customer, conversation);
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
    conversation.lastInboundAt = Math.max(conversation.lastInboundAt ?? at, at);
    if (waId !== undefined)
      conversation.lastNumberContactAt = Math.max(conversation.lastNumberContactAt ?? at, at);
    limiter.inbound(phoneNumberId, world.clock.now());
    world.emit({ type: "inbound", customerId: customer.id, phoneNumberId, wamid: id, message: whole });
    progress("sent");
    const contacts = withoutContacts ? {} : { contacts: [contactOf(customer, waId)] };
    const post = (): Promise<void> =>
      postMessages(world, number, { ...contacts, messages: [whole] }, copies, () => {
        if (inbound.state !== "delivered") progress("delivered");
      });
    if (lateMs > 0) return later(world, lateMs, post);
    const posted = post();
    inBackground(world, posted);
    await posted;
  };
  if (customer.online) await leave();
  else {
    customer.held.push(leave);
    progress("queued");
  }
  return id;
}

function contactOf(customer: CustomerRecord, waId: string | undefined): JsonObject {
  return {
    profile: {
      name: customer.name,
      ...(customer.username === undefined ? {} : { username: customer.username }),
    },
    ...(waId === undefined ? {} : { wa_id: waId }),
    ...(customer.userId === undefined ? {} : { user_id: customer.userId }),
  };
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
