import type { Content } from "../../contracts/tickets.ts";
import type { InboundItem } from "../../contracts/queue-messages.ts";
import type { InboundMessage } from "../ticket/decide.ts";
import { WebhookContact, WebhookMessage } from "../../contracts/whatsapp.ts";
import type { WhatsAppAddress } from "../../contracts/values.ts";
import { fromUnixSeconds } from "../time.ts";
import { beginning } from "../text.ts";

/** A name is part of every head, and heads are kept small because every message writes one. */
const nameLength = 60;

/** What one item of `messages[]` says: who wrote, and the message. */
export interface ParsedMessage {
  readonly message: InboundMessage;
  readonly contactName: string;
}

/**
 * Reads one message as Meta sent it. Text becomes text, what was tapped of a menu a choice; every other type is kept whole as `unsupported`. Answers why when
 * it cannot be a message of a contact: no usable id, time or sender, or a group's.
 */
export function parseMessage(
  item: InboundItem & { kind: "message" },
): ParsedMessage | { readonly unusable: string } {
  const parsed = WebhookMessage.safeParse(item.value);
  if (!parsed.success) return { unusable: "message-shape" };
  const value = parsed.data;
  if (value.group_id !== undefined) return { unusable: "group-message" };
  const contact = WebhookContact.safeParse(item.contact).data ?? {};
  const address = addressOf(value.from ?? contact.wa_id, value.from_user_id ?? contact.user_id);
  if (address === undefined) return { unusable: "no-sender" };
  return {
    message: {
      content: contentOf(value, item),
      sentAt: fromUnixSeconds(Number(value.timestamp)),
      providerId: value.id,
      address,
    },
    contactName: nameOf(contact, address),
  };
}

function contentOf(value: WebhookMessage, item: InboundItem & { kind: "message" }): Content {
  if (item.inspectionId !== null) {
    return { type: "unsupported-large", kind: value.type, inspectionId: item.inspectionId };
  }
  if (value.type === "text" && value.text !== undefined) return { type: "text", text: value.text.body };
  const tapped = value.type === "interactive" ? choiceIn(value.interactive) : undefined;
  return tapped ?? { type: "unsupported", kind: value.type, raw: item.value };
}

/** A button or a row of a list that was tapped. */
function choiceIn(reply: WebhookMessage["interactive"]): Content | undefined {
  if (reply === undefined) return undefined;
  const { id, title } = reply.type === "button_reply" ? reply.button_reply : reply.list_reply;
  return { type: "choice", id, title };
}

/** A phone is digits; anything else (a user id put in `from`, an empty text) is not one. */
function addressOf(phone: string | undefined, userId: string | undefined): WhatsAppAddress | undefined {
  const address: WhatsAppAddress = {
    ...(phone !== undefined && /^\d{5,20}$/.test(phone) ? { phone } : {}),
    ...(userId !== undefined && userId.length >= 3 && userId.length <= 140 ? { userId } : {}),
  };
  return address.phone === undefined && address.userId === undefined ? undefined : address;
}

/** Profile name, else user name, else phone, else the end of the user id: people need something to call each other. */
function nameOf(contact: WebhookContact, address: WhatsAppAddress): string {
  const given = contact.profile?.name?.trim() || contact.profile?.username?.trim();
  return beginning(given || address.phone || `…${(address.userId ?? "").slice(-6)}`, nameLength);
}
