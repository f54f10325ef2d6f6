import { openSocket } from "../../e2e/support/agent-socket.ts";
import { delivered, openTicket, reply, ticketOf } from "../../e2e/support/conversation.ts";
import { failCalls, refused } from "../../e2e/support/faults.ts";
import { request } from "../../e2e/support/http.ts";
import { deadLetters, enqueue, purge } from "../../e2e/support/queues.ts";
import { openCast } from "../../e2e/support/roles.ts";
import { requests, spelledOut, staffRoutes } from "../../e2e/support/route-requests.ts";
import type { Scene } from "../../e2e/support/scene.ts";
import { goOnline, invite, openChannel, openShop, type Person, type Shop } from "../../e2e/support/shop.ts";
import type { Receiver } from "../../e2e/support/receiver.ts";
import { administer } from "./administration.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { webhooks } from "./webhooks.ts";
import { usedUp } from "../../e2e/support/things.ts";
import { spoil } from "../../e2e/support/spoil.ts";
import { changes } from "../../e2e/support/stream.ts";
import { until } from "../../e2e/support/until.ts";
import { about, keptForInspection, post, textMessage } from "../../e2e/support/webhook.ts";

/** Does everything the product can do, failures included, so that every right it has is put to use. */
export async function playEverything(scene: Scene, receiver: Receiver): Promise<void> {
  const agent = await invite(scene, { role: "agent" });
  const shop = await openShop(scene, { agents: [agent], limit: 100 });
  await goOnline(scene, agent, shop.channel.id);
  await everyRoute(scene);
  await administer(scene, shop);
  await webhooks(scene, receiver);
  await sessions(scene, agent);
  await converse(scene, shop, agent);
  await sleepAndWake(scene, shop, agent);
  await sendOn(scene, shop);
  await oddWebhooks(scene, shop);
  await setAside(scene, agent);
  await loseEffects(scene, shop, agent);
  await loseSocket(scene, shop, agent);
  await loseRace(scene, shop);
  await scene.settled();
}

/** Each staff route once, by an administrator and by an agent who holds the ticket. */
async function everyRoute(scene: Scene): Promise<void> {
  const cast = await openCast(scene);
  const { shop, people, things } = cast;
  const customer = shop.customer();
  await customer.send.text("oi");
  const { id: ticketId } = await ticketOf(scene, shop, customer.waId, "waiting");
  const subject = { ...things, ticketId };
  const last = ["sendMessage", "transferTicket", "bulkTickets", "closeTicket", "signOut"] as const;
  const order = [...staffRoutes.filter((name) => !last.some((it) => it === name)), ...last];
  for (const name of order) {
    const own = await usedUp(scene, cast, name);
    const { path, ...rest } = spelledOut(name, requests({ ...subject, ...own })[name]);
    for (const { token } of [people.agent, people.admin]) {
      const headers = { "idempotency-key": `everything-${name}` };
      await request(`${scene.apiUrl}${path}`, { ...rest, token, headers });
      // Somebody repeats it: what it would create is there already, an account included.
      if (name.startsWith("create")) await request(`${scene.apiUrl}${path}`, { ...rest, token, headers });
    }
  }
  // Somebody who has a seat in the sector gets a second queue.
  const second = {
    params: { sectorId: shop.sector.id },
    body: { name: "Troca", agentIds: [people.agent.id] },
  };
  await scene.api.call("createQueue", second, { token: scene.admin });
  for (const list of ["open", "waiting", "bot", "closed"] as const)
    for (const contact of [{}, { contact: "Lia" }])
      await scene.api.call("listTickets", { query: { list, ...contact } }, { token: scene.admin });
}

/** Signing in, renewing by cookie, signing out. */
async function sessions(scene: Scene, { email, password }: Person): Promise<void> {
  const body = JSON.stringify({ email, password });
  const signedIn = await request(`${scene.apiUrl}/session`, { method: "POST", body });
  const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
  const renewed = await request(`${scene.apiUrl}/session/refresh`, { method: "POST", headers: { cookie } });
  if (renewed.status !== 200) throw new Error(`a session could not be renewed: ${renewed.text}`);
}

/** A conversation whose statuses come in every way, with a refusal that is worth repeating. */
async function converse(scene: Scene, shop: Shop, agent: Person): Promise<void> {
  await scene.simulator.verify(shop.channel.phoneNumberId);
  for (const behaviour of [{}, { beforeReply: true }, { opaque: false }]) {
    const customer = shop.customer();
    customer.behave(behaviour);
    const ticket = await openTicket(scene, shop, customer);
    await delivered(scene, await reply(scene, agent, ticket.id, "Olá!"), "read");
    scene.simulator.failNext({ kind: "error", code: 131_056, httpStatus: 400, to: `+${customer.waId}` });
    const late = await reply(scene, agent, ticket.id, "Com calma");
    await until("it was put off", () => scene.lines.some(({ line }) => line.includes("message put off")));
    await scene.settled();
    scene.clock.advance(5_000);
    await delivered(scene, late, "read");
    const params = { ticketId: ticket.id };
    await scene.api.call("closeTicket", { params, body: { tagIds: [shop.tag.id] } }, { token: agent.token });
    // Who comes back prefers the agent, and when that is over the line is served.
    await openTicket(scene, shop, customer);
    await scene.settled();
    scene.clock.advance(62_000);
    await scene.settled();
  }
}

/**
 * A ticket is put away; its contact wakes it; it wakes by itself, after somebody was too early, when its agent is not there, and
 * when it has no schedule.
 */
async function sleepAndWake(scene: Scene, shop: Shop, agent: Person): Promise<void> {
  const { token } = agent;
  const customer = shop.customer();
  const { id: ticketId } = await openTicket(scene, shop, customer);
  const snooze = async (): Promise<void> => {
    const until = new Date(scene.clock.now() + 60_000).toISOString() as Time;
    await scene.api.call("snoozeTicket", { params: { ticketId }, body: { until } }, { token });
    await scene.settled();
  };
  await snooze();
  await customer.send.text("e então?");
  await ticketOf(scene, shop, customer.waId, "open");
  await scene.settled();
  await snooze();
  const early = { v: 1, kind: "snooze", ticketId, snooze: 2 };
  await enqueue(scene, "wakeups", ticketId, "early", JSON.stringify(early));
  await scene.settled();
  const params = { channelId: shop.channel.id };
  await scene.api.call("setPresence", { params, body: { status: "offline" } }, { token });
  scene.clock.advance(61_000);
  await ticketOf(scene, shop, customer.waId, "waiting");
  await scene.settled();
  // For two minutes it is for its agent only, and then for anybody.
  scene.clock.advance(122_000);
  await scene.settled();
  await goOnline(scene, agent, shop.channel.id);
  await ticketOf(scene, shop, customer.waId, "open");
  const refusing = failCalls(scene, "stream-relay", refused, ({ service }) => service === "scheduler");
  await snooze();
  refusing.stop();
  scene.clock.advance(240_000);
  await ticketOf(scene, shop, customer.waId, "open");
}

/** A ticket is given to a colleague who is not there, as was confirmed. */
async function sendOn(scene: Scene, shop: Shop): Promise<void> {
  const { id: agentId } = await invite(scene, { role: "agent", queueIds: [shop.queue.id] });
  const { id: ticketId } = await openTicket(scene, shop, shop.customer());
  const to = { kind: "agent" as const, agentId, queueId: shop.queue.id };
  const call = { params: { ticketId }, body: { to, confirmed: true } };
  await scene.api.call("transferTicket", call, { token: scene.admin });
}

/** A contact nobody waits for, and what is kept for inspection. */
async function oddWebhooks(scene: Scene, shop: Shop): Promise<void> {
  const channel = await openChannel(scene, { kind: "none" });
  await post(scene, about({ ...shop, channel }, { messages: [textMessage(scene, "5511988880000", "oi")] }));
  await ticketOf(scene, { ...shop, channel }, "5511988880000", "bot");
  await post(scene, about(shop, { errors: [{ code: 1 }] }));
  await until("it is kept", async () => (await keptForInspection(scene)).length > 0);
}

/** Every consumer sets something aside. */
async function setAside(scene: Scene, { id }: Person): Promise<void> {
  for (const name of ["inbound.fifo", "routing.fifo", "outbound.fifo", "webhooks", "wakeups"]) {
    await enqueue(scene, name, "poison", `poison-${name}`, "{");
    await until(`${name} sets it aside`, async () => {
      const letters = await deadLetters(scene, name.replace(/(?=\.fifo)|$/, "-dead-letters"));
      return letters.length > 0;
    });
  }
  const presence = (await changes(scene)).find(
    ({ dynamodb }) =>
      dynamodb?.Keys?.["pk"]?.S === `AGENT#${id}` && dynamodb.Keys["sk"]?.S?.startsWith("PRESENCE#"),
  );
  const { pk, sk } = presence?.dynamodb?.Keys ?? {};
  await spoil(scene, { pk: pk?.S ?? "", sk: sk?.S ?? "" });
  await until("the relay sets it aside", async () => (await deadLetters(scene, "relay-failures")).length > 0);
}

/** A routing job and a send get lost, and the sweep finds them. */
async function loseEffects(scene: Scene, shop: Shop, agent: Person): Promise<void> {
  const routing = failCalls(scene, "queue-routing", refused, ({ service }) => service === "dynamodb");
  const customer = shop.customer();
  await customer.send.text("oi");
  await until("the router failed", () => routing.hits() > 0);
  await scene.settled();
  await purge(scene, "routing.fifo");
  routing.stop();
  scene.clock.advance(60_000);
  const ticket = await ticketOf(scene, shop, customer.waId, "open");

  const sending = failCalls(scene, "queue-outbound", refused, ({ service }) => service === "dynamodb");
  const entry = await reply(scene, agent, ticket.id, "perdida?");
  await until("the sender failed", () => sending.hits() > 0);
  await scene.settled();
  await purge(scene, "outbound.fifo");
  sending.stop();
  scene.clock.advance(60_000);
  await scene.settled();
  scene.clock.advance(60_000);
  await delivered(scene, entry, "read");
}

/** A socket opens, is asked whether it lives, ends; another one ends without a word. */
async function loseSocket(scene: Scene, shop: Shop, agent: Person): Promise<void> {
  const socket = await openSocket(scene, agent.token);
  socket.ping();
  await socket.message("pong");
  await socket.close();
  const deaf = failCalls(scene, "realtime-disconnect", refused, () => true);
  await (await openSocket(scene, agent.token)).close();
  await until("its end could not be recorded", () => deaf.hits() > 0);
  deaf.stop();
  await openTicket(scene, shop, shop.customer());
}

/** A customer writes again in the very moment of the assignment: the router reads the ticket once more. */
async function loseRace(scene: Scene, shop: Shop): Promise<void> {
  const isAssignment = ({ operation }: { operation: string }) => operation === "TransactWriteItems";
  const slow = failCalls(scene, "queue-routing", { effect: "delay", ms: 30_000 }, isAssignment, 1);
  const customer = shop.customer();
  await customer.send.text("oi");
  await until("the router is about to assign", () => slow.hits() === 1);
  await customer.send.text("tem alguém?");
  await until("the second message is there", async () => {
    const { version } = await ticketOf(scene, shop, customer.waId, "waiting");
    return version === 4;
  });
  scene.clock.advance(30_000);
  await ticketOf(scene, shop, customer.waId, "open");
}
