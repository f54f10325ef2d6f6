import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Customer } from "../../local/whatsapp/customer.ts";
import type { Entry, Ticket } from "../../shared/contracts/tickets.ts";
import { ApiError } from "../../local/stack/api-client.ts";
import { headOf, ticketOf, timeline } from "./support/conversation.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { goOnline, invite, openShop, type Person, type Shop } from "./support/shop.ts";
import { lineOf, placesTaken } from "./support/stream.ts";
import { lastChange } from "./support/webhook.ts";
import { until } from "./support/until.ts";

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;
type Ended = { readonly type: string; readonly data: { readonly ticket: Ticket; readonly entry: Entry } };

let scene: Scene;
let shop: Shop;
let agent: Person;
let apiKey: string;
let folder: string;
let listener: Listener = (_request, response) => response.writeHead(503).end();
/** Every request at the bot's server: what it said and how it was answered. */
const arrivals: { readonly url: string; readonly type: string; readonly number: number; status: number }[] =
  [];
const ended: Ended[] = [];
const server = createServer((request, response) => listener(request, response));

/** The example of the guide, as it stands there. */
async function exampleBot(): Promise<{ readonly createBot: (options: object) => Listener }> {
  const guide = await readFile("docs/bots.md", "utf8");
  const code = /```js\n([\s\S]+?)\n```/.exec(guide)?.[1];
  if (code === undefined) throw new Error("the guide has no example");
  folder = await mkdtemp(join(tmpdir(), "bot-"));
  const file = join(folder, "bot.mjs");
  await writeFile(file, code);
  return (await import(pathToFileURL(file).href)) as Awaited<ReturnType<typeof exampleBot>>;
}

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  scene = await openScene({ webhookTestOrigin: origin });
  const token = scene.admin;
  agent = await invite(scene, { role: "agent" });
  shop = await openShop(scene, { agents: [agent], routing: "manual", limit: 100 });
  await goOnline(scene, agent, shop.channel.id);
  const reception = { kind: "external" as const };
  await scene.api.call(
    "changeChannel",
    { params: { channelId: shop.channel.id }, body: { reception } },
    { token },
  );
  const key = { name: "Bot", scopes: ["bot" as const, "tickets:read" as const] };
  apiKey = (await scene.api.call("createApiKey", { body: key }, { token })).secret;
  const hook = { name: "Bot", url: `${origin}/desk`, sectorIds: null };
  const events = ["message.received" as const, "ticket.returned" as const];
  const { secret: webhookSecret } = await scene.api.call(
    "createWebhook",
    { body: { ...hook, events } },
    { token },
  );
  scene.clock.advance(6_000);
  const { createBot } = await exampleBot();
  const bot = createBot({
    ...{ desk: scene.apiUrl, apiKey, webhookSecret, queueId: shop.queue.id },
    callback: { url: `${origin}/ended`, secret: `whsec_${Buffer.alloc(32, 9).toString("base64")}` },
    now: () => scene.clock.now(),
    ended: (type: string, data: Ended["data"]) => void ended.push({ type, data }),
  });
  listener = (request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    response.on("finish", () => {
      const { type, data } = JSON.parse(body) as Ended;
      arrivals.push({ url: request.url ?? "", type, number: data.entry.number, status: response.statusCode });
    });
    return bot(request, response);
  };
});

afterAll(async () => {
  await scene?.close();
  await new Promise((resolve) => server.close(resolve).closeAllConnections());
  if (folder !== undefined) await rm(folder, { recursive: true });
});

const phoneGot = (customer: Customer, count: number) =>
  until(`${customer.name} got ${count} messages`, () => {
    const received = customer.received();
    return received.length >= count && received;
  });

describe("the bot of the guide", () => {
  test("greets, answers, hands over, falls silent, and is called back when it is over", async () => {
    const customer = shop.customer("Lia");
    await customer.send.text("oi");
    const [menu] = await phoneGot(customer, 1);
    expect(menu).toMatchObject({ type: "interactive", content: { type: "button" } });
    const potential = await ticketOf(scene, shop, customer.waId, "bot");
    expect(potential.bot).toEqual({ kind: "external" });
    await customer.send.buttonReply({ id: "hours", title: "Horário" });
    expect((await phoneGot(customer, 2))[1]).toMatchObject({ type: "text" });
    await customer.send.buttonReply({ id: "person", title: "Falar com alguém" });
    const ticket = await ticketOf(scene, shop, customer.waId, "waiting");
    expect(ticket.id).toBe(potential.id);
    await customer.send.text("estou esperando");
    const token = agent.token;
    const params = { ticketId: ticket.id };
    await scene.api.call("takeTicket", { params, body: {} }, { token });
    await scene.api.call("closeTicket", { params, body: { tagIds: [shop.tag.id] } }, { token });
    const [closing] = await until("the bot is called back", () => ended.length > 0 && ended);
    expect(closing).toMatchObject({
      type: "ticket.closed",
      data: { ticket: { id: ticket.id, phase: "closed" } },
    });
    await scene.settled();
    const entries = await timeline(scene, ticket.id);
    const inbound = entries.filter((it) => it.type === "message" && it.direction === "in");
    expect(inbound).toHaveLength(4);
    const heard = arrivals.filter(({ type }) => type === "message.received").map(({ number }) => number);
    expect([...new Set(heard)].toSorted((a, b) => a - b)).toEqual(inbound.map(({ number }) => number));
    expect(arrivals.every(({ status }) => status === 204)).toBe(true);
    expect(entries.filter(({ by }) => by.kind === "key").map(({ type }) => type)).toEqual([
      "message",
      "message",
      "queued",
    ]);
    expect(customer.received()).toHaveLength(2);
    const seen = JSON.stringify([entries, await headOf(scene, ticket.id), scene.lines]);
    expect(seen).not.toMatch(/whsec_|\/ended/);
  });

  test("takes no message that was not signed for it", async () => {
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const body = JSON.stringify({ type: "message.received", data: { ticket: {}, entry: { number: 1 } } });
    const headers = { "webhook-id": "x", "webhook-timestamp": "1", "webhook-signature": "v1,AAAA" };
    expect((await fetch(`${origin}/desk`, { method: "POST", body, headers })).status).toBe(401);
  });
});

describe("the same contact twice at once", () => {
  const rounds = Array.from({ length: 20 }, (_, index) => index + 1);

  test.each(rounds)("run %i of 20: two requests and a message make one ticket", async () => {
    const since = await lastChange(scene);
    const customer = shop.customer("Rui");
    const contact = { kind: "address" as const, address: { phone: customer.waId ?? "" }, name: "Rui" };
    const body = {
      kind: "flow" as const,
      channelId: shop.channel.id,
      to: { queueId: shop.queue.id },
      contact,
    };
    const opening = () =>
      scene.api.call("openTicket", { body }, { token: apiKey }).catch((error: unknown) => {
        // Twelve lost races in a row would be answered so; it is no second ticket.
        if (error instanceof ApiError && error.code === "BUSY") return undefined;
        throw error;
      });
    const [first, second] = await Promise.all([opening(), opening(), customer.send.text("oi")]);
    await scene.settled();
    const answers = [first, second].filter((it) => it !== undefined);
    expect(new Set(answers.map(({ ticket }) => ticket.id)).size).toBe(1);
    expect(answers.filter(({ created }) => created).length).toBeLessThanOrEqual(1);
    const [answer] = answers;
    if (answer === undefined) throw new Error("both were BUSY");
    const ticketId = answer.ticket.id;
    const taken = await placesTaken(scene, shop, since);
    expect(taken.map((place) => place.ticketId)).toEqual([ticketId]);
    expect(await lineOf(scene, shop)).toContain(ticketId);
    const heard = (await timeline(scene, ticketId)).filter(
      (it) => it.type === "message" && it.direction === "in",
    );
    expect(heard).toHaveLength(1);
  });
});
