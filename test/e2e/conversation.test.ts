import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Customer } from "../../local/whatsapp/customer.ts";
import { ApiError } from "../../local/stack/api-client.ts";
import type { TicketId } from "../../shared/contracts/ids.ts";
import { type AgentSocket, openSocket } from "./support/agent-socket.ts";
import { delivered, heard, openTicket, reply, ticketOf, timeline } from "./support/conversation.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { goOnline, invite, openShop, type Person, type Shop } from "./support/shop.ts";
import { until } from "./support/until.ts";

let scene: Scene;
let shop: Shop;
let agent: Person;
let socket: AgentSocket;

beforeAll(async () => {
  scene = await openScene();
  agent = await invite(scene, { role: "agent" });
  shop = await openShop(scene, { agents: [agent] });
  await goOnline(scene, agent, shop.channel.id);
  socket = await openSocket(scene, agent.token);
});

afterAll(async () => {
  await socket?.close();
  await scene?.close();
});

describe("one conversation, from the customer's phone to the agent's screen and back", () => {
  let customer: Customer;
  let ticketId: TicketId;

  test("the number proves itself to Meta", async () => {
    expect(await scene.simulator.verify(shop.channel.phoneNumberId)).toMatchObject({ ok: true, status: 200 });
  });

  test("a customer's message reaches the agent's socket with the ticket around it", async () => {
    customer = shop.customer("Lia Gonçalves");
    await customer.send.text("cadê meu pedido? 📦");
    const entered = await socket.message("ticket", (it) => it.list === "open" && it.change === "entered");
    ticketId = entered.ticketId;
    expect(entered.head).toMatchObject({
      phase: "open",
      agentId: agent.id,
      queueId: shop.queue.id,
      contactName: "Lia Gonçalves",
      unread: 1,
    });
    expect(entered.entries.map(({ type }) => type)).toEqual(["opened", "message", "queued", "assigned"]);
    expect(entered.entries[1]).toMatchObject({ content: { type: "text", text: "cadê meu pedido? 📦" } });
    expect(entered.entries[3]).toMatchObject({ mode: "routed", reasons: { eligibleCount: 1 } });
  });

  test("a second message comes as an entry of the same ticket", async () => {
    await customer.send.text("alguém aí?");
    const { entry, head } = await socket.message(
      "entry",
      (it) => it.ticketId === ticketId && it.number === 5,
    );
    expect(entry).toMatchObject({ direction: "in", content: { text: "alguém aí?" } });
    expect(head.unread).toBe(2);
  });

  test("the answer reaches the customer's phone", async () => {
    const sent = await reply(scene, agent, ticketId, "Olá, Lia! Já vejo.");
    expect(sent).toMatchObject({ number: 6, delivery: { status: "queued" } });
    const [message] = await until("the customer's phone rings", () => {
      const received = customer.received();
      return received.length > 0 && received;
    });
    expect(message).toMatchObject({ type: "text", content: { body: "Olá, Lia! Já vejo." } });
    expect(scene.simulator.sends()).toHaveLength(1);
  });

  test("ticks come as pushes, each better than the one before", async () => {
    await socket.message("message-status", (it) => it.number === 6 && it.delivery.status === "read");
    const ranks = socket.messages.flatMap((it) =>
      it.type === "message-status" && it.number === 6 ? [it.delivery.rank] : [],
    );
    expect(ranks).toEqual([...new Set(ranks)].sort((a, b) => a - b));
  });

  test("the API tells the same timeline as the table", async () => {
    const { items, more } = await scene.api.call(
      "getTimeline",
      { params: { ticketId }, query: { after: 0 } },
      { token: agent.token },
    );
    expect(items).toEqual(await timeline(scene, ticketId));
    expect(items.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(more).toBe(false);
  });

  test("it closes with a tag, not without one", async () => {
    const close = (tagIds: (typeof shop.tag.id)[]) =>
      scene.api.call("closeTicket", { params: { ticketId }, body: { tagIds } }, { token: agent.token });
    const refusal = await close([]).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(ApiError);
    expect(refusal).toMatchObject({ status: 400, code: "TAGS_REQUIRED" });
    expect(await close([shop.tag.id])).toMatchObject({ phase: "closed", tagIds: [shop.tag.id] });
    await socket.message(
      "ticket",
      (it) => it.ticketId === ticketId && it.change === "left" && it.list === "open",
    );
    const { items } = await scene.api.call(
      "listTickets",
      { query: { list: "closed" } },
      { token: agent.token },
    );
    expect(items.map(({ id }) => id)).toEqual([ticketId]);
  });

  test("the customer's next message opens a new ticket of the same contact", async () => {
    await customer.send.text("obrigada!");
    const next = await ticketOf(scene, shop, customer.waId, "open");
    expect(next.id).not.toBe(ticketId);
    const before = await scene.api.call("getTicket", { params: { ticketId } }, { token: agent.token });
    expect(next.contactId).toBe(before.contactId);
    expect(await heard(scene, next.id)).toEqual(["obrigada!"]);
    expect(await heard(scene, ticketId)).toEqual(["cadê meu pedido? 📦", "alguém aí?"]);
  });
});

test("after a lost socket the timeline says what was missed", async () => {
  const customer = shop.customer("Rui");
  const lost = await openSocket(scene, agent.token);
  const { id: ticketId } = await openTicket(scene, shop, customer);
  const seen = await lost.message("ticket", (it) => it.ticketId === ticketId && it.list === "open");
  const last = seen.head.version;
  await lost.close();
  await customer.send.text("está aí?");
  await customer.send.text("volto depois");
  await until("both messages are in the table", async () => (await heard(scene, ticketId)).length === 3);
  const back = await openSocket(scene, agent.token);
  const { items } = await scene.api.call(
    "getTimeline",
    { params: { ticketId }, query: { after: last } },
    { token: agent.token },
  );
  expect(items.map(({ number }) => number)).toEqual([last + 1, last + 2]);
  // What comes from here on goes on where the timeline ended; what it told already may be pushed to this socket too.
  const sent = await reply(scene, agent, ticketId, "Estou!");
  const { number } = await back.message(
    "entry",
    ({ entry }) => entry.ticketId === ticketId && entry.type === "message" && entry.number > last + 2,
  );
  expect(number).toBe(sent.number);
  expect(sent.number).toBe(last + 3);
  await delivered(scene, sent, "read");
  await back.close();
});

test("a socket answers a ping, and opens only once for a ticket", async () => {
  const { url, ticket } = await scene.api.call("openSocket", {}, { token: agent.token });
  const open = (): Promise<string> =>
    new Promise((resolve) => {
      const client = new WebSocket(`${url}?ticket=${ticket}`);
      client.addEventListener("open", () => {
        resolve("open");
        client.close();
      });
      client.addEventListener("error", () => resolve("refused"));
    });
  expect((await Promise.all([open(), open(), open()])).toSorted()).toEqual(["open", "refused", "refused"]);
  expect(await open()).toBe("refused");
  socket.ping();
  await socket.message("pong");
});
