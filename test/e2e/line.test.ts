import { afterAll, beforeAll, expect, test } from "vitest";
import { openTicket, ticketOf, timeline } from "./support/conversation.ts";
import { type Person, type Shop, goOnline, invite, openShop } from "./support/shop.ts";
import { type Scene, openScene } from "./support/scene.ts";
import type { TicketId } from "../../shared/contracts/ids.ts";
import { until } from "./support/until.ts";

let scene: Scene;
let ana: Person;
let bia: Person;
let shop: Shop;

beforeAll(async () => {
  scene = await openScene();
  ana = await invite(scene, { role: "agent" });
  bia = await invite(scene, { role: "agent" });
  shop = await openShop(scene, { agents: [ana, bia], limit: 1 });
  const params = { queueId: shop.queue.id };
  const body = { greeting: "Olá! Já vamos atender.", tellsPosition: true, waitingCap: 2 };
  await scene.api.call("changeQueue", { params, body }, { token: scene.admin });
});

afterAll(() => scene?.close());

const view = (ticketId: TicketId, { token }: Person) =>
  scene.api.call("getTicket", { params: { ticketId } }, { token });
const close = (ticketId: TicketId, { token }: Person) =>
  scene.api.call("closeTicket", { params: { ticketId }, body: { tagIds: [shop.tag.id] } }, { token });
const purposes = async (ticketId: TicketId): Promise<readonly unknown[]> =>
  (await timeline(scene, ticketId)).flatMap((entry) =>
    entry.type === "message" && entry.direction === "out" ? [entry.purpose] : [],
  );

test("who comes back waits for who attended them last, and goes to another once the time is over", async () => {
  const lia = shop.customer();
  await goOnline(scene, ana, shop.channel.id);
  const first = await openTicket(scene, shop, lia);
  expect(first.agentId).toBe(ana.id);
  await close(first.id, ana);
  const other = await openTicket(scene, shop, shop.customer("Rui"));
  expect(other.agentId).toBe(ana.id);
  await goOnline(scene, bia, shop.channel.id);
  await lia.send.text("voltei");
  const back = await ticketOf(scene, shop, lia.waId, "waiting");
  expect(back).toMatchObject({
    formerTicketId: first.id,
    preference: { agentId: ana.id, why: "last-agent" },
  });
  await scene.settled();
  expect((await view(back.id, bia)).waiting).toMatchObject({
    ...{ position: 1, why: "held", heldFor: { agentId: ana.id } },
  });
  expect(await purposes(back.id)).toContain("queue-greeting");
  scene.clock.advance(62_000);
  const given = await ticketOf(scene, shop, lia.waId, "open");
  expect(given.agentId).toBe(bia.id);
});

test("those who wait are told their place; who finds the line full is told that, and stays a potential", async () => {
  const [one, two, three] = [shop.customer("Eva"), shop.customer("Davi"), shop.customer("Caio")];
  await one.send.text("oi");
  const first = await ticketOf(scene, shop, one.waId, "waiting");
  await two.send.text("oi");
  const second = await ticketOf(scene, shop, two.waId, "waiting");
  await three.send.text("oi");
  const left = await ticketOf(scene, shop, three.waId, "bot");
  expect(await purposes(left.id)).toEqual(["queue-full"]);
  expect((await view(second.id, bia)).waiting).toMatchObject({ position: 2, why: "all-at-limit" });
  scene.clock.advance(61_000);
  await until("both were told where they are", async () => {
    const said = await Promise.all([first.id, second.id].map(purposes));
    return said.every((it) => it.includes("position"));
  });
});
