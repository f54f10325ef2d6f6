/** What the parts of the WhatsApp simulator share. Names in snake case are Meta's own field names. */

/** Anything JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json };

/** A business phone number as set up in Meta's dashboard. */
export interface BusinessNumber {
  readonly phoneNumberId: string;
  readonly wabaId: string;
  /** Digits, possibly formatted; goes out as `metadata.display_phone_number`. */
  readonly displayPhoneNumber: string;
  /** What phones show above the conversation; the display number when left out. */
  readonly name?: string;
  /** Bearer token that may use this number. */
  readonly accessToken: string;
  /** Key of `X-Hub-Signature-256`. */
  readonly appSecret: string;
  /** What `hub.verify_token` carries. */
  readonly verifyToken: string;
  /** Where webhooks go. */
  readonly webhookUrl: string;
}

/** Kinds of status Meta reports for a message of the business. */
export type StatusName = "sent" | "delivered" | "read" | "played" | "failed";

/** How statuses follow an accepted message. Every member has a default, see {@link DEFAULT_BEHAVIOUR}. */
export interface Behaviour {
  /**
   * The statuses to report by themselves, in this order. Leave one out to skip it, change the order to report out of
   * order, give `[]` to decide by hand with `customer.deliver` and `customer.read`.
   */
  readonly statuses: readonly Exclude<StatusName, "failed">[];
  /** Clock milliseconds before each of them. */
  readonly delayMs: number;
  /** How often each status webhook is posted (2 shows duplicates). */
  readonly copies: number;
  /** Post them all at once instead of each after the previous one was answered. */
  readonly concurrent: boolean;
  /** Post them before the send call is answered. */
  readonly beforeReply: boolean;
  /** Echo `biz_opaque_callback_data`. */
  readonly opaque: boolean;
  /** Put `contacts[]` beside `statuses[]`. */
  readonly contacts: boolean;
  /** Put `pricing` on `sent` and the first of `delivered` and `read`. */
  readonly pricing: boolean;
  /** Refuse a free-form message outside the window with an error at once, instead of 200 and a `failed` status. */
  readonly refuseClosedWindowAtOnce: boolean;
}

/** What happens when nothing else is asked for: sent, delivered and read at once, in order, once, with everything. */
export const DEFAULT_BEHAVIOUR: Behaviour = {
  statuses: ["sent", "delivered", "read"],
  delayMs: 0,
  copies: 1,
  concurrent: false,
  beforeReply: false,
  opaque: true,
  contacts: true,
  pricing: true,
  refuseClosedWindowAtOnce: false,
};

/** A message template as `GET /{waba}/message_templates` lists it. */
export interface Template {
  readonly id?: string;
  readonly name: string;
  readonly language: string;
  readonly status: string;
  readonly category: string;
  readonly parameter_format?: "POSITIONAL" | "NAMED";
  readonly components: readonly JsonObject[];
}

/** One person with a phone. At least one of `waId` and `userId` is there. */
export interface CustomerRecord {
  /** Name in the control API: the first identity the customer was created with. */
  readonly id: string;
  waId: string | undefined;
  /** Business-scoped user id, e.g. `BR.7f3a`; undefined plays a webhook from before April 2026. */
  userId: string | undefined;
  name: string;
  username: string | undefined;
  behaviour: Partial<Behaviour>;
  /** Whether the phone has a network. */
  online: boolean;
  /** What happens once it has one again, in order. */
  readonly held: (() => Promise<void>)[];
}

/** How far a message of the customer has got. */
export type InboundState =
  /** On the phone, which has no network. */
  | "queued"
  /** With WhatsApp. */
  | "sent"
  /** The business's callback answered 200. */
  | "delivered";

/** A message of the customer, and what the business did with it. */
export interface Inbound {
  /** Clock ms when it was written, by the message's own time. */
  readonly at: number;
  readonly type: string;
  /** As the webhook carries it, without sender, id and time. */
  readonly message: JsonObject;
  readonly replyTo: string | undefined;
  state: InboundState;
  readByBusiness: boolean;
}

/** What one customer and one business number have said to each other. */
export interface Conversation {
  /** Payload time, in ms, of the customer's last message; the window is open for 24 h from then. */
  lastInboundAt: number | undefined;
  /** Last time either side wrote with the phone number known to the business, in ms. */
  lastNumberContactAt: number | undefined;
  /** Inbound messages by wamid. */
  readonly inbound: Map<string, Inbound>;
  /** While in the future the customer sees "typing…". */
  typingUntil: number;
  readonly received: Received[];
}

/** A message of the business that reached the customer's phone. */
export interface Received {
  readonly wamid: string;
  readonly phoneNumberId: string;
  /** Clock ms. */
  readonly at: number;
  readonly type: string;
  /** The object under the key named by `type`, e.g. `{ body: "Olá" }`. */
  readonly content: JsonObject;
  /** wamid of the message it answers. */
  readonly replyTo?: string;
  /** `biz_opaque_callback_data` as sent. */
  readonly opaque?: string;
}

/** What became of one accepted or refused send call. */
export type Outcome =
  /** On the customer's phone, or on its way there as soon as the phone has a network. */
  | { readonly kind: "received" }
  /** Accepted, then reported as `failed` with this code. */
  | { readonly kind: "failed"; readonly code: number; readonly details?: string }
  /** Accepted and never heard of again (a BSUID in `to`). */
  | { readonly kind: "dropped" };

/** One send call that Meta accepted, whether or not the caller got to see the answer. */
export interface Send {
  readonly wamid: string;
  readonly phoneNumberId: string;
  readonly at: number;
  /** `to` or `recipient` as given. */
  readonly input: string;
  readonly body: JsonObject;
  readonly outcome: Outcome;
  /** Statuses reported so far, in the order they were reported. */
  readonly statuses: StatusName[];
}

/** Something that happened, for a screen or a test to follow. */
export type SimulatorEvent =
  | { readonly type: "customer"; readonly customerId: string }
  | {
      readonly type: "inbound";
      readonly customerId: string;
      readonly phoneNumberId: string;
      readonly wamid: string;
      readonly message: JsonObject;
    }
  /** A message of the customer got further. */
  | {
      readonly type: "progress";
      readonly customerId: string;
      readonly phoneNumberId: string;
      readonly wamid: string;
      readonly state: InboundState;
    }
  | { readonly type: "network"; readonly customerId: string; readonly online: boolean }
  | { readonly type: "received"; readonly customerId: string; readonly message: Received }
  | {
      readonly type: "send";
      readonly wamid: string;
      readonly phoneNumberId: string;
      readonly input: string;
      readonly outcome: Outcome;
    }
  | { readonly type: "status"; readonly wamid: string; readonly status: StatusName }
  | {
      readonly type: "read_by_business";
      readonly customerId: string;
      readonly phoneNumberId: string;
      readonly wamid: string;
      readonly typing: boolean;
    }
  | { readonly type: "delivery"; readonly id: number; readonly state: string; readonly attempts: number };
