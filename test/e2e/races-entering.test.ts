import { type Scene, openScene } from "./support/scene.ts";
import { type Shop, openChannel, openShop } from "./support/shop.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { heard, ticketOf } from "./support/conversation.ts";
import { lineOf, placesTaken } from "./support/stream.ts";
import { ApiError } from "../../local/stack/api-client.ts";
import type { QueueId } from "../../shared/contracts/ids.ts";
import { assertSound } from "./support/soundness.ts";
import { holdCommits } from "./support/faults.ts";
import { inParallel } from "./support/parallel.ts";
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
  const receive = (channelId: Shop["channel"]["id"], queueId: QueueId) =>
    scene.api.call(
      "changeChannel",
      { params: { channelId }, body: { reception: { kind: "queue", queueId } } },
      { token: scene.admin },
    );

  let made = 0;

  /** A queue that goes, and the number through which three people are on their way into it. */
  async function doomed() {
    const body = { name: `Provisória ${(made += 1)}`, routing: "manual" as const };
    const call = { params: { sectorId: shop.sector.id }, body };
    const queue = await scene.api.call("createQueue", call, { token: scene.admin });
    const channel = await openChannel(scene, { kind: "queue", queueId: queue.id });
    const { phoneNumberId } = channel;
    const customers = runs.slice(0, 3).map(() => {
      const { waId = "" } = shop.customer();
      return scene.simulator.customer({ waId, name: "Eva", phoneNumberId });
    });
    return { queue, channel, customers };
  }

  const isGone = async (queueId: QueueId): Promise<boolean> => {
    try {
      await scene.api.call("getQueue", { params: { queueId } }, { token: scene.admin });
      return false;
    } catch (error) {
      if (error instanceof ApiError && error.code === "NOT_FOUND") return true;
      throw error;
    }
  };

  test("20 queues, three on their way into each: all are in the other queue in the end", async () => {
    const going = await inParallel(2, runs, doomed);
    // Functions remember the organisation for five seconds: from now on they know of the queues, and soon not that they go.
    scene.clock.advance(6_000);
    const ids = going.map(({ queue }) => queue.id);
    const commits = holdCommits(
      scene,
      "queue-inbound",
      (body) => body.includes('"queued"') && ids.some((id) => body.includes(id)),
    );
    try {
      const writing = inParallel(
        12,
        going.flatMap(({ customers }) => customers),
        (customer) => customer.send.text("oi"),
      );
      await commits.first;
      await inParallel(2, going, async ({ queue, channel }) => {
        await receive(channel.id, shop.queue.id);
        const call = { params: { queueId: queue.id }, query: { transferTo: shop.queue.id } };
        await scene.api.call("removeQueue", call, { token: scene.admin });
      });
      commits.release();
      await writing;
    } finally {
      commits.release();
    }
    await until("all queues are gone", async () => {
      await scene.settled();
      const gone = await Promise.all(ids.map(isGone));
      if (gone.every(Boolean)) return true;
      scene.clock.advance(61_000);
      return false;
    });
    for (const { channel, customers } of going) {
      const line = await lineOf(scene, { ...shop, channel });
      const tickets = await Promise.all(
        customers.map(({ waId }) => ticketOf(scene, { ...shop, channel }, waId, "waiting")),
      );
      expect(new Set(line)).toEqual(new Set(tickets.map(({ id }) => id)));
      for (const ticket of tickets) expect(ticket.queueId).toBe(shop.queue.id);
    }
  });
});

test("after all of this every ticket and place is as the timelines tell", async () => {
  expect(await assertSound(scene)).toBe(20 + 60);
});
