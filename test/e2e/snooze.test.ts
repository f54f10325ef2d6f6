import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { headOf, openTicket, ticketOf, timeline } from "./support/conversation.ts";
import { type Person, type Shop, goOnline, invite, openShop } from "./support/shop.ts";
import { type Scene, openScene } from "./support/scene.ts";
import { enqueue } from "./support/queues.ts";
import { failCalls, refused } from "./support/faults.ts";
import type { Customer } from "../../local/whatsapp/customer.ts";
import type { RequestOf } from "../../local/stack/api-client.ts";
import type { TicketId } from "../../shared/contracts/ids.ts";
import type { Time } from "../../shared/contracts/values.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import { until } from "./support/until.ts";

let scene: Scene;
let agent: Person;
let shop: Shop;
let customer: Customer;
let ticketId: TicketId;

beforeAll(async () => {
  scene = await openScene();
  agent = await invite(scene, { role: "agent" });
  shop = await openShop(scene, { agents: [agent], limit: 100 });
  await goOnline(scene, agent, shop.channel.id);
});

afterAll(() => scene?.close());

beforeEach(async () => {
  customer = shop.customer();
  ({ id: ticketId } = await openTicket(scene, shop, customer));
});

const minutes = (count: number): Time =>
  addSeconds(new Date(scene.clock.now()).toISOString() as Time, count * 60);
const advance = (count: number): void => scene.clock.advance(count * 60_000);

async function snooze(
  body: Omit<RequestOf<"snoozeTicket">["body"] & object, "expectedVersion">,
): Promise<void> {
  await scene.api.call("snoozeTicket", { params: { ticketId }, body }, { token: agent.token });
  await scene.settled();
}

/** The scheduler's own list of this ticket's schedules. */
const schedules = (): readonly string[] =>
  scene.stack.engines.scheduler
    .list()
    .filter(({ group, name }) => group === `${scene.stack.stack.name}-snoozes` && name.startsWith(ticketId))
    .map(({ name }) => name.slice(ticketId.length + 1));

/** What the timelines say: the snooze in which the ticket is. */
const wanted = async (): Promise<readonly string[]> => {
  const head = await headOf(scene, ticketId);
  return head.phase === "snoozed" ? [head.snoozes.toString()] : [];
};

const typesOf = async (): Promise<readonly string[]> =>
  (await timeline(scene, ticketId)).slice(4).map((it) => it.type);

describe("the scheduler's list is what the timeline says", () => {
  test("put away, and again until later: the earlier firing wakes nothing, the later one does", async () => {
    await snooze({ until: minutes(5) });
    expect(schedules()).toEqual(["1"]);
    await snooze({ until: minutes(10) });
    expect(schedules()).toEqual(["2"]);
    expect(schedules()).toEqual(await wanted());
    advance(6);
    await scene.settled();
    await expect(headOf(scene, ticketId)).resolves.toMatchObject({ phase: "snoozed", snoozes: 2 });
    advance(5);
    await expect(ticketOf(scene, shop, customer.waId, "open")).resolves.toMatchObject({ agentId: agent.id });
    expect(await typesOf()).toEqual(["snoozed", "snoozed", "woken"]);
    await until("the schedule deleted itself", () => schedules().length === 0);
  });

  test("the contact writes: awake at once, and no schedule", async () => {
    await snooze({ until: minutes(5) });
    expect(schedules()).toEqual(["1"]);
    await customer.send.text("e então?");
    await ticketOf(scene, shop, customer.waId, "open");
    await scene.settled();
    expect(await typesOf()).toEqual(["snoozed", "message", "woken"]);
    expect(schedules()).toEqual([]);
  });

  test("woken by hand, put away again, closed: each time as it is then", async () => {
    const { token } = agent;
    await snooze({ until: minutes(5) });
    await scene.api.call("wakeTicket", { params: { ticketId }, body: {} }, { token });
    await scene.settled();
    expect(schedules()).toEqual([]);
    await snooze({ until: minutes(5) });
    expect(schedules()).toEqual(["2"]);
    const list = await scene.api.call("listTickets", { query: { list: "snoozed" } }, { token });
    expect(list.items.map(({ id }) => id)).toEqual([ticketId]);
    await scene.api.call("closeTicket", { params: { ticketId }, body: { tagIds: [shop.tag.id] } }, { token });
    await scene.settled();
    expect(schedules()).toEqual([]);
  });
});

test("a snooze for which no schedule could be made is found by the sweep", async () => {
  const fault = failCalls(scene, "stream-relay", refused, ({ service }) => service === "scheduler");
  await snooze({ until: minutes(5) });
  expect(schedules()).toEqual([]);
  expect(fault.hits()).toBeGreaterThan(0);
  fault.stop();
  advance(8);
  await expect(ticketOf(scene, shop, customer.waId, "open")).resolves.toMatchObject({ agentId: agent.id });
  expect(await typesOf()).toEqual(["snoozed", "woken"]);
});

test("a schedule that fires ten minutes late, and twice: awake once, and a snooze after it is not ended by it", async () => {
  await snooze({ until: minutes(1) });
  const [schedule] = scene.stack.engines.scheduler.list().filter(({ name }) => name.startsWith(ticketId));
  const job = JSON.stringify({ v: 1, kind: "snooze", ticketId, snooze: 1 });
  expect(JSON.parse(schedule?.spec.Target.Input ?? "")).toEqual(JSON.parse(job));
  advance(11);
  for (const id of ["again", "and-again"]) await enqueue(scene, "wakeups", ticketId, id, job);
  await ticketOf(scene, shop, customer.waId, "open");
  await scene.settled();
  expect(await typesOf()).toEqual(["snoozed", "woken"]);
  await snooze({ until: minutes(5) });
  await enqueue(scene, "wakeups", ticketId, "once-more", job);
  await scene.settled();
  await expect(headOf(scene, ticketId)).resolves.toMatchObject({ phase: "snoozed", snoozes: 2 });
});

test("not into the past, nor further than a year ahead", async () => {
  const year = 366 * 24 * 60;
  const refusal = { status: 400, code: "BAD_REQUEST" };
  for (const until of [minutes(-1), minutes(year + 2)])
    await expect(snooze({ until, confirmed: true })).rejects.toMatchObject(refusal);
  await snooze({ until: minutes(year - 2), confirmed: true });
  await expect(headOf(scene, ticketId)).resolves.toMatchObject({ phase: "snoozed" });
  expect(schedules()).toEqual(["1"]);
});

describe("who put it away cannot take it", () => {
  let first: Person;
  let second: Person;
  let small: Shop;
  let asleep: TicketId;
  let lia: Customer;
  beforeAll(async () => {
    first = await invite(scene, { role: "agent" });
    second = await invite(scene, { role: "agent" });
    small = await openShop(scene, { agents: [first, second], limit: 1 });
    scene.clock.advance(6_000);
  });
  beforeEach(async () => {
    await goOnline(scene, first, small.channel.id);
    lia = small.customer();
    ({ id: asleep } = await openTicket(scene, small, lia));
    const call = { params: { ticketId: asleep }, body: { until: minutes(2) } };
    await scene.api.call("snoozeTicket", call, { token: first.token });
    await scene.settled();
  });
  afterEach(async () => {
    const query = { channelId: small.channel.id, list: "open" as const };
    const { items } = await scene.api.call("listTickets", { query }, { token: scene.admin });
    const tickets = items.map(({ id }) => ({ ticketId: id }));
    const body = { action: "close" as const, tickets, tagIds: [small.tag.id] };
    await scene.api.call("bulkTickets", { body }, { token: scene.admin });
    await scene.settled();
  });
  const set = ({ token }: Person, status: "online" | "offline") =>
    scene.api.call("setPresence", { params: { channelId: small.channel.id }, body: { status } }, { token });

  test("without room: it waits for them for a bounded time, and then goes to another", async () => {
    await openTicket(scene, small, small.customer("Rui"));
    await set(second, "online");
    advance(3);
    const waits = await ticketOf(scene, small, lia.waId, "waiting");
    expect(waits).toMatchObject({ id: asleep, preference: { agentId: first.id, why: "snooze" } });
    await scene.settled();
    await expect(headOf(scene, asleep)).resolves.toMatchObject({ phase: "waiting" });
    advance(2.1);
    await expect(ticketOf(scene, small, lia.waId, "open")).resolves.toMatchObject({ agentId: second.id });
    await set(second, "offline");
  });

  test("being offline: it is first in the line, and goes to whoever comes", async () => {
    await set(first, "offline");
    const rui = small.customer("Rui");
    await rui.send.text("oi");
    await ticketOf(scene, small, rui.waId, "waiting");
    advance(3);
    await ticketOf(scene, small, lia.waId, "waiting");
    await scene.settled();
    await set(second, "online");
    await expect(ticketOf(scene, small, lia.waId, "open")).resolves.toMatchObject({ agentId: second.id });
    await expect(ticketOf(scene, small, rui.waId, "waiting")).resolves.toBeDefined();
    await set(first, "online");
    await ticketOf(scene, small, rui.waId, "open");
    await set(second, "offline");
  });
});

test("a snooze fires in the moment in which the contact writes: awake once, and the message is there, 20 times", async () => {
  const customers = Array.from({ length: 20 }, () => shop.customer());
  const ids = await Promise.all(customers.map(async (it) => (await openTicket(scene, shop, it)).id));
  const body = { until: minutes(2) };
  for (const id of ids)
    await scene.api.call("snoozeTicket", { params: { ticketId: id }, body }, { token: agent.token });
  await scene.settled();
  scene.clock.advance(119_000);
  scene.clock.advance(1_000);
  await Promise.all(customers.map((it) => it.send.text("agora?")));
  for (const [index, id] of ids.entries()) {
    await ticketOf(scene, shop, customers[index]?.waId, "open");
    const types = await until("the message is there", async () => {
      const found = (await timeline(scene, id)).slice(4).map((it) => it.type);
      return found.includes("message") && found;
    });
    expect(types.filter((it) => it === "woken")).toHaveLength(1);
    expect(types).toHaveLength(3);
  }
});

/** Last, because nobody is signed in any more the day after. */
test("past the 24 hours: refused without a word, and with a template that goes out when it wakes, or silent where confirmed", async () => {
  scene.simulator.addTemplate("900100", {
    ...{ name: "de_volta", language: "pt_BR", status: "APPROVED", category: "UTILITY" },
    components: [{ type: "BODY", text: "Olá, {{1}}! Voltamos a falar?" }],
  });
  const later = minutes(30 * 60);
  await expect(snooze({ until: later })).rejects.toMatchObject({ code: "SNOOZE_CROSSES_WINDOW" });
  const template = { type: "template", name: "de_volta", language: "pt_BR", parameters: ["Lia"] } as const;
  await snooze({ until: later, template: { ...template, parameters: [...template.parameters] } });
  const rui = shop.customer("Rui");
  const { id: silent } = await openTicket(scene, shop, rui);
  const call = { params: { ticketId: silent }, body: { until: later, confirmed: true } };
  await scene.api.call("snoozeTicket", call, { token: agent.token });
  await scene.settled();
  advance(30 * 60 + 1);
  await ticketOf(scene, shop, customer.waId, "open");
  await ticketOf(scene, shop, rui.waId, "open");
  await until("the template is on the phone", () =>
    customer.received().some(({ type, content }) => type === "template" && content["name"] === "de_volta"),
  );
  const [snoozed, woken, said] = (await timeline(scene, ticketId)).slice(4);
  expect([snoozed?.type, woken?.type]).toEqual(["snoozed", "woken"]);
  expect(said).toMatchObject({ type: "message", purpose: "wake-up", content: template });
  const types = (await timeline(scene, silent)).slice(4).map((it) => it.type);
  expect(types).toEqual(["snoozed", "woken"]);
  expect(rui.received()).toEqual([]);
});
