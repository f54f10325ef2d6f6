import { WebhookBody, WebhookValue } from "../../contracts/whatsapp.ts";
import type { InboundItem } from "../../contracts/queue-messages.ts";
import { beginning, pieces } from "../text.ts";

/** What a webhook says about one contact of one number, in the order it was said. */
export interface Share {
  readonly phoneNumberId: string;
  /** The contact's user id or phone; empty for what belongs to no contact. */
  readonly contactKey: string;
  readonly items: readonly InboundItem[];
}

/** A payload larger than this (as JSON text) is kept in inspection parts rather than in the timeline. */
const rawLimit = 32_768;
/** DynamoDB takes values 32 levels deep; an entry adds a few of its own. */
const depthLimit = 16;

/** Pieces of an oversize payload: DynamoDB items take 400 KB, and a character may need three bytes. */
const partLength = 60_000;

/** Names a payload by its content, so that keeping it twice is keeping it once. */
export type NameOf = (text: string) => string;

type Record_ = Readonly<Record<string, unknown>>;

/**
 * Takes a webhook body apart per number and contact. Nothing is lost: what is unknown (fields, errors, odd shapes) becomes
 * an item to keep for inspection. Throws ZodError only when the body is not a webhook envelope at all.
 */
export function splitWebhook(body: unknown, nameOf: NameOf): readonly Share[] {
  const shares = new Map<string, { phoneNumberId: string; contactKey: string; items: InboundItem[] }>();
  const add = (phoneNumberId: string, contactKey: string, ...items: readonly InboundItem[]): void => {
    const key = JSON.stringify([phoneNumberId, contactKey]);
    const share = shares.get(key) ?? { phoneNumberId, contactKey, items: [] };
    share.items.push(...items);
    shares.set(key, share);
  };
  const inspect = (phoneNumberId: string, reason: string, value: unknown): void =>
    add(phoneNumberId, "", ...inspection(reason, value, nameOf));

  for (const entry of WebhookBody.parse(body).entry) {
    for (const change of entry.changes ?? []) {
      const value = WebhookValue.safeParse(change.value);
      if (change.field !== "messages" || !value.success) {
        inspect("", change.field === "messages" ? "value-shape" : "field", change);
        continue;
      }
      const { metadata, contacts = [], messages = [], statuses = [], errors = [] } = value.data;
      const number = metadata.phone_number_id;
      for (const message of messages) {
        const sender = senderOf(message);
        const contact = contactOf(contacts, message, messages.length);
        add(number, sender, ...messageItems(message, contact, nameOf));
      }
      for (const status of statuses) add(number, recipientOf(status), ...statusItems(status, nameOf));
      if (errors.length > 0) inspect(number, "errors", change);
      if (messages.length + statuses.length + errors.length === 0) inspect(number, "value-empty", change);
    }
  }
  return [...shares.values()];
}

/** Items that keep a value for inspection, in as many parts as its text needs. */
export function inspection(reason: string, value: unknown, nameOf: NameOf): readonly InboundItem[] {
  const text = JSON.stringify(value) ?? "null";
  const id = nameOf(text);
  const parts = pieces(text, partLength);
  return parts.map((piece, part) => ({
    ...{ kind: "inspect" as const, id, part, parts: parts.length, reason, text: piece },
  }));
}

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (value as Record_)[name] : undefined;

const textField = (value: unknown, name: string): string | undefined => {
  const found = field(value, name);
  return typeof found === "string" && found !== "" ? found : undefined;
};

const senderOf = (message: unknown): string =>
  textField(message, "from_user_id") ?? textField(message, "from") ?? "";
const recipientOf = (status: unknown): string =>
  textField(status, "recipient_user_id") ?? textField(status, "recipient_id") ?? "";

/** The entry of `contacts[]` that describes the sender; one contact and one message belong together without ids. */
function contactOf(contacts: readonly unknown[], message: unknown, messageCount: number): unknown {
  const from = textField(message, "from");
  const userId = textField(message, "from_user_id");
  const match = contacts.find(
    (contact) =>
      (userId !== undefined && textField(contact, "user_id") === userId) ||
      (from !== undefined && textField(contact, "wa_id") === from),
  );
  return match ?? (contacts.length === 1 && messageCount === 1 ? contacts[0] : null);
}

function messageItems(message: unknown, contact: unknown, nameOf: NameOf): readonly InboundItem[] {
  type Value = (InboundItem & { kind: "message" })["value"];
  const oversize = (JSON.stringify(contact) ?? "").length > rawLimit;
  const contactValue = (oversize ? null : (contact ?? null)) as Value;
  const text = JSON.stringify(message) ?? "null";
  const isText = textField(message, "type") === "text";
  const fits = text.length <= rawLimit || (isText && text.length <= 2 * rawLimit);
  if (fits && isStorable(message, depthLimit)) {
    return [{ kind: "message", value: message as Value, contact: contactValue, inspectionId: null }];
  }
  const parts = inspection("large-message", message, nameOf);
  const envelope = Object.fromEntries(
    ["id", "from", "from_user_id", "timestamp", "type", "group_id"].flatMap((name) => {
      const kept = textField(message, name);
      return kept === undefined ? [] : [[name, beginning(kept, 300)]];
    }),
  );
  return [...parts, { kind: "message", value: envelope, contact: contactValue, inspectionId: nameOf(text) }];
}

/** Whether the table takes the value as it is: not too deep, and no number beyond its range. */
function isStorable(value: unknown, levels: number): boolean {
  if (typeof value === "number") return value === 0 || (Math.abs(value) < 1e120 && Math.abs(value) > 1e-120);
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((member) => isStorable(member, levels - 1));
}

function statusItems(status: unknown, nameOf: NameOf): readonly InboundItem[] {
  type Value = (InboundItem & { kind: "status" })["value"];
  const text = JSON.stringify(status) ?? "null";
  return text.length <= rawLimit
    ? [{ kind: "status", value: status as Value }]
    : inspection("large-status", status, nameOf);
}
