import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { metaJson, signature } from "../../local/whatsapp/envelope.ts";
import type { JsonObject } from "../../local/whatsapp/types.ts";
import { keys } from "../../shared/contracts/stored/keys.ts";
import { EntryItem, ProviderMessageItem } from "../../shared/contracts/stored/shapes.ts";
import type { ChannelId } from "../../shared/contracts/ids.ts";
import { webhookFixtures } from "../cases/whatsapp/fixtures.ts";
import { heard, ticketOf, timeline } from "./support/conversation.ts";
import { request } from "./support/http.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { appSecret, openShop, type Shop } from "./support/shop.ts";
import { changes } from "./support/stream.ts";
import { until } from "./support/until.ts";
import {
  about,
  changesSince,
  keptForInspection,
  lastChange,
  post,
  postBytes,
  textMessage,
} from "./support/webhook.ts";

let scene: Scene;
/** The numbers the fixtures are about, by Meta's id. */
let shops: ReadonlyMap<string, Shop>;
let shop: Shop;

beforeAll(async () => {
  scene = await openScene();
  const ids = ["700200", "700300", "700400"];
  const opened = await Promise.all(ids.map((phoneNumberId) => openShop(scene, { phoneNumberId })));
  shops = new Map(opened.map((it) => [it.channel.phoneNumberId, it]));
  shop = opened[0] as Shop;
});

afterAll(() => scene?.close());

type Value = {
  readonly messages?: readonly JsonObject[];
  readonly metadata?: { readonly phone_number_id: string };
};

/** Every message of a body, with the number it was sent to. */
function messagesOf(body: JsonObject): readonly (readonly [phoneNumberId: string, message: JsonObject])[] {
  const entries = body["entry"] as readonly { readonly changes: readonly { readonly value: Value }[] }[];
  return entries
    .flatMap(({ changes }) => changes.map(({ value }) => value))
    .flatMap(({ messages = [], metadata }) =>
      messages.map((message) => [metadata?.phone_number_id ?? "", message] as const),
    );
}

interface Interactive {
  readonly button_reply?: JsonObject;
  readonly list_reply?: JsonObject;
}

/** What the desk makes of a message: text, what was tapped of a menu, or the whole of what it cannot show yet. */
function contentOf(message: JsonObject): object {
  const { body: text } = (message["text"] ?? {}) as { readonly body?: string };
  if (message["type"] === "text") return { type: "text", text };
  const { button_reply: button, list_reply: row } = (message["interactive"] ?? {}) as Interactive;
  const tapped = button ?? row;
  return tapped === undefined
    ? { type: "unsupported", kind: message["type"], raw: message }
    : { type: "choice", id: tapped["id"], title: tapped["title"] };
}

async function entryOf(channelId: ChannelId, providerId: string) {
  const found = await scene.operator.store.get(
    ProviderMessageItem,
    keys.providerMessage(channelId, providerId),
  );
  if (found === undefined || found.ticketId === null || found.number === null) return undefined;
  return scene.operator.store.get(EntryItem, keys.entry(found.ticketId, found.number));
}

/**
 * What of each fixture is kept for inspection, by reason: fields and errors the desk has no use for, and statuses, none of
 * which is of a message of ours. Statuses of one message in one body count once, as the best of them.
 */
const kept: Readonly<Record<string, readonly string[]>> = {
  "contacts-on-statuses": ["unknown-message"],
  "errors-in-three-places": ["errors", "unknown-message"],
  // V1 read and played, V2 failed and delivered, V3 with a status nobody knows.
  "every-status": [
    "status-shape",
    "unknown-message",
    "unknown-message",
    "unknown-message",
    "unknown-message",
  ],
  "failed-status": ["unknown-message"],
  "interactive-without-interactive": ["errors"],
  "number-changed": ["field"],
  "several-changes": ["unknown-message"],
  "status-without-opaque": ["unknown-message"],
  "template-status-field": ["field"],
  "unknown-field": ["field"],
};

describe("every shape Meta sends", () => {
  test.each(webhookFixtures())("$name: 200, and stored once", async ({ name, body, expects }) => {
    const before = new Set((await keptForInspection(scene)).map(({ id }) => id));
    expect(await post(scene, body)).toMatchObject({ status: 200, text: "{}" });
    await scene.settled();
    const messages = messagesOf(body);
    expect(messages).toHaveLength(expects.messages);
    for (const [phoneNumberId, message] of messages) {
      const { id: channelId } = shops.get(phoneNumberId)?.channel ?? shop.channel;
      const entry = await entryOf(channelId, String(message["id"]));
      const content = contentOf(message);
      expect(entry).toMatchObject({ type: "message", direction: "in", providerId: message["id"], content });
      const inTimeline = (await timeline(scene, entry?.ticketId ?? ("" as never))).filter(
        (it) => it.type === "message" && it.direction === "in" && it.providerId === message["id"],
      );
      expect(inTimeline).toHaveLength(1);
    }
    const news = (await keptForInspection(scene)).filter(({ id }) => !before.has(id));
    expect(news.map(({ reason }) => reason).toSorted()).toEqual(kept[name] ?? []);

    // Meta repeats what it believes lost, for seven days: it must not leave a trace.
    const last = await lastChange(scene);
    scene.clock.advance(6 * 60_000);
    expect(await post(scene, body)).toMatchObject({ status: 200 });
    await scene.settled();
    expect(await changesSince(scene, last)).toEqual([]);
  });

  test("a message for a number the desk does not have is kept, not lost", async () => {
    const body = about(
      { ...shop, channel: { ...shop.channel, phoneNumberId: "999" } },
      { messages: [textMessage(scene, "5511911111111", "quem são vocês?")] },
    );
    expect(await post(scene, body)).toMatchObject({ status: 200 });
    const item = await until("it is kept", async () =>
      (await keptForInspection(scene)).find(({ reason }) => reason === "unknown-number"),
    );
    expect(item.text).toContain("quem são vocês?");
  });
});

describe("signatures", () => {
  const bytes = (): string =>
    metaJson(about(shop, { messages: [textMessage(scene, "5511900000000", "olá, não acredite em mim")] }));

  const refusals: Readonly<Record<string, (body: string) => string | undefined>> = {
    missing: () => undefined,
    empty: () => "",
    "of another secret": (body) => signature(body, "another"),
    "of another body": (body) => signature(`${body} `, appSecret),
    "of the body written another way": (body) => signature(JSON.stringify(JSON.parse(body)), appSecret),
    "without its algorithm": (body) => signature(body, appSecret).slice("sha256=".length),
    "of another algorithm": (body) => signature(body, appSecret).replace("sha256", "sha1"),
    "in upper case": (body) => signature(body, appSecret).replace(/[0-9a-f]{64}/, (hex) => hex.toUpperCase()),
    "cut short": (body) => signature(body, appSecret).slice(0, -1),
    "with something behind it": (body) => `${signature(body, appSecret)}0`,
  };

  test.each(Object.entries(refusals))("%s: 401, and nothing is left of it", async (_, sign) => {
    await scene.settled();
    const last = await lastChange(scene);
    const queued: string[] = [];
    const stop = scene.stack.frontDoor.onCall(({ call }) => {
      if (call.operation.startsWith("SendMessage")) queued.push(call.operation);
    });
    const body = bytes();
    const answer = await postBytes(scene, body, sign(body));
    expect(answer).toMatchObject({ status: 401, json: { error: { code: "SIGNATURE_INVALID" } } });
    await scene.settled();
    stop();
    expect(queued).toEqual([]);
    expect(await lastChange(scene)).toBe(last);
  });

  test("the right one over bytes that no JSON writer would produce: 200", async () => {
    const message = textMessage(scene, "5511922222222", "espaços");
    const body = JSON.stringify(about(shop, { messages: [message] }), null, "\t\r\n ");
    expect(await postBytes(scene, body, signature(body, appSecret))).toMatchObject({ status: 200 });
    await until("it is stored", () => entryOf(shop.channel.id, String(message["id"])));
  });

  test.each([
    ["not JSON", "{"],
    ["no envelope", '{"entry":7}'],
    ["no object", '"text"'],
    ["nothing", ""],
  ])("signed, but %s: 400, and nothing is left of it", async (_, body) => {
    const last = await lastChange(scene);
    const answer = await postBytes(scene, body, signature(body, appSecret));
    expect(answer).toMatchObject({ status: 400, json: { error: { code: "BAD_REQUEST" } } });
    await scene.settled();
    expect(await lastChange(scene)).toBe(last);
  });
});

describe("the handshake", () => {
  const shake = (query: Readonly<Record<string, string>>) =>
    request(`${scene.apiUrl}/hooks/whatsapp?${new URLSearchParams(query).toString()}`);

  test("answers the challenge as plain text to whoever knows the verify token", async () => {
    const answer = await shake({
      "hub.mode": "subscribe",
      "hub.verify_token": "verify-700300",
      "hub.challenge": "1158201444",
    });
    expect(answer).toMatchObject({ status: 200, text: "1158201444" });
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
  });

  const right = { "hub.mode": "subscribe", "hub.verify_token": "verify-700200", "hub.challenge": "42" };
  test.each([
    ["a wrong token", { ...right, "hub.verify_token": "verify-700201" }],
    ["an empty token", { ...right, "hub.verify_token": "" }],
    ["another mode", { ...right, "hub.mode": "unsubscribe" }],
    ["a challenge that is markup", { ...right, "hub.challenge": "<script>" }],
    ["nothing", {}],
  ])("%s: 403, and the challenge is not echoed", async (_, query) => {
    const answer = await shake(query);
    expect(answer).toMatchObject({ status: 403, json: { error: { code: "FORBIDDEN" } } });
    expect(answer.text).not.toContain("<script>");
  });
});

/** How many messages of contacts were ever stored. */
const storedMessages = async (): Promise<number> =>
  (await changes(scene)).filter(({ eventName, dynamodb }) => {
    const item = dynamodb?.NewImage;
    return eventName === "INSERT" && item?.["shape"]?.S === "entry" && item["direction"]?.S === "in";
  }).length;

describe("sizes", () => {
  const limit = 3 * 1_024 * 1_024;

  test("3 MB with 1,000 changes: every message stored once, in order", async () => {
    const people = Array.from({ length: 200 }, (_, index) => `551195${(1_000_000 + index).toString()}`);
    const texts = Array.from({ length: 1_000 }, (_, index) => `${index} ${"é".repeat(440)}`);
    const body = metaJson(
      about(
        shop,
        ...texts.map((text, index) => ({
          messages: [textMessage(scene, people[index % people.length] ?? "", text)],
        })),
      ),
    );
    // Spaces at the end are part of the signed bytes: exactly as large as Meta's largest.
    const full = body.padEnd(limit, " ");
    expect(body.length).toBeGreaterThan(0.9 * limit);
    expect(full).toHaveLength(limit);
    const before = await storedMessages();
    expect(await postBytes(scene, full, signature(full, appSecret))).toMatchObject({ status: 200 });
    await until("all is stored", async () => {
      await scene.settled();
      if ((await storedMessages()) === before + texts.length) return true;
      // A slow machine runs into the worker's time limit: what it did not get to comes back.
      scene.clock.advance(91_000);
    });
    for (const [index, waId] of people.entries()) {
      const { id } = await ticketOf(scene, shop, waId, "waiting");
      expect(await heard(scene, id)).toEqual(texts.filter((_, place) => place % people.length === index));
    }
  });

  test("one byte more: 413, and nothing is left of it", async () => {
    const last = await lastChange(scene);
    const body = metaJson(about(shop, { messages: [textMessage(scene, "5511933333333", "grande")] }));
    const full = body.padEnd(limit + 1, " ");
    const answer = await postBytes(scene, full, signature(full, appSecret));
    expect(answer).toMatchObject({ status: 413, json: { error: { code: "PAYLOAD_TOO_LARGE" } } });
    await scene.settled();
    expect(await lastChange(scene)).toBe(last);
  });
});

test("the same webhook posted ten times at once gives one entry", async () => {
  const from = "5511944444444";
  const message = textMessage(scene, from, "uma vez só");
  const body = about(shop, { messages: [message] });
  const answers = await Promise.all(Array.from({ length: 10 }, () => post(scene, body)));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  await scene.settled();
  const entry = await until("it is stored", () => entryOf(shop.channel.id, String(message["id"])));
  expect(await heard(scene, entry.ticketId)).toEqual(["uma vez só"]);
  expect((await timeline(scene, entry.ticketId)).map(({ type }) => type)).toEqual([
    "opened",
    "message",
    "queued",
  ]);
});
