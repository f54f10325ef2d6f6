import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTicket, ticketOf, timeline } from "./support/conversation.ts";
import { type Person, type Shop, goOnline, invite, openShop } from "./support/shop.ts";
import { type Scene, openScene } from "./support/scene.ts";
import type { Customer } from "../../local/whatsapp/customer.ts";
import type { TicketId } from "../../shared/contracts/ids.ts";
import { signIn } from "../../local/stack/sign-in.ts";
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

const asAdmin: Scene["api"]["call"] = (name, request, options) =>
  scene.api.call(name, request, { token: scene.admin, ...options });

describe("who comes first", () => {
  let cara: Person;
  let duda: Person;
  let small: Shop;
  beforeAll(async () => {
    cara = await invite(scene, { role: "agent" });
    duda = await invite(scene, { role: "agent" });
    small = await openShop(scene, { agents: [cara, duda], limit: 5 });
    await asAdmin("changeSector", { params: { sectorId: small.sector.id }, body: { outreach: true } });
    const permissions = { dropPotentials: false, viewContacts: true, outreach: true, seeQueueHistory: false };
    await asAdmin("changeAgent", { params: { agentId: cara.id }, body: { permissions } });
    // Functions remember the organisation for five seconds.
    scene.clock.advance(6_000);
  });
  const presence = (person: Person, status: "online" | "paused") =>
    scene.api.call(
      "setPresence",
      { params: { channelId: small.channel.id }, body: { status } },
      { token: person.token },
    );
  const closed = (ticketId: TicketId) =>
    asAdmin("closeTicket", { params: { ticketId }, body: { tagIds: [small.tag.id] } });
  const reasons = async (ticketId: TicketId) =>
    (await timeline(scene, ticketId)).findLast((it) => it.type === "assigned")?.reasons;

  test("is the contact's own agent, before who attended them last and who has been idle longer", async () => {
    const lia = small.customer();
    await presence(duda, "online");
    const first = await openTicket(scene, small, lia);
    expect(first.agentId).toBe(duda.id);
    await closed(first.id);
    await presence(cara, "online");
    const params = { contactId: first.contactId };
    await asAdmin("changeContact", { params, body: { linkedAgentId: cara.id } });
    // So that Cara's turn would be after Duda's.
    const rui = small.customer("Rui");
    expect((await openTicket(scene, small, rui)).agentId).toBe(cara.id);
    await lia.send.text("voltei");
    const back = await ticketOf(scene, small, lia.waId, "open");
    expect(back).toMatchObject({ agentId: cara.id, formerTicketId: first.id });
    expect(await reasons(back.id)).toMatchObject({ preferred: cara.id, eligibleCount: 2 });
    const queued = (await timeline(scene, back.id)).find((it) => it.type === "queued");
    expect(queued?.preference).toMatchObject({ agentId: cara.id, why: "linked-agent" });
  });

  test("is who began the conversation, when it goes back to the line before the contact answers", async () => {
    scene.simulator.addTemplate(small.channel.wabaId, {
      ...{ name: "bom_dia", language: "pt_BR", status: "APPROVED", category: "UTILITY" },
      components: [{ type: "BODY", text: "Bom dia!" }],
    });
    const waId = small.customer("Eva").waId ?? "";
    const { ticket } = await scene.api.call(
      "openTicket",
      {
        body: {
          ...{ kind: "outreach", channelId: small.channel.id, queueId: small.queue.id },
          ...{ contact: { kind: "address", address: { phone: waId }, name: "Eva" } },
          clientMessageId: "bom-dia-eva",
          template: { type: "template", name: "bom_dia", language: "pt_BR", parameters: [] },
        },
      },
      { token: cara.token },
    );
    await asAdmin("setAgentPresence", { params: { agentId: duda.id }, body: { action: "pause" } });
    await scene.api.call("signOut", {}, { token: cara.token });
    const waits = await ticketOf(scene, small, waId, "waiting");
    expect(waits).toMatchObject({ id: ticket.id, preference: { agentId: cara.id, why: "outreach" } });
    await scene.settled();
    // A token is of this session only when it was made a second later.
    scene.clock.advance(2_000);
    cara = { ...cara, token: await signIn(scene.api, cara) };
    await presence(cara, "paused");
    await asAdmin("setAgentPresence", { params: { agentId: duda.id }, body: { action: "resume" } });
    await scene.settled();
    expect((await view(ticket.id, duda)).waiting).toMatchObject({ why: "held" });
    await presence(cara, "online");
    await expect(ticketOf(scene, small, waId, "open")).resolves.toMatchObject({ agentId: cara.id });
  });
});

test("who waits is served at once when a limit rises, a sector's or somebody's own, and when somebody is added", async () => {
  const [eli, fabi] = [await invite(scene, { role: "agent" }), await invite(scene, { role: "agent" })];
  const full = await openShop(scene, { agents: [eli], limit: 1 });
  // Who serves no queue cannot be there.
  await openShop(scene, { agents: [fabi] });
  await goOnline(scene, eli, full.channel.id);
  await goOnline(scene, fabi, full.channel.id);
  scene.clock.advance(6_000);
  await openTicket(scene, full, full.customer());
  const waiting = async (): Promise<Customer> => {
    const customer = full.customer();
    await customer.send.text("oi");
    await ticketOf(scene, full, customer.waId, "waiting");
    await scene.settled();
    return customer;
  };
  const served = async ({ waId }: Customer): Promise<string> => {
    // Before a minute has passed, so that nobody sweeps.
    await scene.settled();
    return (await ticketOf(scene, full, waId, "open")).agentId;
  };
  const params = { sectorId: full.sector.id };
  const first = await waiting();
  await asAdmin("changeSector", { params, body: { ticketLimit: 2 } });
  expect(await served(first)).toBe(eli.id);
  const second = await waiting();
  const limits = { [full.sector.id]: 3 };
  await asAdmin("changeAgent", { params: { agentId: eli.id }, body: { limits } });
  expect(await served(second)).toBe(eli.id);
  const third = await waiting();
  const agentIds = [eli.id, fabi.id];
  await asAdmin("setQueueAgents", { params: { queueId: full.queue.id }, body: { agentIds } });
  expect(await served(third)).toBe(fabi.id);
});

test("over the limit nobody takes but who may force it, and the entry says so", async () => {
  const gil = await invite(scene, { role: "agent" });
  const sent = await openShop(scene, { agents: [gil], limit: 1, routing: "manual" });
  const { sector, queue } = sent;
  const boss = await invite(scene, {
    ...{ role: "supervisor", sectorIds: [sector.id], queueIds: [queue.id] },
  });
  const waiting = async (): Promise<TicketId> => {
    const customer = sent.customer();
    await customer.send.text("oi");
    return (await ticketOf(scene, sent, customer.waId, "waiting")).id;
  };
  const take = ({ token }: Person, ticketId: TicketId, force = false) =>
    scene.api.call("takeTicket", { params: { ticketId }, body: { force } }, { token });
  await take(gil, await waiting());
  const one = await waiting();
  await expect(take(gil, one)).rejects.toMatchObject({ code: "AGENT_AT_LIMIT" });
  await expect(take(gil, one, true)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await take(boss, one, true);
  const two = await waiting();
  await expect(take(boss, two)).rejects.toMatchObject({ code: "AGENT_AT_LIMIT" });
  expect(await take(boss, two, true)).toMatchObject({ phase: "open", agentId: boss.id });
  const entries = await Promise.all([one, two].map((id) => timeline(scene, id)));
  const forced = entries.map((it) => it.flatMap((entry) => (entry.type === "assigned" ? entry.forced : [])));
  expect(forced).toEqual([[false], [true]]);
});
