import * as fc from "fast-check";
import { type Change, messagesValue, webhookBody } from "../../../local/whatsapp/envelope.ts";
import type { Json, JsonObject } from "../../../local/whatsapp/types.ts";
import type { WebhookCounts } from "./fixtures.ts";

/** A valid webhook body, the changes it was made of, and what is in it. */
export interface GeneratedWebhook {
  readonly body: JsonObject;
  readonly changes: readonly Change[];
  readonly expects: WebhookCounts;
}

/** A business number of the generated world. */
interface ArbitraryNumber {
  readonly wabaId: string;
  readonly phoneNumberId: string;
  readonly displayPhoneNumber: string;
}

/** The numbers webhooks are about unless the test names its own: two of one account, one of another. */
export const ARBITRARY_NUMBERS: readonly ArbitraryNumber[] = [
  { wabaId: "900100", phoneNumberId: "700200", displayPhoneNumber: "551130000000" },
  { wabaId: "900100", phoneNumberId: "700300", displayPhoneNumber: "+55 11 3000-0001" },
  { wabaId: "900200", phoneNumberId: "700400", displayPhoneNumber: "551130000002" },
];

interface Person {
  readonly name: string;
  readonly waId: string | undefined;
  readonly userId: string | undefined;
  readonly username: string | undefined;
}

/** Few people and few ids, so that bodies speak of the same ones again and again. */
const person: fc.Arbitrary<Person> = fc
  .record({
    index: fc.integer({ min: 1, max: 5 }),
    name: fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
    known: fc.constantFrom("both", "number", "user", "username"),
  })
  .map(({ index, name, known }) => ({
    name,
    waId: known === "user" || known === "username" ? undefined : `551199000000${index}`,
    userId: known === "number" ? undefined : `BR.7f3a${index}`,
    username: known === "username" ? `pessoa.${index}` : undefined,
  }));
const wamid = fc
  .integer({ min: 1, max: 40 })
  .map((n) => `wamid.${Buffer.from(`gen-${n}`).toString("base64")}`);
const timestamp = fc.integer({ min: 1_794_900_000, max: 1_795_000_000 }).map(String);
/** Anything people type: emoji, joined graphemes, control characters, U+0000, lone surrogates. */
const words = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: "grapheme", maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
  { weight: 1, arbitrary: fc.constantFrom("", "\u0000", "a\u0000b", "\ud83d", 'cadê / @ \\ "') },
);
const file = (mimeType: string): fc.Arbitrary<JsonObject> =>
  fc.record(
    {
      id: fc.stringMatching(/^[1-9]\d{2,15}$/),
      mime_type: fc.constant(mimeType),
      sha256: fc.constant("b64=="),
      caption: words,
    },
    { requiredKeys: ["id", "mime_type", "sha256"] },
  );
const choice = fc.record({ id: words, title: words });

/** `type` → what goes under the key of that name. */
const CONTENTS: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  text: words.map((body) => ({ body })),
  image: file("image/jpeg"),
  audio: file("audio/ogg; codecs=opus"),
  video: file("video/mp4"),
  document: file("application/pdf"),
  sticker: file("image/webp"),
  location: fc.record({
    latitude: fc.integer({ min: -90, max: 90 }),
    longitude: fc.integer({ min: -180, max: 180 }),
  }),
  contacts: fc.array(
    words.map((formatted_name) => ({ name: { formatted_name } })),
    { minLength: 1, maxLength: 3 },
  ),
  interactive: fc.oneof(
    choice.map((button_reply) => ({ type: "button_reply", button_reply })),
    choice.map((list_reply) => ({ type: "list_reply", list_reply })),
    fc.json().map((response_json) => ({
      type: "nfm_reply",
      nfm_reply: { name: "flow", body: "Sent", response_json },
    })),
  ),
  button: fc.record({ payload: words, text: words }),
  reaction: fc.record(
    { message_id: wamid, emoji: fc.constantFrom("👍", "❤️", "") },
    { requiredKeys: ["message_id"] },
  ),
  order: fc
    .record({
      quantity: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constant("2")),
      price: fc.constantFrom(10, 10.5),
    })
    .map(({ quantity, price }) => ({
      catalog_id: "55",
      product_items: [{ product_retailer_id: "sku1", quantity, item_price: price, currency: "BRL" }],
    })),
  unsupported: fc.constant({ type: "poll_creation" }),
  edit: fc.tuple(wamid, words).map(([original_message_id, body]) => ({
    original_message_id,
    message: { type: "text", text: { body } },
  })),
  revoke: wamid.map((original_message_id) => ({ original_message_id })),
};

/** A message type Meta may invent tomorrow. */
const UNKNOWN_TYPE = "hologram";

/** What can arrive as text: JSON has no negative zero, which `jsonValue` may make. */
const jsonOnTheWire = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as Json);

function contentOf(type: string) {
  const values = CONTENTS[type];
  if (values === undefined) throw new Error(`no content of type ${type}`);
  return values.map((value) => ({ type, value }));
}

const content = fc.oneof(
  { weight: 4, arbitrary: contentOf("text") },
  {
    weight: 6,
    arbitrary: fc.constantFrom(...Object.keys(CONTENTS)).chain(contentOf),
  },
  {
    weight: 1,
    arbitrary: jsonOnTheWire.map((value) => ({ type: UNKNOWN_TYPE, value })),
  },
);

const context = fc.option(
  fc.oneof(
    wamid.map((id) => ({ from: "551130000000", id })),
    fc.constant({ forwarded: true }),
  ),
  { nil: undefined, freq: 4 },
);

const message = fc
  .record({ who: person, id: wamid, timestamp, content, context })
  .map(({ who, id, timestamp: time, content: { type, value }, context: about }) => ({
    who,
    type,
    item: {
      ...(who.waId === undefined ? {} : { from: who.waId }),
      ...(who.userId === undefined ? {} : { from_user_id: who.userId }),
      id,
      timestamp: time,
      ...(about ? { context: about } : {}),
      type,
      [type]: value,
    } satisfies JsonObject,
  }));

const status = fc
  .record({
    who: person,
    id: wamid,
    timestamp,
    status: fc.constantFrom("sent", "delivered", "read", "played", "failed"),
    opaque: fc.option(fc.stringMatching(/^m_[0-9A-Z]{26}$/), { nil: undefined }),
  })
  .map(({ who, id, timestamp: time, status: name, opaque }) => ({
    who,
    failed: name === "failed",
    item: {
      id,
      status: name,
      timestamp: time,
      ...(who.waId === undefined ? {} : { recipient_id: who.waId }),
      ...(who.userId === undefined ? {} : { recipient_user_id: who.userId }),
      ...(opaque === undefined ? {} : { biz_opaque_callback_data: opaque }),
      ...(name === "failed"
        ? {
            errors: [
              {
                code: 131026,
                title: "Message undeliverable",
                message: "Message undeliverable",
                error_data: { details: "" },
              },
            ],
          }
        : {}),
    } satisfies JsonObject,
  }));

const none: WebhookCounts = { messages: 0, statuses: 0, unknown: 0 };

/** Webhook bodies of mixed content about the given numbers: any mix of the below, up to eight changes. */
export function webhookArbitraryFor(numbers: readonly ArbitraryNumber[]): fc.Arbitrary<GeneratedWebhook> {
  const number = fc.constantFrom(...numbers);
  const messages = fc
    .tuple(number, fc.array(message, { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([on, items, withContacts]) => ({
      change: messagesChange(on, {
        ...(withContacts ? { contacts: contactsOf(items.map(({ who }) => who)) } : {}),
        messages: items.map(({ item }) => item),
      }),
      counts: {
        ...none,
        messages: items.length,
        unknown: items.filter(({ type }) => type === UNKNOWN_TYPE).length,
      },
    }));
  const statuses = fc
    .tuple(number, fc.array(status, { minLength: 1, maxLength: 4 }), fc.boolean())
    .map(([on, items, withContacts]) => ({
      change: messagesChange(on, {
        ...(withContacts && !items.some(({ failed }) => failed)
          ? { contacts: contactsOf(items.map(({ who }) => who)) }
          : {}),
        statuses: items.map(({ item }) => item),
      }),
      counts: { ...none, statuses: items.length },
    }));
  const otherField = fc
    .tuple(
      number,
      fc.constantFrom("account_update", "message_template_status_update", "field_of_tomorrow"),
      words,
    )
    .map(([{ wabaId }, field, event]) => ({
      change: { wabaId, field, value: { event } },
      counts: { ...none, unknown: 1 },
    }));
  const onlyErrors = number.map((on) => ({
    change: messagesChange(on, { errors: [{ code: 131000, title: "Something went wrong" }] }),
    counts: none,
  }));
  const change = fc.oneof(
    { weight: 6, arbitrary: messages },
    { weight: 4, arbitrary: statuses },
    { weight: 1, arbitrary: otherField },
    { weight: 1, arbitrary: onlyErrors },
  );
  return fc.array(change, { maxLength: 8 }).map((made) => {
    const changes = made.map((one) => one.change);
    const sum = (key: keyof WebhookCounts): number =>
      made.reduce((total, { counts }) => total + counts[key], 0);
    return {
      body: webhookBody(changes, 1_795_000_000),
      changes,
      expects: { messages: sum("messages"), statuses: sum("statuses"), unknown: sum("unknown") },
    };
  });
}

/** Webhook bodies of mixed content about {@link ARBITRARY_NUMBERS}. Ids repeat within and between bodies. */
export const webhookArbitrary: fc.Arbitrary<GeneratedWebhook> = webhookArbitraryFor(ARBITRARY_NUMBERS);

function messagesChange(
  { wabaId, phoneNumberId, displayPhoneNumber }: ArbitraryNumber,
  parts: JsonObject,
): Change {
  return { wabaId, field: "messages", value: messagesValue({ phoneNumberId, displayPhoneNumber }, parts) };
}

function contactsOf(people: readonly Person[]): readonly JsonObject[] {
  return people.map(({ name, waId, userId, username }) => ({
    profile: { name, ...(username === undefined ? {} : { username }) },
    ...(waId === undefined ? {} : { wa_id: waId }),
    ...(userId === undefined ? {} : { user_id: userId }),
  }));
}
