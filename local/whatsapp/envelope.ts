import { createHmac } from "node:crypto";
import type { Json, JsonObject } from "./types.ts";

/** One change of a webhook together with the WhatsApp Business Account it belongs to. */
export interface Change {
  readonly wabaId: string;
  readonly field: string;
  readonly value: JsonObject;
}

/** A body ready to be posted: the exact bytes Meta would send, and the headers that go with them. */
export interface SignedBody {
  readonly body: string;
  readonly headers: { readonly "content-type": "application/json"; readonly "x-hub-signature-256": string };
}

/** Where a message or status came from, as the payload says it. */
export interface NumberMetadata {
  readonly phoneNumberId: string;
  readonly displayPhoneNumber: string;
}

/**
 * JSON as Meta writes and signs it: every UTF-16 unit outside ASCII as lowercase `\uXXXX` and `/` as `\/`. Meta has
 * been seen to escape `@` as `\u0040` too, so that is done as well.
 */
export function metaJson(value: Json): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff@/]/g, (unit) =>
    unit === "/" ? "\\/" : `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Value of `X-Hub-Signature-256` over exactly these bytes. */
export function signature(body: string | Uint8Array, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

/**
 * The envelope around changes: one entry per account, in order of first appearance. `time` is whole seconds; when it
 * is left out, so is `entry[].time`, as on some of Meta's fields.
 */
export function webhookBody(changes: readonly Change[], time?: number): JsonObject {
  const entries = new Map<string, { field: string; value: JsonObject }[]>();
  for (const { wabaId, field, value } of changes) {
    const entry = entries.get(wabaId) ?? [];
    entry.push({ value, field });
    entries.set(wabaId, entry);
  }
  return {
    object: "whatsapp_business_account",
    entry: [...entries].map(([id, entry]) => ({
      id,
      ...(time === undefined ? {} : { time }),
      changes: entry,
    })),
  };
}

/** Serialises a body as Meta does (a string is taken as the finished bytes) and signs it. */
export function signed(body: JsonObject | string, secret: string): SignedBody {
  const bytes = typeof body === "string" ? body : metaJson(body);
  return {
    body: bytes,
    headers: { "content-type": "application/json", "x-hub-signature-256": signature(bytes, secret) },
  };
}

/** `value` of a `messages` change; give it `messages`, `statuses`, `contacts` or `errors`. */
export function messagesValue(number: NumberMetadata, parts: JsonObject): JsonObject {
  return {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: number.displayPhoneNumber, phone_number_id: number.phoneNumberId },
    ...parts,
  };
}
