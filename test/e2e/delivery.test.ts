import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Customer } from "../../local/whatsapp/customer.ts";
import type { Behaviour } from "../../local/whatsapp/types.ts";
import type { OutboundMessage } from "../../shared/contracts/tickets.ts";
import { delivered, openTicket, outbound, reply } from "./support/conversation.ts";
import { visible } from "./support/queues.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { goOnline, invite, openShop, type Person, type Shop } from "./support/shop.ts";
import { changes } from "./support/stream.ts";
import { until } from "./support/until.ts";

let scene: Scene;
let shop: Shop;
let agent: Person;

beforeAll(async () => {
  scene = await openScene();
  agent = await invite(scene, { role: "agent" });
  shop = await openShop(scene, { agents: [agent], limit: 100 });
  await goOnline(scene, agent, shop.channel.id);
});

afterAll(() => scene?.close());

/** A customer whose phone behaves like this has an open ticket. */
async function conversation(behaviour: Partial<Behaviour> = {}) {
  const customer = shop.customer();
  customer.behave(behaviour);
  const ticket = await openTicket(scene, shop, customer);
  return { customer, answer: (text: string) => reply(scene, agent, ticket.id, text) };
}

/** What Meta accepted for this customer. */
const sendsTo = (customer: Customer) =>
  scene.simulator.sends().filter(({ input }) => input === `+${customer.waId}`);

/** Every delivery that the entry had, in order, by the table's stream. */
async function deliveries({ ticketId, number }: OutboundMessage): Promise<readonly string[]> {
  const sk = `ENTRY#${number.toString().padStart(10, "0")}`;
  return (await changes(scene)).flatMap(({ dynamodb }) =>
    dynamodb?.Keys?.["pk"]?.S === `TICKET#${ticketId}` && dynamodb.Keys["sk"]?.S === sk
      ? [dynamodb.NewImage?.["delivery"]?.M?.["status"]?.S ?? "?"]
      : [],
  );
}

describe("statuses of one message, however they come", () => {
  test.each<[string, Partial<Behaviour>]>([
    ["in order", {}],
    ["before our send has its answer", { beforeReply: true }],
    ["worst last", { statuses: ["read", "delivered", "sent"] }],
    ["twice each, all at once", { copies: 2, concurrent: true }],
    [
      "worst last, three times each, before the answer",
      {
        statuses: ["read", "delivered", "sent"],
        copies: 3,
        beforeReply: true,
      },
    ],
    ["without our reference", { opaque: false }],
  ])("%s: read in the end, and never a step back", async (_, behaviour) => {
    const { customer, answer } = await conversation(behaviour);
    const entry = await answer("Olá!");
    const read = await delivered(scene, entry, "read");
    await scene.settled();
    expect(await outbound(scene, entry)).toEqual(read);
    expect(sendsTo(customer)).toHaveLength(1);
    expect(read.delivery).toMatchObject({ attempts: 1, providerId: sendsTo(customer)[0]?.wamid });
    const order = ["queued", "sending", "sent", "delivered", "read"];
    const seen = await deliveries(entry);
    expect(seen).toEqual(order.filter((status) => seen.includes(status)));
  });
});

describe("refusals of Meta", () => {
  const refusedTimes = (entry: OutboundMessage, attempts: number) =>
    until(`attempt ${attempts} was refused`, async () => {
      const { delivery } = await outbound(scene, entry);
      return delivery.status === "queued" && delivery.attempts === attempts;
    });

  test("too fast for this customer (131056): put off by Meta's 4^n seconds, then sent once", async () => {
    const { customer, answer } = await conversation();
    const to = `+${customer.waId}`;
    scene.simulator.failNext({ kind: "error", code: 131_056, httpStatus: 400, to, times: 2 });
    const entry = await answer("Um instante…");
    await refusedTimes(entry, 1);
    await scene.settled();
    scene.clock.advance(5_000);
    await refusedTimes(entry, 2);
    await scene.settled();
    expect(sendsTo(customer)).toHaveLength(0);
    // Not after 4 seconds again: the wait grows.
    scene.clock.advance(5_000);
    await scene.settled();
    expect((await outbound(scene, entry)).delivery.attempts).toBe(2);
    scene.clock.advance(12_000);
    const { delivery } = await delivered(scene, entry, "read");
    expect(delivery.attempts).toBe(3);
    expect(sendsTo(customer)).toHaveLength(1);
  });

  test("answers wait for one that was put off, and then come in order", async () => {
    const { customer, answer } = await conversation();
    const to = `+${customer.waId}`;
    scene.simulator.failNext({ kind: "error", code: 131_056, httpStatus: 400, to, times: 2 });
    const first = await answer("primeiro");
    await refusedTimes(first, 1);
    await scene.settled();
    scene.clock.advance(5_000);
    await refusedTimes(first, 2);
    const second = await answer("segundo");
    await until("the second waits behind the first", () => visible(scene, "outbound.fifo") === 1);
    expect(sendsTo(customer)).toHaveLength(0);
    scene.clock.advance(17_000);
    await delivered(scene, second, "read");
    expect(customer.received().map(({ content }) => content["body"])).toEqual(["primeiro", "segundo"]);
  });

  test.each([
    [131_047, 400, "window"],
    [190, 401, "channel"],
    [131_026, 400, "contact"],
    [100, 400, "request"],
  ] as const)("%i: failed for good, and why (%i → %s)", async (code, httpStatus, reason) => {
    const { customer, answer } = await conversation();
    scene.simulator.failNext({ kind: "error", code, httpStatus, to: `+${customer.waId}` });
    const entry = await answer("Olá?");
    const { delivery } = await delivered(scene, entry, "failed");
    expect(delivery.failure).toMatchObject({ class: reason, providerCode: code });
    await scene.settled();
    scene.clock.advance(120_000);
    await scene.settled();
    expect(sendsTo(customer)).toHaveLength(0);
    expect((await outbound(scene, entry)).delivery.status).toBe("failed");
  });

  test("accepted, and refused later: failed, by the status", async () => {
    const { customer, answer } = await conversation({ statuses: [] });
    scene.simulator.failNext({ kind: "async", code: 131_049, to: `+${customer.waId}` });
    const entry = await answer("promoção?");
    const { delivery } = await delivered(scene, entry, "failed");
    expect(delivery.failure).toMatchObject({ class: "contact", providerCode: 131_049 });
  });
});

describe("a send whose answer is lost", () => {
  test.each(["cut", "html", "error"] as const)(
    "after it took effect (%s): unconfirmed, never sent again, settled by a status",
    async (kind) => {
      const { customer, answer } = await conversation({ statuses: [] });
      const to = `+${customer.waId}`;
      scene.simulator.failNext({ kind, to, after: true, code: 131_000, httpStatus: 500 });
      const entry = await answer("chegou?");
      await delivered(scene, entry, "unconfirmed");
      expect(sendsTo(customer)).toHaveLength(1);
      // Not even the sweep sends it again.
      scene.clock.advance(3 * 60_000);
      await scene.settled();
      expect(sendsTo(customer)).toHaveLength(1);
      expect((await outbound(scene, entry)).delivery.status).toBe("unconfirmed");
      const [{ wamid } = { wamid: "" }] = sendsTo(customer);
      await customer.deliver(wamid);
      const { delivery } = await delivered(scene, entry, "delivered");
      expect(delivery).toMatchObject({ providerId: wamid, attempts: 1 });
    },
  );

  test("before it took effect: unconfirmed as well, because nobody can tell", async () => {
    const { customer, answer } = await conversation();
    scene.simulator.failNext({ kind: "cut", to: `+${customer.waId}` });
    const entry = await answer("foi?");
    await delivered(scene, entry, "unconfirmed");
    expect(sendsTo(customer)).toHaveLength(0);
  });
});
