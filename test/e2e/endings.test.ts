import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TimerItem } from "../../shared/contracts/stored/shapes.ts";
import { type Person, type Shop, goOnline, invite, openChannel, openShop } from "./support/shop.ts";
import { type Scene, openScene } from "./support/scene.ts";
import { headOf, openTicket, reply, ticketOf, timeline } from "./support/conversation.ts";
import type { TicketId } from "../../shared/contracts/ids.ts";
import { partitions } from "../../shared/contracts/stored/keys.ts";
import { until } from "./support/until.ts";

let scene: Scene;
let agent: Person;
let shop: Shop;

beforeAll(async () => {
  scene = await openScene();
  agent = await invite(scene, { role: "agent" });
  shop = await openShop(scene, { agents: [agent], limit: 100 });
  await goOnline(scene, agent, shop.channel.id);
  const token = scene.admin;
  const survey = { enabled: true, question: "De 1 a 5, como foi?" };
  const { version } = await scene.api.call("getSettings", {}, { token });
  await scene.api.call(
    "changeSettings",
    { body: { survey, potentialSeconds: 600, expectedVersion: version } },
    { token },
  );
  const inactivity = {
    ...{ warnAfter: 300, warnText: "Ainda está aí?" },
    ...{ closeAfter: 180, closeText: "Encerramos por falta de resposta." },
  };
  const params = { sectorId: shop.sector.id };
  const sector = await scene.api.call("getSector", { params }, { token });
  const body = { survey: true, inactivity, expectedVersion: sector.version };
  await scene.api.call("changeSector", { params, body }, { token });
  // Functions remember the organisation for five seconds.
  scene.clock.advance(6_000);
});

afterAll(() => scene?.close());

/** Lets minutes pass one by one, as the sweep sees them. */
async function minutes(count: number): Promise<void> {
  for (let minute = 0; minute < count; minute += 1) {
    scene.clock.advance(60_000);
    await scene.settled();
  }
}

/** What the desk itself said, and how the ticket ended. */
const course = async (ticketId: TicketId): Promise<readonly string[]> =>
  (await timeline(scene, ticketId)).flatMap((it) => {
    if (it.type === "closed") return [`closed ${it.reason}`];
    if (it.type === "rated") return [`rated ${it.score}`];
    return it.type === "message" && it.direction === "out" && it.purpose !== null ? [it.purpose] : [];
  });
const ratingOf = async () =>
  (await scene.api.call("getAgent", { params: { agentId: agent.id } }, { token: scene.admin })).rating;

describe("a contact who does not answer", () => {
  test("is warned, then the ticket closes; what they tap after that rates it and its agent", async () => {
    const customer = shop.customer();
    const { id } = await openTicket(scene, shop, customer);
    await reply(scene, agent, id, "Qual é o pedido?");
    await minutes(3);
    expect(await course(id)).toEqual([]);
    await minutes(4);
    expect(await course(id)).toEqual(["inactivity-warning"]);
    await minutes(5);
    expect(await course(id)).toEqual([
      ...["inactivity-warning", "inactivity-close", "survey"],
      "closed inactivity",
    ]);
    const question = await until("the question is on the phone", () =>
      customer.received().find(({ type }) => type === "interactive"),
    );
    expect(JSON.stringify(question.content)).toContain("De 1 a 5, como foi?");
    await customer.send.listReply({ id: `rating-4-${id}`, title: "4 ★★★★" });
    await until("it is rated", async () => (await course(id)).includes("rated 4"));
    await scene.settled();
    expect((await course(id)).slice(-2)).toEqual(["rated 4", "survey-thanks"]);
    expect(await ratingOf()).toEqual({ average: 4, count: 1 });
    const { items } = await scene.api.call("listAgents", {}, { token: scene.admin });
    expect(items.find((it) => it.id === agent.id)?.rating).toEqual({ average: 4, count: 1 });
    await customer.send.text("mais uma coisa");
    await expect(ticketOf(scene, shop, customer.waId, "open")).resolves.toMatchObject({ formerTicketId: id });
  });

  test("but writes in time, is not closed", async () => {
    const customer = shop.customer();
    const { id } = await openTicket(scene, shop, customer);
    await reply(scene, agent, id, "Qual é o pedido?");
    await minutes(7);
    expect(await course(id)).toEqual(["inactivity-warning"]);
    await customer.send.text("já respondo");
    await minutes(12);
    await expect(headOf(scene, id)).resolves.toMatchObject({ phase: "open", warnedAt: null });
  });
});

test("closed by the agent: the question goes out, and the answer opens no ticket", async () => {
  const customer = shop.customer();
  const { id } = await openTicket(scene, shop, customer);
  const body = { tagIds: [shop.tag.id] };
  await scene.api.call("closeTicket", { params: { ticketId: id }, body }, { token: agent.token });
  await until("the question is on the phone", () =>
    customer.received().some(({ type }) => type === "interactive"),
  );
  // Within the second in which it was asked, nobody could have answered in words.
  scene.clock.advance(2_000);
  await customer.send.text("nota 5");
  await until("it is rated", async () => (await course(id)).includes("rated 5"));
  await expect(headOf(scene, id)).resolves.toMatchObject({ phase: "closed", rating: 5 });
});

test("a potential expires, and its timer goes with it", async () => {
  const channel = await openChannel(scene, { kind: "none" });
  const customer = scene.simulator.customer({
    ...{ waId: "5511977770000", name: "Lia", phoneNumberId: channel.phoneNumberId },
  });
  await customer.send.text("oi");
  const { id } = await ticketOf(scene, { ...shop, channel }, customer.waId, "bot");
  await minutes(8);
  await expect(headOf(scene, id)).resolves.toMatchObject({ phase: "bot" });
  await minutes(5);
  expect(await course(id)).toEqual(["closed expired"]);
  const { items } = await scene.operator.store.query(TimerItem, { pk: partitions.timers, limit: 1_000 });
  expect(items.filter(({ ticketId }) => ticketId === id)).toEqual([]);
});
