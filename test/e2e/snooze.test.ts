import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { headOf, openTicket, ticketOf, timeline } from "./support/conversation.ts";
import { type Person, type Shop, goOnline, invite, openShop } from "./support/shop.ts";
import { type Scene, openScene } from "./support/scene.ts";
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
test("past the 24 hours: refused without a word, and with a template that goes out when it wakes", async () => {
  scene.simulator.addTemplate("900100", {
    ...{ name: "de_volta", language: "pt_BR", status: "APPROVED", category: "UTILITY" },
    components: [{ type: "BODY", text: "Olá, {{1}}! Voltamos a falar?" }],
  });
  const later = minutes(30 * 60);
  await expect(snooze({ until: later })).rejects.toMatchObject({ code: "SNOOZE_CROSSES_WINDOW" });
  const template = { type: "template", name: "de_volta", language: "pt_BR", parameters: ["Lia"] } as const;
  await snooze({ until: later, template: { ...template, parameters: [...template.parameters] } });
  advance(30 * 60 + 1);
  await ticketOf(scene, shop, customer.waId, "open");
  await until("the template is on the phone", () =>
    customer.received().some(({ type, content }) => type === "template" && content["name"] === "de_volta"),
  );
  const [snoozed, woken, said] = (await timeline(scene, ticketId)).slice(4);
  expect([snoozed?.type, woken?.type]).toEqual(["snoozed", "woken"]);
  expect(said).toMatchObject({ type: "message", purpose: "wake-up", content: template });
});
