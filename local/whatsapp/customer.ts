import { newWamid, userIdFor } from "./identity.ts";
import { type MediaStore, mediaContent } from "./media.ts";
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

/** How one message of a customer is made and delivered. */
export interface MessageOptions {
  /** wamid of the message it answers. */
  readonly replyTo?: string;
  readonly forwarded?: boolean;
  /** What a click-to-WhatsApp ad adds. */
  readonly referral?: JsonObject;
  /** The webhook leaves this much clock time after the message. */
  readonly lateMs?: number;
  /** The same webhook is posted this often. */
  readonly copies?: number;
  /** The message is this old by its own timestamp. */
  readonly agoMs?: number;
  /** Leaves `contacts[]` out. */
  readonly withoutContacts?: boolean;
  /** Fields laid over the message as it stands in the webhook. */
  readonly fields?: JsonObject;
}

/** A file a customer sends; small made-up bytes when none are given. */
export interface CustomerFile {
  readonly bytes?: Buffer;
  readonly mimeType?: string;
  readonly caption?: string;
  readonly filename?: string;
  /** A voice note rather than an audio file. */
  readonly voice?: boolean;
  readonly animated?: boolean;
}

type Sent = Promise<string>;

/** Every kind of message a customer can send. Each resolves to the wamid once the webhook's first attempt is over. */
export interface CustomerSend {
  text(body: string, options?: MessageOptions): Sent;
  image(file?: CustomerFile, options?: MessageOptions): Sent;
  video(file?: CustomerFile, options?: MessageOptions): Sent;
  audio(file?: CustomerFile, options?: MessageOptions): Sent;
  document(file?: CustomerFile, options?: MessageOptions): Sent;
  sticker(file?: CustomerFile, options?: MessageOptions): Sent;
  location(latitude: number, longitude: number, place?: JsonObject, options?: MessageOptions): Sent;
  contacts(cards: readonly JsonObject[], options?: MessageOptions): Sent;
  buttonReply(reply: { readonly id: string; readonly title: string }, options?: MessageOptions): Sent;
  listReply(
    reply: { readonly id: string; readonly title: string; readonly description?: string },
    options?: MessageOptions,
  ): Sent;
  flowReply(responseJson: string, options?: MessageOptions): Sent;
  /** The answer to a template's quick-reply button. */
  quickReply(button: { readonly payload: string; readonly text: string }, options?: MessageOptions): Sent;
  /** Without an emoji the reaction is taken back. */
  reaction(messageId: string, emoji?: string, options?: MessageOptions): Sent;
  order(order: JsonObject, options?: MessageOptions): Sent;
  unsupported(kind?: string, options?: MessageOptions): Sent;
  edit(originalId: string, body: string, options?: MessageOptions): Sent;
  revoke(originalId: string, options?: MessageOptions): Sent;
  /** Any type, known to Meta or not; `content` goes under the key named by the type and may be left out. */
  raw(type: string, content?: JsonObject | readonly JsonObject[], options?: MessageOptions): Sent;
}

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

const DEFAULT_MIME: Readonly<Record<string, string>> = {
  image: "image/jpeg",
  video: "video/mp4",
  audio: "audio/ogg; codecs=opus",
  document: "application/pdf",
  sticker: "image/webp",
};

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
    send: senders(
      deps,
      (message, options) => deliver(deps, record, number, conversation, message, options ?? {}),
      number,
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

type Deliver = (message: JsonObject, options: MessageOptions | undefined) => Sent;

function senders(
  { media }: CustomerDependencies,
  deliverMessage: Deliver,
  number: NumberState,
): CustomerSend {
  const file =
    (type: string) =>
    (given: CustomerFile = {}, options?: MessageOptions): Sent => {
      const {
        bytes = Buffer.from(`a made-up ${type}`),
        mimeType = DEFAULT_MIME[type] ?? "",
        ...rest
      } = given;
      const stored = media.fromCustomer(number.phoneNumberId, bytes, mimeType);
      return deliverMessage(
        { type, [type]: { ...mediaContent(stored, media.urlOf(stored)), ...rest } },
        options,
      );
    };
  const interactive = (type: string, content: JsonObject, options?: MessageOptions): Sent =>
    deliverMessage({ type: "interactive", interactive: { type, [type]: content } }, options);
  return {
    text: (body, options) => deliverMessage({ type: "text", text: { body } }, options),
    image: file("image"),
    video: file("video"),
    audio: (given = {}, options) => file("audio")({ voice: false, ...given }, options),
    document: file("document"),
    sticker: (given = {}, options) => file("sticker")({ animated: false, ...given }, options),
    location: (latitude, longitude, place = {}, options) =>
      deliverMessage({ type: "location", location: { latitude, longitude, ...place } }, options),
    contacts: (contacts, options) => deliverMessage({ type: "contacts", contacts: [...contacts] }, options),
    buttonReply: (reply, options) => interactive("button_reply", { ...reply }, options),
    listReply: (reply, options) => interactive("list_reply", { ...reply }, options),
    flowReply: (response_json, options) =>
      interactive("nfm_reply", { name: "flow", body: "Sent", response_json }, options),
    quickReply: (button, options) => deliverMessage({ type: "button", button: { ...button } }, options),
    reaction: (message_id, emoji, options) =>
      deliverMessage(
        { type: "reaction", reaction: { message_id, ...(emoji === undefined ? {} : { emoji }) } },
        options,
      ),
    order: (order, options) => deliverMessage({ type: "order", order }, options),
    unsupported: (kind = "poll_creation", options) =>
      deliverMessage({ type: "unsupported", errors: [UNSUPPORTED], unsupported: { type: kind } }, options),
    edit: (original_message_id, body, options) =>
      deliverMessage(
        { type: "edit", edit: { original_message_id, message: { type: "text", text: { body } } } },
        options,
      ),
    revoke: (original_message_id, options) =>
      deliverMessage({ type: "revoke", revoke: { original_message_id } }, options),
    raw: (type, content, options) =>
      deliverMessage({ type, ...(content === undefined ? {} : { [type]: content as JsonObject }) }, options),
  };
}

const UNSUPPORTED: JsonObject = {
  code: 131051,
  title: "Message type unknown",
  message: "Message type unknown",
  error_data: { details: "Message type is currently not supported." },
};

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
): Sent {
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
  conversation.inbound.set(id, { at, type: String(whole["type"]), readByBusiness: false });
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
