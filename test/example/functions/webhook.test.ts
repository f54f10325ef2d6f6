import { context, keepingLog, restEvent } from "./fixtures.ts";
import { describe, expect, test } from "vitest";
import { Channel } from "../../../shared/contracts/organisation.ts";
import { ChannelItem } from "../../../shared/contracts/stored/shapes.ts";
import type { InboundJob } from "../../../shared/contracts/queue-messages.ts";
import type { Job } from "../../../shared/ports/ports.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { createConfiguration } from "../../../shared/actions/configuration/configuration.ts";
import { createHmac } from "node:crypto";
import { createMemoryStore } from "../../../shared/store/memory.ts";
import { createWebhookHandler } from "../../../functions/whatsapp/webhook-handler.ts";
import { digest } from "../../../shared/adapters/digest.ts";
import { put } from "../../../shared/ports/store.ts";

const clock = { now: () => "2026-11-23T13:00:00.000Z" as Time };
const channel = Channel.parse({
  id: "chn_01KAQ000000000000000000000",
  version: 1,
  kind: "whatsapp",
  name: "Loja",
  phoneNumberId: "700200",
  wabaId: "900100",
  displayNumber: "+55 11 3000-0000",
  reception: { kind: "none" },
  removing: null,
  createdAt: "2026-11-01T00:00:00.000Z",
});

async function hook(refuse?: Error) {
  const store = createMemoryStore();
  await store.commit([put("channel", ChannelItem, channel)]);
  const queued: Job<InboundJob>[] = [];
  const handler = createWebhookHandler({
    store,
    clock,
    digest,
    log: keepingLog(),
    configuration: createConfiguration({ store, clock }),
    secrets: {
      get: async () => ({
        accessToken: "t",
        appSecrets: ["old-secret", "app-secret"],
        verifyToken: "verify-me",
      }),
      put: async () => undefined,
    },
    queue: {
      send: async (jobs) => {
        if (refuse !== undefined) throw refuse;
        queued.push(...jobs);
      },
    },
  });
  return {
    queued,
    ask: (...request: Parameters<typeof restEvent>) => handler(restEvent(...request), context),
  };
}

/** As Meta writes it: non-ASCII escaped, slashes too. The signature is over these bytes. */
const body =
  '{"object":"whatsapp_business_account","entry":[{"id":"900100","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"700200"},"messages":[{"from":"5511990000001","id":"wamid.A1","timestamp":"1795000000","type":"text","text":{"body":"ol\\u00e1 \\/ \\u0040"}}]}}]}]}';
const sign = (bytes: string, secret = "app-secret"): string =>
  `sha256=${createHmac("sha256", secret).update(bytes).digest("hex")}`;
const base64 = (text: string): string => Buffer.from(text).toString("base64");

describe("deliveries", () => {
  test.each([
    ["as text", { body, headers: { "X-Hub-Signature-256": sign(body) } }],
    [
      "in Base64, which is decoded before hashing",
      { body: base64(body), base64: true, headers: { "x-hub-signature-256": sign(body) } },
    ],
    [
      "signed with another secret of the channel",
      { body, headers: { "x-hub-signature-256": sign(body, "old-secret") } },
    ],
  ])("are taken %s", async (_, request) => {
    const { ask, queued } = await hook();
    await expect(ask("POST", "/hooks/whatsapp", request)).resolves.toMatchObject({
      statusCode: 200,
      body: "{}",
    });
    expect(queued.map((job) => job.body.items.map((item) => item.kind))).toEqual([["message"]]);
  });

  test.each([
    ["no signature", { body }],
    ["an empty one", { body, headers: { "x-hub-signature-256": "" } }],
    ["one without its scheme", { body, headers: { "x-hub-signature-256": sign(body).slice(7) } }],
    ["one in another case", { body, headers: { "x-hub-signature-256": sign(body).toUpperCase() } }],
    ["one of another secret", { body, headers: { "x-hub-signature-256": sign(body, "guess") } }],
    ["one of other bytes", { body: `${body} `, headers: { "x-hub-signature-256": sign(body) } }],
    [
      "one of the Base64 text",
      { body: base64(body), base64: true, headers: { "x-hub-signature-256": sign(base64(body)) } },
    ],
    ["one of nothing, for no body", { headers: { "x-hub-signature-256": sign("", "guess") } }],
  ])("with %s leave nothing", async (_, request) => {
    const { ask, queued } = await hook();
    const response = await ask("POST", "/hooks/whatsapp", request);
    expect(response.statusCode).toBe(401);
    expect(JSON.parse(response.body)).toMatchObject({ error: { code: "SIGNATURE_INVALID" } });
    expect(queued).toEqual([]);
  });

  test("that spell half a character are taken, with the replacement character in its place", async () => {
    const { ask, queued } = await hook();
    const cut = body.replace("\\u0040", "\\ud83d");
    await ask("POST", "/hooks/whatsapp", { body: cut, headers: { "x-hub-signature-256": sign(cut) } });
    const texts = queued.flatMap((job) => job.body.items).map((item) => JSON.stringify(item));
    expect(texts).toEqual([expect.stringContaining('"body":"olá / \ufffd"')]);
  });

  test("that are signed but no envelope are a bad request", async () => {
    const { ask } = await hook();
    const headers = { "x-hub-signature-256": sign("[]") };
    await expect(ask("POST", "/hooks/whatsapp", { body: "[]", headers })).resolves.toMatchObject({
      statusCode: 400,
    });
  });

  test("may be larger than what other routes take", async () => {
    const { ask } = await hook();
    const large = body.replace('"object"', `"pad":"${"x".repeat(2_900_000)}","object"`);
    const headers = { "x-hub-signature-256": sign(large) };
    await expect(ask("POST", "/hooks/whatsapp", { body: large, headers })).resolves.toMatchObject({
      statusCode: 200,
    });
  });

  test("are not acknowledged when they are not in the queue", async () => {
    const { ask } = await hook(new Error("cut"));
    const headers = { "x-hub-signature-256": sign(body) };
    await expect(ask("POST", "/hooks/whatsapp", { body, headers })).resolves.toMatchObject({
      statusCode: 500,
    });
  });
});

describe("the handshake", () => {
  const query = (token: string) => ({
    query: { "hub.mode": ["subscribe"], "hub.verify_token": [token], "hub.challenge": ["1158201444"] },
  });

  test("is answered with the challenge alone, as plain text", async () => {
    const { ask } = await hook();
    await expect(ask("GET", "/hooks/whatsapp", query("verify-me"))).resolves.toMatchObject({
      statusCode: 200,
      body: "1158201444",
      headers: { "content-type": "text/plain; charset=utf-8" },
    });
  });

  test.each([[query("guess")], [{}]])("is refused otherwise: %j", async (request) => {
    const { ask } = await hook();
    await expect(ask("GET", "/hooks/whatsapp", request)).resolves.toMatchObject({ statusCode: 403 });
  });
});
