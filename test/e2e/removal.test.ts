import { afterAll, beforeAll, expect, test } from "vitest";
import type { Ticket } from "../../shared/contracts/tickets.ts";
import { ApiError } from "../../local/stack/api-client.ts";
import type { Customer } from "../../local/whatsapp/customer.ts";
import { headOf } from "./support/conversation.ts";
import { inParallel } from "./support/parallel.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { goOnline, invite, openShop, type Person, type Shop } from "./support/shop.ts";
import { until } from "./support/until.ts";

let scene: Scene;
let elsewhere: Shop;

beforeAll(async () => {
  scene = await openScene();
  elsewhere = await openShop(scene, { routing: "manual" });
});

afterAll(() => scene?.close());

/** A shop with one agent who has room for two. */
async function openBusy(): Promise<{ readonly shop: Shop; readonly agent: Person }> {
  const agent = await invite(scene, { role: "agent" });
  const shop = await openShop(scene, { agents: [agent], limit: 2 });
  await goOnline(scene, agent, shop.channel.id);
  scene.clock.advance(6_000);
  return { shop, agent };
}

const write = (shop: Shop, count: number): Promise<unknown> => {
  const people: Customer[] = Array.from({ length: count }, () => shop.customer());
  return inParallel(8, people, (customer) => customer.send.text("oi"));
};

/** Every ticket of the shop's number that is not closed. */
async function live(shop: Shop): Promise<readonly Ticket[]> {
  const found: Ticket[] = [];
  for (const list of ["open", "waiting", "bot"] as const) {
    const query = { list, channelId: shop.channel.id, limit: 100 };
    const page = await scene.api.call("listTickets", { query }, { token: scene.admin });
    found.push(...page.items);
  }
  return found;
}

const receive = (shop: Shop, queueId: Shop["queue"]["id"]) =>
  scene.api.call(
    "changeChannel",
    { params: { channelId: shop.channel.id }, body: { reception: { kind: "queue", queueId } } },
    { token: scene.admin },
  );

/** Lets minutes pass until what was asked for is gone: the sweep ends it by itself. */
const untilGone = (isGone: () => Promise<boolean>): Promise<unknown> =>
  until("it is gone", async () => {
    await scene.settled();
    if (await isGone()) return true;
    scene.clock.advance(61_000);
    return false;
  });

const isMissing = async (get: () => Promise<unknown>): Promise<boolean> => {
  try {
    await get();
    return false;
  } catch (error) {
    if (error instanceof ApiError && error.code === "NOT_FOUND") return true;
    throw error;
  }
};

test("a queue with waiting tickets goes while customers write: each is in the other queue in the end", async () => {
  const { shop } = await openBusy();
  const token = scene.admin;
  const call = { params: { sectorId: shop.sector.id }, body: { name: "Outra" } };
  const other = await scene.api.call("createQueue", call, { token });
  await write(shop, 8);
  await until(
    "two are served",
    async () => (await live(shop)).filter((it) => it.phase === "open").length === 2,
  );
  await receive(shop, other.id);
  // Functions still put who writes into the queue that goes.
  const writing = write(shop, 12);
  const params = { queueId: shop.queue.id };
  const report = await scene.api.call("removeQueue", { params, query: { transferTo: other.id } }, { token });
  expect(report.removed).toBe(false);
  expect(report.tickets.every(({ result }) => result === "moved")).toBe(true);
  const shown = await scene.api.call("getQueue", { params }, { token });
  expect(shown.removing).toMatchObject({ disposition: { kind: "transfer", to: other.id } });
  await writing;
  await untilGone(() => isMissing(() => scene.api.call("getQueue", { params }, { token })));
  const tickets = await live(shop);
  expect(tickets).toHaveLength(20);
  for (const ticket of tickets) expect(ticket).toMatchObject({ queueId: other.id });
});

test("a sector with open and waiting tickets goes while customers write; its agent is left without a seat", async () => {
  const { shop, agent } = await openBusy();
  const token = scene.admin;
  await write(shop, 6);
  await until(
    "two are served",
    async () => (await live(shop)).filter((it) => it.phase === "open").length === 2,
  );
  const params = { sectorId: shop.sector.id };
  const refused = scene.api.call("removeSector", { params, query: {} }, { token });
  await expect(refused).rejects.toMatchObject({ code: "IN_USE" });
  await receive(shop, elsewhere.queue.id);
  const silent = scene.api.call("removeSector", { params, query: {} }, { token });
  await expect(silent).rejects.toMatchObject({ code: "HAS_LIVE_TICKETS" });
  const writing = write(shop, 8);
  const query = { transferTo: elsewhere.queue.id };
  await scene.api.call("removeSector", { params, query }, { token });
  await writing;
  await untilGone(() => isMissing(() => scene.api.call("getSector", { params }, { token })));
  const tickets = await live(shop);
  expect(tickets).toHaveLength(14);
  for (const ticket of tickets)
    expect(ticket).toMatchObject({ phase: "waiting", queueId: elsewhere.queue.id });
  const person = await scene.api.call("getAgent", { params: { agentId: agent.id } }, { token });
  expect(person.queueIds).toEqual([]);
});

test("an agent with open tickets is removed while customers write: nobody is lost", async () => {
  const { shop, agent } = await openBusy();
  await write(shop, 4);
  const open = await until("two are served", async () => {
    const found = (await live(shop)).filter((it) => it.phase === "open");
    return found.length === 2 && found;
  });
  const writing = write(shop, 6);
  await scene.api.call("removeAgent", { params: { agentId: agent.id } }, { token: scene.admin });
  await writing;
  await until("all are back in the line", async () => {
    await scene.settled();
    const tickets = await live(shop);
    return tickets.length === 10 && tickets.every((it) => it.phase === "waiting");
  });
  for (const { id } of open) expect(await headOf(scene, id)).toMatchObject({ phase: "waiting", priority: 9 });
});

test("a number goes once its last ticket is closed and nobody writes; then it is free", async () => {
  const { shop } = await openBusy();
  const token = scene.admin;
  await write(shop, 1);
  const [ticket] = await until("somebody is served", async () => {
    const found = await live(shop);
    return found[0]?.phase === "open" && found;
  });
  const params = { channelId: shop.channel.id };
  const refused = scene.api.call("removeChannel", { params }, { token });
  await expect(refused).rejects.toMatchObject({ code: "HAS_LIVE_TICKETS" });
  const closing = { params: { ticketId: ticket?.id as Ticket["id"] }, body: { tagIds: [shop.tag.id] } };
  await scene.api.call("closeTicket", closing, { token });
  await scene.settled();
  expect(await scene.api.call("removeChannel", { params }, { token })).toEqual({ removed: false });
  await untilGone(() => isMissing(() => scene.api.call("getChannel", { params }, { token })));
  const again = await openShop(scene, {
    phoneNumberId: shop.channel.kind === "whatsapp" ? shop.channel.phoneNumberId : "",
  });
  expect(again.channel.id).not.toBe(shop.channel.id);
});
