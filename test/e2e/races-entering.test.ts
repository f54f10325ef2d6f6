import { type Scene, openScene } from "./support/scene.ts";
import { type Shop, openChannel, openShop } from "./support/shop.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { heard, ticketOf } from "./support/conversation.ts";
import { lineOf, placesTaken } from "./support/stream.ts";
import { ApiError } from "../../local/stack/api-client.ts";
import type { Customer } from "../../local/whatsapp/customer.ts";
import type { QueueId } from "../../shared/contracts/ids.ts";
import { assertSound } from "./support/soundness.ts";
import { holdCommits } from "./support/faults.ts";
import { lastChange } from "./support/webhook.ts";
import { until } from "./support/until.ts";

/** What happens while tickets enter a line. Nobody takes any. */
let scene: Scene;
let shop: Shop;
const runs = Array.from({ length: 20 }, (_, index) => index + 1);

beforeAll(async () => {
  scene = await openScene();
  shop = await openShop(scene, { routing: "manual" });
});

afterAll(() => scene?.close());

describe("one contact is opened by two requests and a message at once", () => {
  let token: string;
  beforeAll(async () => {
    const body = { name: "Fluxo", scopes: ["bot" as const] };
    token = (await scene.api.call("createApiKey", { body }, { token: scene.admin })).secret;
    scene.clock.advance(6_000);
  });

  test.each(runs)("run %i of 20: whoever is first, it is one ticket with one message", async (run) => {
    const since = await lastChange(scene);
    const customer = shop.customer("Rui");
    const contact = { kind: "address" as const, address: { phone: customer.waId ?? "" }, name: "Rui" };
    const to = { queueId: shop.queue.id };
    const body = { kind: "flow" as const, channelId: shop.channel.id, to, contact };
    const openTwice = () => Promise.all([1, 2].map(() => scene.api.call("openTicket", { body }, { token })));
    const write = () => customer.send.text("oi");
    // Who is held back has decided to open a ticket; the other opens one meanwhile.
    const messageFirst = run % 2 === 0;
    const slow = messageFirst ? "api-tickets" : "queue-inbound";
    const commits = holdCommits(scene, slow, (text) => text.includes('"opened"'));
    try {
      const begun = messageFirst ? openTwice() : write().then(() => undefined);
      await commits.first;
      const meanwhile = messageFirst ? write().then(() => undefined) : openTwice();
      if (messageFirst) await ticketOf(scene, shop, customer.waId, "waiting");
      else await meanwhile;
      commits.release();
      const answers = (await begun) ?? (await meanwhile) ?? [];
      await scene.settled();
      const { id } = await ticketOf(scene, shop, customer.waId, "waiting");
      expect(answers.map(({ ticket }) => ticket.id)).toEqual([id, id]);
      expect(answers.filter(({ created }) => created)).toHaveLength(messageFirst ? 0 : 1);
      expect((await placesTaken(scene, shop, since)).map(({ ticketId }) => ticketId)).toEqual([id]);
      expect(await heard(scene, id)).toEqual(["oi"]);
    } finally {
      commits.release();
    }
  });
});

describe("a queue is deleted while tickets enter it", () => {
  /** A number whose contacts went into a queue that is going, and who wrote there. */
  interface Gone {
    readonly queueId: QueueId;
    readonly channel: Shop["channel"];
    readonly customers: readonly Customer[];
  }
  const all: Gone[] = [];

  /** A queue that is to go, and the number through which people are about to enter it. */
  async function doomed(run: number) {
    const body = { name: `Provisória ${run}`, routing: "manual" as const };
    const call = { params: { sectorId: shop.sector.id }, body };
    const { id: queueId } = await scene.api.call("createQueue", call, { token: scene.admin });
    const channel = await openChannel(scene, { kind: "queue", queueId });
    const { phoneNumberId } = channel;
    const customers = [1, 2, 3, 4].map(() => {
      const { waId = "" } = shop.customer();
      return scene.simulator.customer({ waId, name: "Eva", phoneNumberId });
    });
    return { queueId, channel, customers };
  }

  async function remove({ queueId, channel }: Gone): Promise<void> {
    const reception = { kind: "queue" as const, queueId: shop.queue.id };
    const params = { channelId: channel.id };
    await scene.api.call("changeChannel", { params, body: { reception } }, { token: scene.admin });
    const call = { params: { queueId }, query: { transferTo: shop.queue.id } };
    await scene.api.call("removeQueue", call, { token: scene.admin });
  }

  // All of them before the first run, so that functions remember numbers as they were when they learn that a queue goes.
  beforeAll(async () => {
    for (const run of runs) all.push(await doomed(run));
  });

  const isGone = async ({ queueId }: Gone): Promise<boolean> => {
    try {
      await scene.api.call("getQueue", { params: { queueId } }, { token: scene.admin });
      return false;
    } catch (error) {
      if (error instanceof ApiError && error.code === "NOT_FOUND") return true;
      throw error;
    }
  };

  test.each(runs)("run %i of 20: three have decided to enter, and one writes afterwards", async (run) => {
    const going = all[run - 1] as Gone;
    const [last, ...first] = going.customers;
    const commits = holdCommits(
      scene,
      "queue-inbound",
      (body) => body.includes('"queued"') && body.includes(going.queueId),
    );
    try {
      const writing = Promise.all(first.map((customer) => customer.send.text("oi")));
      await commits.reach(first.length);
      await remove(going);
      // Who is free to receive this has not heard of that queue yet, and may remember that the number leads there.
      await last?.send.text("oi");
      const { queueId } = await ticketOf(scene, { ...shop, ...going }, last?.waId, "waiting");
      expect(queueId).toBe(shop.queue.id);
      commits.release();
      await writing;
    } finally {
      commits.release();
    }
  });

  test("all 20 are gone, and all who entered are in the other queue", async () => {
    await until("all queues are gone", async () => {
      await scene.settled();
      const answers = await Promise.all(all.map(isGone));
      if (answers.every(Boolean)) return true;
      scene.clock.advance(61_000);
      return false;
    });
    for (const { channel, customers } of all) {
      const place = { ...shop, channel };
      const tickets = await Promise.all(customers.map(({ waId }) => ticketOf(scene, place, waId, "waiting")));
      expect(new Set(await lineOf(scene, place))).toEqual(new Set(tickets.map(({ id }) => id)));
      for (const ticket of tickets) expect(ticket.queueId).toBe(shop.queue.id);
    }
  });
});

test("after all of this every ticket and place is as the timelines tell", async () => {
  expect(await assertSound(scene)).toBe(20 + 80);
});
