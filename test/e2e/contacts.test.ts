import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Person, type Shop, goOnline, invite, openShop } from "./support/shop.ts";
import { type Scene, openScene } from "./support/scene.ts";
import { ApiError } from "../../local/stack/api-client.ts";
import type { RequestOf } from "../../local/stack/api-client.ts";
import type { ContactId, TicketId } from "../../shared/contracts/ids.ts";
import type { Time } from "../../shared/contracts/values.ts";
import type { Customer } from "../../local/whatsapp/customer.ts";
import { inParallel } from "./support/parallel.ts";
import { ticketOf } from "./support/conversation.ts";

/** The shop's queue is manual; Ana and Bia serve it, and Bia reads what others attended. */
let scene: Scene;
let shop: Shop;
let ana: Person;
let bia: Person;
let boss: Person;
let stranger: Person;

beforeAll(async () => {
  scene = await openScene();
  [ana, bia] = [await invite(scene, { role: "agent" }), await invite(scene, { role: "agent" })];
  shop = await openShop(scene, { routing: "manual", limit: 100, agents: [ana, bia] });
  const other = await openShop(scene);
  boss = await invite(scene, { role: "supervisor", sectorIds: [shop.sector.id] });
  stranger = await invite(scene, { role: "supervisor", sectorIds: [other.sector.id] });
  for (const person of [ana, bia]) await goOnline(scene, person, shop.channel.id);
  // Functions remember the organisation for five seconds.
  scene.clock.advance(6_000);
});

afterAll(() => scene?.close());

const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => "done",
    (error: unknown) => {
      if (error instanceof ApiError) return error.code ?? `${error.status}`;
      throw error;
    },
  );

const find = async (q: string, by: Person = boss) =>
  (await scene.api.call("listContacts", { query: { q } }, { token: by.token })).items;
const change = (contactId: ContactId, body: RequestOf<"changeContact">["body"], by: Person = boss) =>
  scene.api.call("changeContact", { params: { contactId }, body }, { token: by.token });
const block = (contactId: ContactId, blocked: boolean, by: Person = boss) =>
  scene.api.call("setContactBlock", { params: { contactId }, body: { blocked } }, { token: by.token });

/** Their newest tickets' phases. */
const phases = async (contactId: ContactId, by: Person = boss) => {
  const tickets = await scene.api.call("listContactTickets", { params: { contactId } }, { token: by.token });
  return tickets.items.map(({ phase }) => phase);
};

const phoneOf = ({ waId }: Customer): string => {
  if (waId === undefined) throw new Error("the customer has no phone");
  return waId;
};

async function attended(
  customer: Customer,
): Promise<{ readonly id: TicketId; readonly contactId: ContactId }> {
  await customer.send.text("oi");
  const { id, contactId } = await ticketOf(scene, shop, customer.waId, "waiting");
  await scene.api.call("takeTicket", { params: { ticketId: id }, body: {} }, { token: ana.token });
  return { id, contactId };
}

const close = (ticketId: TicketId) =>
  scene.api.call(
    "closeTicket",
    { params: { ticketId }, body: { tagIds: [shop.tag.id] } },
    { token: ana.token },
  );

describe("contacts", () => {
  test("are found as they wrote or were added, renamed, linked and given fields", async () => {
    const customer = shop.customer("Álvaro Ñandú");
    const { id, contactId } = await attended(customer);
    await close(id);
    expect(await find("alvaro n")).toMatchObject([{ id: contactId, name: "Álvaro Ñandú" }]);
    expect(await find(`+${phoneOf(customer).slice(0, 4)} ${phoneOf(customer).slice(4)}`)).toMatchObject([
      { id: contactId, phone: customer.waId },
    ]);
    const settings = { contactFields: [{ key: "plano", label: "Plano", type: "choice", options: ["ouro"] }] };
    await scene.api.call(
      "changeSettings",
      { body: settings as RequestOf<"changeSettings">["body"] },
      { token: scene.admin },
    );
    const body = { name: "Álvaro", linkedAgentId: bia.id, fields: { plano: "ouro" } };
    await expect(change(contactId, body)).resolves.toMatchObject({ ...body, version: 2 });
    await expect(outcome(change(contactId, { fields: { plano: "prata" } }))).resolves.toBe("BAD_REQUEST");
    await expect(outcome(change(contactId, { linkedAgentId: null }, ana))).resolves.toBe("FORBIDDEN");
    const address = { phone: phoneOf(customer) };
    const again = scene.api.call(
      "createContact",
      { body: { name: "Outro", address } },
      { token: boss.token },
    );
    await expect(again).rejects.toMatchObject({ code: "ALREADY_EXISTS" });
  });

  test("who are blocked open nothing, not even with what comes again afterwards", async () => {
    const customer = shop.customer("Bruno");
    const { id, contactId } = await attended(customer);
    await block(contactId, true, ana);
    await customer.send.text("ainda estou aqui");
    await scene.settled();
    expect(await phases(contactId)).toEqual(["open"]);
    await close(id);
    await customer.send.text("e agora?");
    await scene.settled();
    expect(await phases(contactId)).toEqual(["closed"]);
    await expect(outcome(block(contactId, false, ana))).resolves.toBe("FORBIDDEN");
    await block(contactId, false);
    await customer.send.text("voltei");
    await scene.settled();
    expect(await phases(contactId)).toEqual(["waiting", "closed"]);
  });

  test("blocked while they write: the messages are on one ticket or on none, and later ones open none, 20 times", async () => {
    const people = await inParallel(4, Array.from({ length: 20 }), async () => {
      const customer = shop.customer("Carla");
      const body = { name: "Carla", address: { phone: phoneOf(customer) } };
      const { id } = await scene.api.call("createContact", { body }, { token: boss.token });
      await Promise.all([customer.send.text("um"), block(id, true), customer.send.text("dois")]);
      return { customer, id };
    });
    await scene.settled();
    const before = await inParallel(4, people, ({ id }) => phases(id));
    for (const tickets of before) expect(tickets.length).toBeLessThanOrEqual(1);
    for (const { customer } of people) await customer.send.text("três");
    await scene.settled();
    expect(await inParallel(4, people, ({ id }) => phases(id))).toEqual(before);
  });
});

describe("history", () => {
  test("is found by each filter, and shown to whom it is due", async () => {
    const customer = shop.customer("Dora");
    const { id, contactId } = await attended(customer);
    const closed = await close(id);
    if (closed.phase !== "closed" || closed.protocol === null) throw new Error("it is not closed");
    const { api } = scene;
    const list = async (query: Partial<RequestOf<"listTickets">["query"]>, by: Person = boss) =>
      (await api.call("listTickets", { query: { list: "closed", ...query } }, { token: by.token })).items.map(
        (ticket) => ticket.id,
      );
    for (const query of [
      { sectorId: shop.sector.id },
      { agentId: ana.id },
      { tagId: shop.tag.id },
      { contact: contactId },
      { contact: phoneOf(customer) },
      { contact: "dora" },
      { channelId: shop.channel.id },
      { protocol: closed.protocol },
      { from: closed.closedAt, to: closed.closedAt },
      { contact: contactId, from: closed.closedAt, to: closed.closedAt },
    ])
      expect([query, await list(query)]).toEqual([query, expect.arrayContaining([id])]);
    const before = new Date(Date.parse(closed.closedAt) - 1).toISOString() as Time;
    expect(await list({ contact: contactId, to: before })).toEqual([]);
    const reads = async (by: Person) => [
      await outcome(api.call("getTicket", { params: { ticketId: id } }, { token: by.token })),
      await outcome(api.call("getTimeline", { params: { ticketId: id } }, { token: by.token })),
      (await list({}, by)).includes(id),
      (await list({ contact: contactId }, by)).includes(id),
      (await phases(contactId, by)).length,
    ];
    const yes = ["done", "done", true, true, 1];
    const no = ["NOT_FOUND", "NOT_FOUND", false, false, 0];
    expect(await reads(boss)).toEqual(yes);
    expect(await reads(stranger)).toEqual(no);
    expect(await reads(ana)).toEqual(yes);
    expect(await reads(bia)).toEqual(no);
    const permissions = { dropPotentials: false, viewContacts: true, outreach: false, seeQueueHistory: true };
    await api.call(
      "changeAgent",
      { params: { agentId: bia.id }, body: { permissions } },
      { token: scene.admin },
    );
    expect(await reads(bia)).toEqual(yes);
  });
});
