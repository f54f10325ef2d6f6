import { type GraphError, graphError, isGraphError } from "./errors.ts";
import type { Failures } from "./failures.ts";
import { digits, isUserId, newWamid } from "./identity.ts";
import type { RateLimiter } from "./limits.ts";
import { type MediaStore, sendableAs } from "./media.ts";
import { checkTemplate } from "./templates.ts";
import type { CustomerRecord, JsonObject, Outcome, Received } from "./types.ts";
import { type SendType, type ValidMessage, validateMessage } from "./validation.ts";
import {
  accountOf,
  behaviourOf,
  conversationOf,
  customerByPhone,
  customerByUserId,
  type NumberState,
  type Tracked,
  windowOpen,
  type World,
} from "./world.ts";

const DAY = 24 * 3600 * 1000;
/** Typing ends by itself after this. */
const TYPING_MS = 25_000;
const MEDIA_TYPES: ReadonlySet<string> = new Set<SendType>([
  "image",
  "video",
  "audio",
  "document",
  "sticker",
]);

/** What the messages call needs besides the world. */
export interface SendDependencies {
  readonly world: World;
  readonly media: MediaStore;
  readonly limiter: RateLimiter;
  readonly failures: Failures;
}

/** An accepted send: its answer, and the message whose statuses are to follow. */
export interface Accepted {
  readonly tracked: Tracked;
  readonly reply: JsonObject;
  /** The statuses go out before the answer. */
  readonly beforeReply: boolean;
}

/** Where a message goes. */
export interface Address {
  /** `to` or `recipient` as the caller wrote it. */
  readonly input: string;
  /** Digits; undefined for a user id. */
  readonly phone: string | undefined;
  readonly customer: CustomerRecord | undefined;
  /** A user id given as `to`: accepted, and never delivered. */
  readonly misplacedUserId: boolean;
}

/** Reads `to` and `recipient`; `to` wins when both are given. */
export function addressOf(world: World, body: JsonObject): Address | GraphError {
  const { to, recipient } = body;
  if (to !== undefined && to !== "") {
    if (typeof to !== "string" && typeof to !== "number")
      return graphError(131009, { details: "to must be a string" });
    const input = String(to);
    if (isUserId(input)) return { input, phone: undefined, customer: undefined, misplacedUserId: true };
    const phone = digits(input);
    if (phone.length < 5 || phone.length > 20)
      return graphError(131009, { details: "to is not a valid phone number" });
    return { input, phone, customer: customerByPhone(world, phone), misplacedUserId: false };
  }
  if (recipient !== undefined) {
    if (typeof recipient !== "string" || !isUserId(recipient))
      return graphError(131009, { details: "recipient is not a valid business-scoped user id" });
    return {
      input: recipient,
      phone: undefined,
      customer: customerByUserId(world, recipient),
      misplacedUserId: false,
    };
  }
  return graphError(100, { message: "(#100) The parameter to is required." });
}

/**
 * Takes a message of the business: everything Meta checks before it answers, then the message on the customer's
 * phone. Statuses are left to the caller. `asyncFailure` makes it fail after acceptance.
 */
export function acceptSend(
  { world, media, limiter }: SendDependencies,
  number: NumberState,
  body: JsonObject,
  address: Address,
  asyncFailure?: { readonly code: number; readonly details?: string },
): Accepted | GraphError {
  const message = validateMessage(body);
  if (isGraphError(message)) return message;
  const refusal =
    refusedAddress(number, address) ??
    refusedContent({ world, media }, number, message, address) ??
    refusedRate(limiter, world, number, address);
  if (refusal) return refusal;
  const outcome = outcomeOf({ world, media }, number, message, address, asyncFailure);
  const { refuseClosedWindowAtOnce, beforeReply } = behaviourOf(number, address.customer);
  if (refuseClosedWindowAtOnce && outcome.kind === "failed" && outcome.code === 131047)
    return graphError(131047, { details: CLOSED_WINDOW });
  const tracked = record(world, number, message, body, address, outcome);
  return { tracked, reply: replyOf(tracked, message, address), beforeReply };
}

/** Meta's words for a closed window. */
const CLOSED_WINDOW =
  "Message failed to send because more than 24 hours have passed since the customer last replied to this number.";

function refusedAddress(number: NumberState, { phone }: Address): GraphError | undefined {
  if (phone === undefined) return undefined;
  if (phone === digits(number.displayPhoneNumber)) return graphError(131021);
  if (number.allowList && !number.allowList.has(phone))
    return graphError(131030, { details: "Recipient phone number not in allowed list" });
  return undefined;
}

function refusedRate(
  limiter: RateLimiter,
  world: World,
  number: NumberState,
  address: Address,
): GraphError | undefined {
  const code = limiter.outbound(
    number.phoneNumberId,
    address.customer?.id ?? address.phone ?? address.input,
    world.clock.now(),
  );
  return code === undefined ? undefined : graphError(code);
}

function refusedContent(
  { world, media }: Pick<SendDependencies, "world" | "media">,
  number: NumberState,
  { type, content }: ValidMessage,
  { phone, customer }: Address,
): GraphError | undefined {
  if (MEDIA_TYPES.has(type)) {
    const id = content["id"];
    if (typeof id === "string" && !media.find(id, number.phoneNumberId))
      return graphError(100, {
        message: `(#100) Param ${type}['id'] is not a valid whatsapp business account media attachment ID`,
      });
  }
  if (type === "template") {
    const template = checkTemplate(accountOf(world, number.wabaId).templates, content);
    if (isGraphError(template)) return template;
    if (template.category === "AUTHENTICATION" && phone === undefined) return graphError(131062);
  }
  if (type === "reaction" && customer) {
    const target = targetOf(world, number, customer, content["message_id"] as string);
    if (!target || target.type === "reaction" || world.clock.now() - target.at > 30 * DAY)
      return graphError(131009, { details: "The message to react to is unknown, too old or a reaction." });
  }
  return undefined;
}

/** A message of either side in this conversation. */
function targetOf(
  world: World,
  number: NumberState,
  customer: CustomerRecord,
  wamid: string,
): { readonly at: number; readonly type: string } | undefined {
  const { inbound, received } = conversationOf(world, customer, number.phoneNumberId);
  return inbound.get(wamid) ?? received.find((message) => message.wamid === wamid);
}

function outcomeOf(
  { world, media }: Pick<SendDependencies, "world" | "media">,
  number: NumberState,
  { type, content }: ValidMessage,
  { customer, misplacedUserId }: Address,
  asyncFailure: { readonly code: number; readonly details?: string } | undefined,
): Outcome {
  if (misplacedUserId) return { kind: "dropped" };
  if (asyncFailure) return { kind: "failed", ...asyncFailure };
  if (!customer) return { kind: "failed", code: 131026 };
  if (type !== "template" && !windowOpen(world, conversationOf(world, customer, number.phoneNumberId)))
    return { kind: "failed", code: 131047, details: CLOSED_WINDOW };
  const id = content["id"];
  const file =
    MEDIA_TYPES.has(type) && typeof id === "string" ? media.find(id, number.phoneNumberId) : undefined;
  if (file && !sendableAs(file, type)) return { kind: "failed", code: 131053 };
  return { kind: "received" };
}

function record(
  world: World,
  number: NumberState,
  { type, content }: ValidMessage,
  body: JsonObject,
  { input, phone, customer }: Address,
  outcome: Outcome,
): Tracked {
  const { phoneNumberId } = number;
  const at = world.clock.now();
  const wamid = newWamid(customer?.waId ?? customer?.userId ?? input);
  const tracked: Tracked = {
    number,
    customer,
    toPhone: phone,
    send: { wamid, phoneNumberId, at, input, body, outcome, statuses: [] },
  };
  world.sends.set(wamid, tracked);
  world.emit({ type: "send", wamid, phoneNumberId, input, outcome });
  if (customer && outcome.kind === "received") {
    const conversation = conversationOf(world, customer, phoneNumberId);
    const context = body["context"] as { message_id: string } | undefined;
    const opaque = body["biz_opaque_callback_data"];
    const message: Received = {
      wamid,
      phoneNumberId,
      at,
      type,
      content,
      ...(context ? { replyTo: context.message_id } : {}),
      ...(typeof opaque === "string" ? { opaque } : {}),
    };
    const arrive = (): void => {
      conversation.received.push(message);
      conversation.typingUntil = 0;
      world.emit({ type: "received", customerId: customer.id, message });
    };
    if (phone !== undefined) conversation.lastNumberContactAt = at;
    if (customer.online) arrive();
    else customer.held.push(async () => arrive());
  }
  return tracked;
}

function replyOf({ send, customer }: Tracked, { type }: ValidMessage, { input, phone }: Address): JsonObject {
  const identity = phone === undefined ? { user_id: input } : { wa_id: customer?.waId ?? phone };
  return {
    messaging_product: "whatsapp",
    contacts: [{ input, ...identity }],
    messages: [{ id: send.wamid, ...(type === "template" ? { message_status: "accepted" } : {}) }],
  };
}

/** Takes a read receipt, with or without the typing indicator: marks the message and all before it as read. */
export function acceptRead(world: World, number: NumberState, body: JsonObject): JsonObject | GraphError {
  const wamid = body["message_id"];
  if (typeof wamid !== "string")
    return graphError(131008, { details: "The parameter message_id is required." });
  const typing = body["typing_indicator"] as { type?: unknown } | undefined;
  if (typing !== undefined && typing.type !== "text")
    return graphError(131009, { details: "typing_indicator['type'] must be text" });
  const customer = world.authors.get(wamid);
  const conversation = customer && conversationOf(world, customer, number.phoneNumberId);
  const marked = conversation?.inbound.get(wamid);
  if (!customer || !conversation || !marked || world.clock.now() - marked.at > 30 * DAY)
    return graphError(131009, { details: "message_id is unknown or older than 30 days" });
  for (const earlier of conversation.inbound.values())
    if (earlier.at <= marked.at) earlier.readByBusiness = true;
  if (typing) conversation.typingUntil = world.clock.now() + TYPING_MS;
  world.emit({
    type: "read_by_business",
    customerId: customer.id,
    phoneNumberId: number.phoneNumberId,
    wamid,
    typing: typing !== undefined,
  });
  return { success: true };
}
