import { addWebhook, receiving } from "./support.ts";
import { changeWebhook, removeWebhook } from "../../../shared/actions/webhooks/change.ts";
import { deliverWebhook } from "../../../shared/actions/webhooks/deliver.ts";
import { describe, expect, it } from "vitest";
import { type Desk, openDesk } from "../../support/desk.ts";
import { openTickets, route, write } from "../../support/conversation.ts";
import { otherSectorId, queueId, sectorId } from "../../support/ids.ts";
import type { Delivery, Entry } from "../../../shared/contracts/tickets.ts";
import { RetryLater } from "../../../shared/ports/retry-later.ts";
import type { Webhook } from "../../../shared/contracts/webhooks.ts";
import { WebhookDeliveryItem } from "../../../shared/contracts/stored/shapes.ts";
import { type EventJob, WebhookJob } from "../../../shared/contracts/queue-messages.ts";
import { WebhookMessage, retryDelays } from "../../../shared/contracts/webhooks.ts";
import { admin } from "../organisation/support.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { planWebhooks } from "../../../shared/actions/webhooks/plan.ts";

/** A ticket that was opened, queued and assigned, a webhook, and the job that tells it of the queueing. */
async function opened(changes: Partial<Webhook> = {}) {
  const desk = await openDesk();
  const { webhook } = await addWebhook(desk, changes);
  await write(desk, "wamid.1", "o texto do cliente");
  await route(desk);
  const [head] = await openTickets(desk);
  if (head === undefined) throw new Error("no ticket was opened");
  const job: EventJob = {
    ...{ v: 1, id: `${webhook.id}-${head.id}-3`, webhookId: webhook.id, event: "ticket.queued" },
    ...{ ticketId: head.id, number: 3, at: desk.clock.now(), sectorIds: null },
  };
  const receiver = receiving(desk);
  const tried = (tries = 1, last = false) => deliverWebhook(receiver.deps, job, { tries, last });
  const recorded = () =>
    desk.store.get(WebhookDeliveryItem, keys.webhookDelivery(webhook.id, job.at, job.id));
  return { desk, webhook, head, job, ...receiver, tried, recorded };
}

const rejected = async (trying: Promise<void>): Promise<RetryLater> => {
  const error: unknown = await trying.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof RetryLater) return error;
  throw new Error("was not put off", { cause: error });
};

describe("a delivery", () => {
  it("holds ticket and entry as the table has them, under the id of the job, and is recorded without contents", async () => {
    const { desk, head, job, posts, tried, recorded } = await opened();
    await tried();
    const [post] = posts;
    expect(post).toMatchObject({ url: "https://receiver.example/desk", id: job.id, at: desk.clock.now() });
    const message = WebhookMessage.parse(JSON.parse(post?.body ?? ""));
    expect(message).toMatchObject({
      type: "ticket.queued",
      timestamp: job.at,
      data: { entry: { number: 3 } },
    });
    expect(message).toHaveProperty("data.ticket", head);
    expect(await recorded()).toMatchObject({
      ...{
        id: job.id,
        event: "ticket.queued",
        ticketId: head.id,
        number: 3,
        state: "delivered",
        attempts: 1,
      },
      ...{ httpStatus: 200, problem: null, milliseconds: 7, nextAttemptAt: null },
    });
    expect(JSON.stringify(await recorded())).not.toMatch(/o texto|55119/);
  });

  it("that was taken is not sent again", async () => {
    const { posts, tried } = await opened();
    await tried();
    await tried(2);
    expect(posts).toHaveLength(1);
  });

  it.each([[301], [302], [400], [404], [429], [500], [503], ["timeout" as const]])(
    "that is answered with %s is tried again",
    async (answer) => {
      const { answer: prepare, posts, tried, recorded } = await opened();
      prepare(answer);
      const { seconds, message } = await rejected(tried());
      expect(message).toBe(answer === "timeout" ? "no answer: timeout" : `answered with HTTP ${answer}`);
      expect([seconds <= 10, seconds >= 8]).toEqual([true, true]);
      expect(await recorded()).toMatchObject({ state: "retrying", attempts: 1 });
      await tried(2);
      expect(await recorded()).toMatchObject({ state: "delivered", attempts: 2, httpStatus: 200 });
      expect(posts[1]?.id).toBe(posts[0]?.id);
    },
  );

  it("is put off longer each time, and over the whole day given up after the eighth", async () => {
    const { desk, answer, tried, recorded, logged } = await opened();
    let spent = 0;
    for (const [index, planned] of retryDelays.entries()) {
      answer(500);
      const { seconds } = await rejected(tried(index + 1));
      expect([seconds <= planned, seconds >= 0.8 * planned]).toEqual([true, true]);
      const { nextAttemptAt } = (await recorded()) ?? {};
      expect(Date.parse(nextAttemptAt ?? "")).toBe(Date.parse(desk.clock.now()) + seconds * 1_000);
      desk.pass(seconds);
      spent += seconds;
    }
    expect(spent).toBeGreaterThan(16 * 3_600);
    answer("timeout");
    await rejected(tried(8, true));
    expect(await recorded()).toMatchObject({
      ...{ state: "gave-up", attempts: 8, problem: "timeout", httpStatus: null, nextAttemptAt: null },
    });
    expect(logged).toEqual([
      ["gave-up", expect.objectContaining({ attempts: 8, reason: "no answer: timeout" })],
    ]);
  });

  it("that is answered with 410 makes its webhook inactive, by nobody", async () => {
    const { desk, webhook, answer, tried, recorded } = await opened();
    answer(410);
    await tried();
    expect(await recorded()).toMatchObject({ state: "gave-up", httpStatus: 410 });
    const [stored] = await desk.configuration.webhooks("fresh");
    expect(stored).toEqual({ ...webhook, active: false, version: 2 });
    const [record] = desk.store.dump().filter((it) => it["shape"] === "audit" && it["action"] === "changed");
    expect(record).toMatchObject({
      kind: "webhook",
      actorId: null,
      before: { active: true },
      after: { active: false },
    });
  });
});

describe("nothing is sent", () => {
  const dropped = async (change: (it: Awaited<ReturnType<typeof opened>>) => Promise<unknown>) => {
    const it = await opened();
    await change(it);
    it.desk.pass(10);
    await it.tried();
    expect(it.posts).toEqual([]);
    return it.recorded();
  };
  const of = (webhook: Webhook) => ({ actor: admin, webhookId: webhook.id });

  it("to a webhook that is inactive, or does not want the event any more", async () => {
    const inactive = await dropped(({ desk, webhook }) =>
      changeWebhook(desk, { ...of(webhook), active: false }),
    );
    expect(inactive).toMatchObject({ state: "dropped", attempts: 0 });
    const narrowed = await dropped(({ desk, webhook }) =>
      changeWebhook(desk, { ...of(webhook), events: ["ticket.opened"] }),
    );
    expect(narrowed).toMatchObject({ state: "dropped" });
  });

  it("to a webhook that was removed, of which nothing is kept", async () => {
    expect(await dropped(({ desk, webhook }) => removeWebhook(desk, of(webhook)))).toBeUndefined();
  });

  it("for another sector than the webhook's: what the job says counts, else where the ticket is", async () => {
    const { tried, posts, job, deps, recorded } = await opened({ sectorIds: [sectorId] });
    await tried();
    expect(posts).toHaveLength(1);
    const elsewhere = { ...job, id: `${job.id}x`, sectorIds: [otherSectorId] } as EventJob;
    await deliverWebhook(deps, elsewhere, { tries: 1, last: false });
    expect(posts).toHaveLength(1);
    expect(await recorded()).toMatchObject({ state: "delivered" });
  });

  it("of a ticket that is not there", async () => {
    const { job, deps, posts } = await opened();
    const lost = { ...job, number: 99 } as EventJob;
    await deliverWebhook(deps, lost, { tries: 1, last: false });
    expect(posts).toEqual([]);
  });
});

describe("a ping", () => {
  it("is sent to an inactive webhook too, and holds nothing of anybody", async () => {
    const { desk, webhook, deps, posts } = await opened({ active: false });
    const at = desk.clock.now();
    await deliverWebhook(
      deps,
      { v: 1, id: "ping-1", webhookId: webhook.id, event: "ping", at },
      { tries: 1, last: false },
    );
    expect(posts.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
      { type: "ping", timestamp: at, data: { webhookId: webhook.id } },
    ]);
  });
});

describe("the jobs of a batch", () => {
  const sentAt = (desk: Desk): Delivery => ({
    ...{ status: "sent", rank: 3, at: desk.clock.now(), attempts: 1, providerId: null, failure: null },
  });

  it("are one for each active webhook and event that it wants, the same whenever they are planned", async () => {
    const { desk, webhook, head } = await opened();
    const { webhook: second } = await addWebhook(desk, { events: ["message.status"] });
    await addWebhook(desk, { active: false });
    await addWebhook(desk, { sectorIds: [sectorId], events: ["ticket.closed"] });
    desk.pass(10);
    const of = { kind: "status", ticketId: head.id, number: 7 } as const;
    const effects = (["sending", "queued", "sent", "read"] as const).map((status) => ({
      ...of,
      delivery: { ...sentAt(desk), status },
    }));
    const jobs = await planWebhooks(desk, effects);
    expect(jobs.map((it) => it.id).toSorted()).toEqual(
      [webhook, second]
        .flatMap(({ id }) => [`${id}-${head.id}-7-read`, `${id}-${head.id}-7-sent`])
        .toSorted(),
    );
    expect(await planWebhooks(desk, effects)).toEqual(jobs);
    for (const job of jobs) expect(WebhookJob.parse(job)).toEqual(job);
  });

  it("cost no reading of tickets while no webhook is of some sectors only", async () => {
    const { desk, head, webhook } = await opened();
    const getMany = () => Promise.reject(new Error("a ticket was read"));
    const unread = { ...desk, store: { ...desk.store, getMany } };
    const [effect] = [{ kind: "status", ticketId: head.id, number: 7, delivery: sentAt(desk) }] as const;
    expect(await planWebhooks(unread, [effect])).toMatchObject([{ webhookId: webhook.id, sectorIds: null }]);
    await addWebhook(desk, { sectorIds: [sectorId] });
    desk.pass(10);
    await expect(planWebhooks(unread, [effect])).rejects.toThrow("a ticket was read");
  });

  it("are by the sectors that the entry names, or the ticket's own", async () => {
    const { desk, head, webhook } = await opened({ active: false });
    const { webhook: own } = await addWebhook(desk, {
      sectorIds: [sectorId],
      events: ["ticket.requeued", "message.sent", "message.status"],
    });
    const { webhook: other } = await addWebhook(desk, {
      name: "Other",
      events: ["ticket.requeued", "message.status"],
    });
    expect(webhook.active).toBe(false);
    desk.pass(10);
    const at = desk.clock.now();
    const jobs = await planWebhooks(desk, [
      { kind: "status", ticketId: head.id, number: 7, delivery: sentAt(desk) },
    ]);
    expect(jobs.map((it) => [it.webhookId, "sectorIds" in it ? it.sectorIds : undefined])).toEqual([
      [own.id, [sectorId]],
      [other.id, [sectorId]],
    ]);
    const moved: Entry = {
      ...{
        ticketId: head.id,
        number: 8,
        at,
        by: { kind: "system" },
        type: "requeued",
        priority: 0,
        reason: "queue-removed",
        note: null,
        preference: null,
      },
      ...{ from: { sectorId: otherSectorId, queueId, agentId: null }, sectorId: otherSectorId, queueId },
    };
    const elsewhere = await planWebhooks(desk, [{ kind: "announce", entry: moved }]);
    expect(elsewhere.map((it) => it.webhookId)).toEqual([other.id]);
  });
});
