import { afterAll, beforeAll, expect, test } from "vitest";
import { headOf, ticketOf, timeline } from "./support/conversation.ts";
import { type Person, type Shop, goOnline, invite, openShop } from "./support/shop.ts";
import { type Scene, openScene } from "./support/scene.ts";
import type { Customer } from "../../local/whatsapp/customer.ts";
import type { QueueId } from "../../shared/contracts/ids.ts";
import type { Reception } from "../../shared/contracts/organisation.ts";
import { configurationSeconds } from "../../shared/actions/configuration/configuration.ts";
import { until } from "./support/until.ts";

let scene: Scene;
let agent: Person;
let shop: Shop;
/** A second sector, which is never open and sends away who comes. */
let night: Shop;
const queues: QueueId[] = [];
let menu: Reception & { readonly kind: "menu" };

beforeAll(async () => {
  scene = await openScene();
  agent = await invite(scene, { role: "agent" });
  shop = await openShop(scene, { agents: [agent], limit: 100 });
  night = await openShop(scene);
  const params = { sectorId: shop.sector.id };
  queues.push(shop.queue.id);
  for (const name of ["Trocas", "Entregas"]) {
    const made = await call("createQueue", { params, body: { name, agentIds: [agent.id] } });
    queues.push(made.id);
  }
  await call("changeSector", {
    params: { sectorId: night.sector.id },
    body: {
      hours: { timeZone: "America/Sao_Paulo", weekly: {}, special: [] },
      outOfHours: { kind: "refuse", text: "Abrimos na segunda." },
    },
  });
  await call("changeQueue", { params: { queueId: night.queue.id }, body: { name: "Financeiro" } });
  menu = {
    ...{ kind: "menu", greeting: "Olá! Com quem quer falar?", unclear: "Não entendi. Com quem quer falar?" },
    ...{ queueIds: [...queues, night.queue.id], tries: 3, fallback: null },
  };
  await receive(menu);
  await goOnline(scene, agent, shop.channel.id);
});

afterAll(() => scene?.close());

const call: Scene["api"]["call"] = (name, request, options) =>
  scene.api.call(name, request, { token: scene.admin, ...options });

/** They have read what they were asked, and write: within the second in which it was asked, nobody could have read it. */
async function answers(customer: Customer, text: string): Promise<void> {
  scene.clock.advance(2_000);
  await customer.send.text(text);
}

/** The shop's number has this reception, and every function knows it. */
async function receive(reception: Reception): Promise<void> {
  await call("changeChannel", { params: { channelId: shop.channel.id }, body: { reception } });
  scene.clock.advance((configurationSeconds + 1) * 1_000);
}

/** The texts on the customer's phone, once there are so many; of a menu its question. */
const shown = (customer: Customer, count: number): Promise<readonly string[]> =>
  until(`${customer.name} was told ${count} times`, () => {
    const texts = customer.received().map(({ type, content }) => {
      const { body } = (type === "interactive" ? content["body"] : { body: content["body"] }) as {
        body?: string;
      };
      return body ?? (content["body"] as { text: string }).text;
    });
    return texts.length >= count && texts;
  });

test("a list is shown, a row is tapped, an agent gets the ticket and hands it back, and the menu is there again", async () => {
  const lia = shop.customer();
  await lia.send.text("oi");
  expect(await shown(lia, 1)).toEqual([menu.greeting]);
  const [first] = lia.received();
  expect(first).toMatchObject({
    type: "interactive",
    content: {
      ...{ type: "list", body: { text: menu.greeting } },
      action: {
        sections: [
          {
            rows: [{ title: "Balcão" }, { title: "Trocas" }, { title: "Entregas" }, { title: "Financeiro" }],
          },
        ],
      },
    },
  });
  const { id: ticketId } = await ticketOf(scene, shop, lia.waId, "bot");
  await lia.send.listReply({ id: queues[1] ?? "", title: "Trocas" });
  const open = await ticketOf(scene, shop, lia.waId, "open");
  expect(open).toMatchObject({ id: ticketId, agentId: agent.id, queueId: queues[1] });

  const back = await scene.api.call("handBack", { params: { ticketId }, body: {} }, { token: agent.token });
  expect(back).toMatchObject({ phase: "bot", protocol: open.protocol });
  expect(await shown(lia, 2)).toEqual([menu.greeting, menu.greeting]);
  await answers(lia, "3");
  await expect(ticketOf(scene, shop, lia.waId, "open")).resolves.toMatchObject({
    ...{ id: ticketId, queueId: queues[2], protocol: open.protocol },
  });
  await scene.settled();
  const types = (await timeline(scene, ticketId)).map((entry) => entry.type);
  expect(types).toEqual([
    ...["opened", "message", "message", "message", "queued", "assigned"],
    ...["returned", "message", "message", "queued", "assigned"],
  ]);
});

test("out of hours: told once, another choice counts; and in hours who was sent away is asked again", async () => {
  const rui = shop.customer("Rui");
  await rui.send.text("oi");
  await shown(rui, 1);
  await answers(rui, "financeiro");
  expect((await shown(rui, 2))[1]).toBe("Abrimos na segunda.");
  await rui.send.text("4");
  await scene.settled();
  expect(await shown(rui, 2)).toHaveLength(2);
  const params = { sectorId: night.sector.id };
  await call("changeSector", { params, body: { hours: null } });
  scene.clock.advance((configurationSeconds + 1) * 1_000);
  await rui.send.text("bom dia");
  expect((await shown(rui, 3))[2]).toBe(menu.greeting);
  await answers(rui, "4");
  await expect(ticketOf(scene, shop, rui.waId, "waiting")).resolves.toMatchObject({
    queueId: night.queue.id,
  });
});

test("who is not understood is asked again, then left to a person, who drops the potential", async () => {
  const eva = shop.customer("Eva");
  await eva.send.text("oi");
  await shown(eva, 1);
  for (const [index, text] of ["hã", "quê", "como"].entries()) {
    await answers(eva, text);
    await shown(eva, Math.min(index + 2, 3));
    await scene.settled();
  }
  expect(await shown(eva, 3)).toEqual([menu.greeting, menu.unclear, menu.unclear]);
  const { id: ticketId, ...ticket } = await ticketOf(scene, shop, eva.waId, "bot");
  expect(ticket).toMatchObject({ bot: { kind: "none" } });
  const dropping = (token: string) =>
    scene.api.call("dropTicket", { params: { ticketId }, body: {} }, { token });
  await expect(dropping(agent.token)).rejects.toMatchObject({ status: 404 });
  const permissions = { dropPotentials: true, viewContacts: false, outreach: false, seeQueueHistory: false };
  await call("changeAgent", { params: { agentId: agent.id }, body: { permissions } });
  const list = await scene.api.call("listTickets", { query: { list: "bot" } }, { token: agent.token });
  expect(list.items.map(({ id }) => id)).toContain(ticketId);
  expect(await dropping(agent.token)).toMatchObject({ phase: "closed", reason: "dropped" });
  await eva.send.text("oi de novo");
  const again = await ticketOf(scene, shop, eva.waId, "bot");
  expect(again).toMatchObject({ formerTicketId: ticketId, bot: { kind: "menu" } });
});

test("few lines are buttons, and who is not understood goes where the menu sends them", async () => {
  await receive({ ...menu, queueIds: queues, tries: 2, fallback: queues[2] ?? null });
  const caio = shop.customer("Caio");
  await caio.send.text("oi");
  await shown(caio, 1);
  const buttons = ["Balcão", "Trocas", "Entregas"].map((title) => ({ reply: { title } }));
  expect(caio.received()[0]).toMatchObject({
    ...{ type: "interactive", content: { type: "button", action: { buttons } } },
  });
  await caio.send.buttonReply({ id: queues[1] ?? "", title: "Trocas" });
  await expect(ticketOf(scene, shop, caio.waId, "open")).resolves.toMatchObject({ queueId: queues[1] });

  const nina = shop.customer("Nina");
  await nina.send.text("oi");
  await shown(nina, 1);
  await answers(nina, "hã");
  expect((await shown(nina, 2))[1]).toBe(menu.unclear);
  await answers(nina, "quê");
  const given = await ticketOf(scene, shop, nina.waId, "open");
  expect(given).toMatchObject({ queueId: queues[2], agentId: agent.id });
  const chosen = (await timeline(scene, given.id)).flatMap((it) => (it.type === "queued" ? it.by.kind : []));
  expect(chosen).toEqual(["system"]);
});

test("names too long for a list are text that counts them, and a number is the answer", async () => {
  const name = "Assistência técnica, garantia e devolução de produtos comprados nas lojas físicas";
  await call("changeQueue", { params: { queueId: queues[1] ?? shop.queue.id }, body: { name } });
  await receive({ ...menu, queueIds: queues });
  const gil = shop.customer("Gil");
  await gil.send.text("oi");
  const [text] = await shown(gil, 1);
  expect(text).toBe([menu.greeting, "", "1. Balcão", `2. ${name}`, "3. Entregas"].join("\n"));
  expect(gil.received()[0]).toMatchObject({ type: "text" });
  await answers(gil, "2");
  await expect(ticketOf(scene, shop, gil.waId, "open")).resolves.toMatchObject({ queueId: queues[1] });
});

test("where the reception is a queue, there is no bot to hand back to", async () => {
  await receive({ kind: "queue", queueId: shop.queue.id });
  const davi = shop.customer("Davi");
  await davi.send.text("oi");
  const { id: ticketId } = await ticketOf(scene, shop, davi.waId, "open");
  const handing = scene.api.call("handBack", { params: { ticketId }, body: {} }, { token: agent.token });
  await expect(handing).rejects.toMatchObject({ status: 409, code: "NO_BOT" });
  await expect(headOf(scene, ticketId)).resolves.toMatchObject({ phase: "open" });
});
