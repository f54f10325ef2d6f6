import { type MediaStore, mediaContent } from "./media.ts";
import type { JsonObject } from "./types.ts";
import type { NumberState } from "./world.ts";

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
interface CustomerFile {
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

const DEFAULT_MIME: Readonly<Record<string, string>> = {
  image: "image/jpeg",
  video: "video/mp4",
  audio: "audio/ogg; codecs=opus",
  document: "application/pdf",
  sticker: "image/webp",
};

type Deliver = (message: JsonObject, options: MessageOptions | undefined) => Sent;

/** The senders of one customer to one number; `deliverMessage` puts the finished message on its way. */
export function customerSend(media: MediaStore, number: NumberState, deliverMessage: Deliver): CustomerSend {
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
      deliverMessage({ type, ...(content === undefined ? {} : { [type]: content }) }, options),
  };
}

const UNSUPPORTED: JsonObject = {
  code: 131051,
  title: "Message type unknown",
  message: "Message type unknown",
  error_data: { details: "Message type is currently not supported." },
};
