import type { Route } from "../../shared/contracts/routes/route.ts";
import { routes } from "../../shared/contracts/routes/table.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTicket } from "./support/conversation.ts";
import { codeOf, type RawAnswer, request } from "./support/http.ts";
import { requests, spelledOut, type StaffRoute, type Subject } from "./support/route-requests.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { apiKey, cannedResponse, contact, pauseReason, webhook } from "./support/things.ts";
import { goOnline, invite, openShop, type Person, type Shop } from "./support/shop.ts";

let scene: Scene;
let shop: Shop;
let agent: Person;
let subject: Subject;

beforeAll(async () => {
  scene = await openScene();
  agent = await invite(scene, { role: "agent" });
  shop = await openShop(scene, { agents: [agent] });
  await goOnline(scene, agent, shop.channel.id);
  const { id: ticketId } = await openTicket(scene, shop, shop.customer());
  const [sectorId, queueId] = [shop.sector.id, shop.queue.id];
  subject = {
    ...{ ticketId, sectorId, queueId, tagId: shop.tag.id, channelId: shop.channel.id, agentId: agent.id },
    cannedResponseId: await cannedResponse(scene, shop, scene.admin),
    pauseReasonId: await pauseReason(scene),
    webhookId: await webhook(scene),
    apiKeyId: await apiKey(scene),
    contactId: await contact(scene),
  };
});

afterAll(() => scene?.close());

const ask = (
  path: string,
  options: { method?: string; token?: string; body?: string; headers?: Record<string, string> } = {},
): Promise<RawAnswer> => request(`${scene.apiUrl}${path}`, { token: scene.admin, ...options });

describe("an idempotency key", () => {
  const creating = [
    ...(["createSector", "createQueue", "createTag", "createChannel", "createAgent"] as const),
    ...(["createPauseReason", "createCannedResponse", "createWebhook", "createContact"] as const),
    ...(["addNote", "openTicket"] as const),
  ] as const;
  const repeatable = Object.values<Route>(routes).filter(({ idempotent }) => idempotent === true);

  test("is honoured by these routes, and where a webhook's secret is replaced", () => {
    const names = repeatable.map(({ name }) => name);
    expect(names.toSorted()).toEqual([...creating, "rotateWebhookSecret"].toSorted());
  });

  test("rotateWebhookSecret: 20 times at once makes one secret; with another body it is refused", async () => {
    const { path, method } = spelledOut("rotateWebhookSecret", requests(subject).rotateWebhookSecret);
    const rotate = (overlapSeconds: number) =>
      ask(path, {
        method,
        body: JSON.stringify({ overlapSeconds }),
        headers: { "idempotency-key": "vinte-rotate" },
      });
    const answers = await Promise.all(Array.from({ length: 20 }, () => rotate(60)));
    expect([...new Set(answers.map(({ status, text }) => `${status} ${text}`))]).toEqual([
      `200 ${answers[0]?.text}`,
    ]);
    const other = await rotate(61);
    expect([other.status, codeOf(other)]).toEqual([409, "IDEMPOTENCY_MISMATCH"]);
  });

  test.each(creating)("%s: the same request 20 times at once creates one", async (name) => {
    const { path, ...rest } = spelledOut(name, requests(subject)[name]);
    const headers = { "idempotency-key": `vinte-${name}` };
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask(path, { ...rest, headers })));
    expect([...new Set(answers.map(({ status, text }) => `${status} ${text}`))]).toEqual([
      `201 ${answers[0]?.text}`,
    ]);
    // And later on, too.
    expect(await ask(path, { ...rest, headers })).toMatchObject({ status: 201, text: answers[0]?.text });
  });

  test.each(creating)("%s: another request under the same key is refused", async (name) => {
    const { path, ...rest } = spelledOut(name, requests(subject)[name]);
    const answer = await ask(path, { ...rest, headers: { "idempotency-key": `vinte-${name}` } });
    expect([answer.status, codeOf(answer)]).toEqual([409, "IDEMPOTENCY_MISMATCH"]);
  });

  test("what was created is there once", async () => {
    const { json } = await ask(`/sectors/${shop.sector.id}/tags`);
    const names = (json as { items: { name: string }[] }).items.map(({ name }) => name);
    expect(names).toHaveLength(2);
  });

  test("is one person's: another person's same key is another request", async () => {
    const { token } = await invite(scene, { role: "admin" });
    const { path, ...rest } = spelledOut("createTag", requests(subject).createTag);
    const headers = { "idempotency-key": "vinte-createTag" };
    expect((await ask(path, { ...rest, headers, token })).status).toBe(201);
  });

  test.each(["", " ", "ç", "x".repeat(129)])("%j is none", async (key) => {
    const { path, ...rest } = spelledOut("createTag", requests(subject).createTag);
    const answer = await ask(path, {
      ...rest,
      headers: { "idempotency-key": encodeURI(key) === key ? key : "a b" },
    });
    expect([answer.status, codeOf(answer)]).toEqual([400, "BAD_REQUEST"]);
  });
});

describe("a client message id", () => {
  const say = (text: string) => {
    const body = JSON.stringify({ clientMessageId: "cliente-0001", content: { type: "text", text } });
    return ask(`/tickets/${subject.ticketId}/messages`, { method: "POST", token: agent.token, body });
  };

  test("the same message 20 times at once is said once", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => say("uma vez")));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
    const numbers = answers.map(({ json }) => (json as { number: number }).number);
    expect(new Set(numbers).size).toBe(1);
    await scene.settled();
    expect(scene.simulator.sends()).toHaveLength(1);
  });

  test("with another text it is refused", async () => {
    const answer = await say("outra coisa");
    expect([answer.status, codeOf(answer)]).toEqual([409, "IDEMPOTENCY_MISMATCH"]);
  });
});

test.each(["takeTicket", "closeTicket", "sendMessage"] as const)(
  "%s on an older version: 409 with the head as it is now",
  async (name) => {
    const { body, ...rest } = requests(subject)[name];
    const { path, method, body: text } = spelledOut(name, { ...rest, body: { ...body, expectedVersion: 1 } });
    // Whoever holds the ticket already is not told of versions when they take it.
    const taker = name === "takeTicket" ? scene.admin : agent.token;
    const answer = await ask(path, { method, token: taker, ...(text === undefined ? {} : { body: text }) });
    expect([answer.status, codeOf(answer)]).toEqual([409, "VERSION_CONFLICT"]);
    // Why a ticket waits is told to who asks for it, and is no part of the head.
    const { json } = await ask(`/tickets/${subject.ticketId}`);
    const { waiting: _, ...head } = json as Readonly<Record<string, unknown>>;
    expect(answer.json).toMatchObject({ error: { details: { current: head } } });
  },
);

describe("cursors", () => {
  const page = async (query: string, token = scene.admin): Promise<RawAnswer> =>
    ask(`/sectors?${query}`, { token });

  test("lead through a list once, without gap or repeat, and only that list", async () => {
    for (let made = 0; made < 3; made += 1) {
      const { path, ...rest } = spelledOut("createSector", requests(subject).createSector);
      await ask(path, rest);
    }
    const whole = (await page("limit=100")).json as { items: { id: string }[]; cursor: null };
    expect(whole.cursor).toBeNull();
    const found: string[] = [];
    const cursors: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query = cursor === "" ? "limit=2" : `limit=2&cursor=${encodeURIComponent(cursor)}`;
      const { items, cursor: next } = (await page(query)).json as {
        items: { id: string }[];
        cursor: string | null;
      };
      found.push(...items.map(({ id }) => id));
      cursor = next;
      if (next !== null) cursors.push(next);
    }
    expect(found).toEqual(whole.items.map(({ id }) => id));

    const [first = ""] = cursors;
    expect(first).not.toContain("SECTOR");
    const other = await invite(scene, { role: "admin" });
    const middle = Math.floor(first.length / 2);
    const changed = `${first.slice(0, middle)}${first[middle] === "A" ? "B" : "A"}${first.slice(middle + 1)}`;
    const refusals = [
      page(`cursor=${encodeURIComponent(changed)}`),
      page(`cursor=${encodeURIComponent(first.slice(0, -4))}`),
      page("cursor=e30"),
      page(`cursor=${encodeURIComponent(first)}`, other.token),
      ask(`/channels?cursor=${encodeURIComponent(first)}`),
      ask(`/tickets?list=waiting&cursor=${encodeURIComponent(first)}`),
    ];
    for (const answer of await Promise.all(refusals))
      expect([answer.status, codeOf(answer)]).toEqual([400, "CURSOR_INVALID"]);
  });
});

describe("bad input", () => {
  const tags = (): string => `/sectors/${shop.sector.id}/tags`;
  test.each([
    ["no JSON", "{", 400, "BAD_REQUEST"],
    ["no object", "[]", 400, "BAD_REQUEST"],
    ["a null", "null", 400, "BAD_REQUEST"],
    ["nothing", "", 400, "BAD_REQUEST"],
    ["a key nobody knows", '{"name":"x","nome":"x"}', 400, "BAD_REQUEST"],
    ["a wrong type", '{"name":7}', 400, "BAD_REQUEST"],
    ["an empty name", '{"name":"  "}', 400, "BAD_REQUEST"],
    ["a prototype", '{"name":"x","__proto__":{"admin":true}}', 400, "BAD_REQUEST"],
    ["a text of a megabyte", JSON.stringify({ name: "x".repeat(1_000_000) }), 413, "PAYLOAD_TOO_LARGE"],
    ["a megabyte of depth", "[".repeat(1_000_000), 413, "PAYLOAD_TOO_LARGE"],
  ])("%s: %i %s", async (_, body, status, code) => {
    const answer = await ask(tags(), { method: "POST", body });
    expect([answer.status, codeOf(answer)]).toEqual([status, code]);
    expect(Object.keys((answer.json as { error: object }).error).toSorted()).toEqual([
      "code",
      "details",
      "message",
      "requestId",
    ]);
  });

  test("bytes that are no text", async () => {
    const answer = await request(`${scene.apiUrl}${tags()}`, {
      method: "POST",
      token: scene.admin,
      body: new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
    });
    expect([answer.status, codeOf(answer)]).toEqual([400, "BAD_REQUEST"]);
  });

  test.each([
    ["limit=1&limit=2", "a key given twice"],
    ["limit=0", "a limit of nothing"],
    ["limit=101", "a limit too high"],
    ["limit=1.5", "half a limit"],
    ["limite=1", "a key nobody knows"],
    ["cursor=", "an empty cursor"],
  ])("%s: %s", async (query) => {
    const answer = await ask(`/sectors?${query}`);
    expect(answer.status).toBe(400);
    expect(["BAD_REQUEST", "CURSOR_INVALID"]).toContain(codeOf(answer));
  });

  test.each<[StaffRoute, Partial<Record<keyof Subject, string>>]>([
    ["getTicket", { ticketId: "tkt_x" }],
    ["getTicket", { ticketId: "agt_00000000000000000000000000" }],
    ["listTags", { sectorId: "..%2F..%2Fagents" }],
    ["setPresence", { channelId: "%00" }],
  ])("%s with a malformed id: 400", async (name, change) => {
    const { path, ...rest } = spelledOut(name, requests({ ...subject, ...(change as object) })[name]);
    const answer = await ask(path, rest);
    expect([answer.status, codeOf(answer)]).toEqual([400, "BAD_REQUEST"]);
  });

  test("a path nobody serves, and a method nobody serves there: 404", async () => {
    for (const [method, path] of [
      ["GET", "/nada"],
      ["DELETE", "/sectors"],
      ["POST", "/health"],
    ] as const) {
      const answer = await ask(path, { method });
      expect([answer.status, codeOf(answer)]).toEqual([404, "NOT_FOUND"]);
    }
  });
});
