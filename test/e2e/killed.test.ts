import { afterAll, beforeAll, expect, test } from "vitest";
import type { Customer } from "../../local/whatsapp/customer.ts";
import type { OpenTicket } from "../../shared/contracts/tickets.ts";
import { openSocket } from "./support/agent-socket.ts";
import { delivered, headOf, heard, reply, ticketOf, timeline } from "./support/conversation.ts";
import { type Armed, failCalls, killAfter, refused } from "./support/faults.ts";
import { request } from "./support/http.ts";
import { purge } from "./support/queues.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { goOnline, invite, openShop, type Person, type Shop } from "./support/shop.ts";
import { until } from "./support/until.ts";

/** One conversation in which every function on its path dies once, after its most important call took effect. */
let scene: Scene;
let shop: Shop;
let agent: Person;
let customer: Customer;
let ticket: OpenTicket;

beforeAll(async () => {
  scene = await openScene();
  agent = await invite(scene, { role: "agent" });
  shop = await openShop(scene, { agents: [agent], limit: 100 });
  await goOnline(scene, agent, shop.channel.id);
  customer = shop.customer("Lia");
});

afterAll(() => scene?.close());

/** Lets redeliveries, retries and sweeps come by until the thing is so; the killed one must have died by then. */
async function recovers(killed: Armed, what: string, isSo: () => Promise<boolean>): Promise<void> {
  await until(what, async () => {
    await scene.settled();
    if (killed.hits() === 1 && (await isSo())) return true;
    scene.clock.advance(30_000);
  });
  killed.stop();
  expect(killed.hits()).toBe(1);
}

const isOpen = async (): Promise<boolean> => {
  const { items } = await scene.api.call("listTickets", { query: { list: "open" } }, { token: agent.token });
  return items.length === 1;
};

test("the webhook dies after the queue took the message: Meta comes again, and it counts once", async () => {
  const killed = killAfter(scene, "whatsapp-webhook", "SendMessageBatch");
  const inbound = killAfter(scene, "queue-inbound", "TransactWriteItems");
  const relay = killAfter(scene, "stream-relay", "SendMessageBatch");
  const routing = killAfter(scene, "queue-routing", "TransactWriteItems");
  await customer.send.text("oi");
  await until("Meta was told that it failed", () =>
    scene.simulator.webhooks.log().some(({ attempts }) => attempts.some(({ status }) => status === 500)),
  );
  expect(killed.hits()).toBe(1);
  await scene.simulator.webhooks.retryNow();
  await recovers(killed, "the ticket is open", isOpen);
  // The same message also killed the worker that stored it, the relay that asked for routing, and the router.
  for (const armed of [inbound, relay, routing]) {
    await recovers(armed, "the next one died too, and came back", isOpen);
  }
  // What a dead worker held comes back after six times its limit of 15 seconds, and the contact's statuses wait behind it.
  scene.clock.advance(91_000);
  await scene.settled();
  ticket = await ticketOf(scene, shop, customer.waId, "open");
  expect((await timeline(scene, ticket.id)).map(({ type }) => type)).toEqual([
    "opened",
    "message",
    "queued",
    "assigned",
  ]);
});

test("the API dies after the answer was stored: the same request again gives the same entry", async () => {
  const killed = killAfter(scene, "api-messaging", "TransactWriteItems");
  const body = JSON.stringify({ clientMessageId: "killed-0001", content: { type: "text", text: "Olá!" } });
  const say = () =>
    request(`${scene.apiUrl}/tickets/${ticket.id}/messages`, { method: "POST", token: agent.token, body });
  expect((await say()).status).toBe(500);
  killed.stop();
  const again = await say();
  expect(again).toMatchObject({ status: 201, json: { number: 5, clientMessageId: "killed-0001" } });
  await delivered(scene, { ticketId: ticket.id, number: 5 }, "read");
  expect(customer.received()).toHaveLength(1);
});

test("the sender dies after Meta took the message: one message, unconfirmed until a status tells", async () => {
  customer.behave({ statuses: [] });
  let killedSends = 0;
  const stop = scene.simulator.follow((event) => {
    if (event.type === "send" && killedSends === 0)
      killedSends = scene.stack.host.kill(scene.functionId("queue-outbound"));
  });
  const entry = await reply(scene, agent, ticket.id, "Já vejo.");
  await until("the sender died", () => killedSends > 0);
  stop();
  await scene.settled();
  // Past the visibility timeout of `outbound.fifo`: six times 30 seconds.
  scene.clock.advance(181_000);
  await delivered(scene, entry, "unconfirmed");
  expect(customer.received()).toHaveLength(2);
  const wamid = customer.received()[1]?.wamid ?? "";
  await customer.read(wamid);
  expect((await delivered(scene, entry, "read")).delivery).toMatchObject({ providerId: wamid });
  expect(scene.simulator.sends()).toHaveLength(2);
});

test("the sweep dies: the next one finds the lost job", async () => {
  const stuck = failCalls(scene, "queue-routing", refused, ({ service }) => service === "dynamodb");
  const other = shop.customer("Rui");
  await other.send.text("olá?");
  await until("the router failed", () => stuck.hits() > 0);
  await scene.settled();
  await purge(scene, "routing.fifo");
  const killed = killAfter(scene, "schedule-sweep", "Query");
  stuck.stop();
  scene.clock.advance(60_000);
  await until("the sweep died", () => killed.hits() === 1);
  killed.stop();
  await scene.settled();
  scene.clock.advance(60_000);
  const { id } = await ticketOf(scene, shop, other.waId, "open");
  expect(await heard(scene, id)).toEqual(["olá?"]);
});

test("functions of the sockets die: another ticket opens another socket, and it hears everything", async () => {
  const connecting = killAfter(scene, "realtime-connect", "TransactWriteItems");
  await expect(openSocket(scene, agent.token)).rejects.toThrow();
  expect(connecting.hits()).toBe(1);
  connecting.stop();
  const socket = await openSocket(scene, agent.token);
  const answering = killAfter(scene, "realtime-message", "PostToConnection");
  socket.ping();
  await until("the answering function died", () => answering.hits() === 1);
  await until("the gateway says so", () => socket.complaints.length === 1);
  answering.stop();
  socket.ping();
  await socket.message("pong");
  const leaving = killAfter(scene, "realtime-disconnect", "GetItem");
  const leaver = await openSocket(scene, agent.token);
  await leaver.close();
  await until("the disconnecting function died", () => leaving.hits() === 1);
  leaving.stop();
  await customer.send.text("última");
  const { entry } = await socket.message("entry", ({ ticketId }) => ticketId === ticket.id);
  expect(entry).toMatchObject({ content: { text: "última" } });
  await socket.close();
});

test("the API dies after the ticket was closed: saying it again tells that it is closed", async () => {
  const killed = killAfter(scene, "api-tickets", "TransactWriteItems");
  const close = () =>
    request(`${scene.apiUrl}/tickets/${ticket.id}/close`, {
      method: "POST",
      token: agent.token,
      body: JSON.stringify({ tagIds: [shop.tag.id] }),
    });
  expect((await close()).status).toBe(500);
  expect(killed.hits()).toBe(1);
  killed.stop();
  expect(await headOf(scene, ticket.id)).toMatchObject({ phase: "closed" });
  expect(await close()).toMatchObject({ status: 409, json: { error: { code: "TICKET_CLOSED" } } });
  await scene.settled();
  expect(await isOpen()).toBe(true);
});
