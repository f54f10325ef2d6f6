import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { Webhook as Verifier } from "standardwebhooks";
import { WebhookId } from "../../shared/contracts/ids.ts";
import type { Time } from "../../shared/contracts/values.ts";
import type { WebhookEvent } from "../../shared/contracts/webhooks.ts";
import { WebhookItem, WebhookSecretsItem } from "../../shared/contracts/stored/shapes.ts";
import { absent, put } from "../../shared/ports/store.ts";
import { delivered, openTicket, reply } from "./support/conversation.ts";
import { deadLetters } from "./support/queues.ts";
import { type Arrival, type Receiver, startReceiver, storedWebhook } from "./support/receiver.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { goOnline, invite, openShop, type Person, type Shop } from "./support/shop.ts";
import { until } from "./support/until.ts";

let scene: Scene;
let receiver: Receiver;
/** Another server of this machine, which nothing may reach. */
let secret: Receiver;
let shop: Shop;
let agent: Person;

beforeAll(async () => {
  [receiver, secret] = [await startReceiver(), await startReceiver()];
  scene = await openScene({ webhookTestOrigin: receiver.origin });
  agent = await invite(scene, { role: "agent" });
  shop = await openShop(scene, { agents: [agent], limit: 100 });
  await goOnline(scene, agent, shop.channel.id);
});

afterAll(async () => {
  await scene?.close();
  await receiver?.close();
  await secret?.close();
});

/** What an administrator asks; access tokens live an hour of a clock that is moved here. */
const call: Scene["api"]["call"] = async (name, request) =>
  scene.api.call(name, request, { token: await scene.signIn() });

let made = 0;
/** A new webhook at a path of its own. */
async function webhook(events: WebhookEvent[], sectorIds: Shop["sector"]["id"][] | null = null) {
  const path = `/hook-${(made += 1)}`;
  const body = { name: path, url: `${receiver.origin}${path}`, events, sectorIds };
  const answer = await call("createWebhook", { body });
  const params = { webhookId: answer.webhook.id };
  /** What became of one of its messages, once it is as wanted. */
  const settledAs = (id: string, state: string) =>
    until(`${id} is ${state}`, async () => {
      const { items } = await call("listWebhookDeliveries", { params, query: { limit: 100 } });
      return items.find((it) => it.id === id && it.state === state);
    });
  return { ...answer, path, params, settledAs };
}

/** Whether the specification's library takes the message as signed with this secret. */
function verifies({ body, headers }: Arrival, key: string): boolean {
  const flat = headers as Record<string, string>;
  vi.useFakeTimers({ now: Number(flat["webhook-timestamp"]) * 1_000, toFake: ["Date"] });
  try {
    new Verifier(key).verify(body, flat);
    return true;
  } catch {
    return false;
  } finally {
    vi.useRealTimers();
  }
}

/** Everybody who remembers configuration has looked again. */
const known = (): void => scene.clock.advance(10_000);

describe("a conversation", () => {
  test("is told event by event, each signed, each with an id of its own", async () => {
    const whole = await webhook([
      ...(["ticket.opened", "ticket.queued", "ticket.assigned", "ticket.closed"] as const),
      ...(["message.received", "message.sent", "message.status"] as const),
    ]);
    const other = await openShop(scene);
    const elsewhere = await webhook(["ticket.queued", "message.received"], [other.sector.id]);
    const here = await webhook(["ticket.queued"], [shop.sector.id]);
    known();
    const ticket = await openTicket(scene, shop, shop.customer());
    await delivered(scene, await reply(scene, agent, ticket.id, "Olá!"), "read");
    const token = agent.token;
    await scene.api.call(
      "closeTicket",
      { params: { ticketId: ticket.id }, body: { tagIds: [shop.tag.id] } },
      { token },
    );
    const closed = await until("the closing arrives", () =>
      receiver.at(whole.path).find(({ message }) => message.type === "ticket.closed"),
    );
    await scene.settled();
    const arrivals = receiver.at(whole.path);
    const [first] = arrivals;
    expect(arrivals.every((it) => verifies(it, whole.secret))).toBe(true);
    expect(first !== undefined && verifies(first, here.secret)).toBe(false);
    const entries = arrivals.flatMap(({ message }) => (message.type === "ping" ? [] : [message.data.entry]));
    expect([...new Set(entries.map(({ number }) => number))].toSorted((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6,
    ]);
    expect(new Set(arrivals.map(({ id }) => id)).size).toBeGreaterThan(6);
    expect(arrivals.every(({ id }) => id.startsWith(`${whole.webhook.id}-${ticket.id}-`))).toBe(true);
    expect(closed.message).toMatchObject({ data: { ticket: { id: ticket.id, phase: "closed" } } });
    const { items } = await call("listWebhookDeliveries", { params: whole.params, query: { limit: 100 } });
    expect(items.every(({ state, httpStatus }) => state === "delivered" && httpStatus === 200)).toBe(true);
    expect(new Set(items.map(({ id }) => id))).toEqual(new Set(arrivals.map(({ id }) => id)));
    expect(receiver.at(elsewhere.path)).toEqual([]);
    expect(receiver.at(here.path).map(({ message }) => message.type)).toEqual(["ticket.queued"]);
  });
});

describe("a receiver", () => {
  const pinged = async (it: Awaited<ReturnType<typeof webhook>>) =>
    (await call("testWebhook", { params: it.params })).id;

  test("that fails twice has the message the third time, under the same id", async () => {
    const it = await webhook(["ticket.opened"]);
    receiver.answer(it.path, 500, 302);
    const id = await pinged(it);
    await it.settledAs(id, "retrying");
    scene.clock.advance(10_000);
    await receiver.arrived(it.path, 2);
    await until(
      "the second failure is recorded",
      async () => (await it.settledAs(id, "retrying")).attempts === 2,
    );
    expect(receiver.at(it.path)).toHaveLength(2);
    scene.clock.advance(60_000);
    expect(await it.settledAs(id, "delivered")).toMatchObject({
      attempts: 3,
      httpStatus: 200,
      nextAttemptAt: null,
    });
    expect(receiver.at(it.path).map((arrival) => [arrival.id, arrival.status])).toEqual([
      ...[
        [id, 500],
        [id, 302],
        [id, 200],
      ],
    ]);
    expect(new Set(receiver.at(it.path).map(({ body }) => body)).size).toBe(1);
  });

  test("that never takes it is given up after eight tries, with the reason in the dead letter queue", async () => {
    const it = await webhook(["ticket.opened"]);
    receiver.answer(it.path, ...Array.from({ length: 20 }, () => 503));
    const id = await pinged(it);
    for (let tries = 1; tries < 8; tries += 1) {
      await until(`try ${tries} failed`, async () => (await it.settledAs(id, "retrying")).attempts === tries);
      scene.clock.advance(43_200_000);
    }
    expect(await it.settledAs(id, "gave-up")).toMatchObject({ attempts: 8, httpStatus: 503 });
    const [letter] = await until("the message is set aside", async () => {
      const letters = await deadLetters(scene, "webhooks-dead-letters");
      return letters.length > 0 && letters;
    });
    expect(letter?.reason).toBe("RetryLater answered with HTTP 503");
    expect(letter?.body).toContain(id);
    expect(scene.lines.some(({ line }) => line.includes('"gave-up"') && line.includes(it.webhook.id))).toBe(
      true,
    );
  });

  test("that says it is gone is told of nothing more", async () => {
    const it = await webhook(["ticket.opened"]);
    receiver.answer(it.path, 410);
    await it.settledAs(await pinged(it), "gave-up");
    const { items } = await call("listWebhooks", { query: { limit: 100 } });
    expect(items.find(({ id }) => id === it.webhook.id)).toMatchObject({ active: false, version: 2 });
    const audit = await call("listAudit", { query: { resourceId: it.webhook.id } });
    expect(audit.items[0]).toMatchObject({ actorId: null, kind: "webhook", after: { active: false } });
    await it.settledAs(await pinged(it), "delivered");
  });

  test("has messages signed with both secrets until the overlap ends", async () => {
    const it = await webhook(["ticket.opened"]);
    const rotated = await call("rotateWebhookSecret", { params: it.params, body: { overlapSeconds: 3_600 } });
    const signedBy = async () => {
      const id = await pinged(it);
      await it.settledAs(id, "delivered");
      const arrival = receiver.at(it.path).find((one) => one.id === id);
      if (arrival === undefined) throw new Error(`${id} did not arrive`);
      return [verifies(arrival, it.secret), verifies(arrival, rotated.secret)];
    };
    expect(await signedBy()).toEqual([true, true]);
    scene.clock.advance(3_601_000);
    expect(await signedBy()).toEqual([false, true]);
  });
});

describe("this machine and its network", () => {
  test.each([
    ...["https://127.0.0.1/", "https://[::ffff:127.0.0.1]/", "https://169.254.169.254/latest/meta-data/"],
    ...[
      "https://10.0.0.1/",
      "https://localhost/",
      "http://receiver.example/",
      "https://a:b@receiver.example/",
    ],
  ])("cannot be a receiver: %s", async (url) => {
    const body = { name: "Inside", url, events: ["ticket.opened" as const] };
    await expect(call("createWebhook", { body })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  test("cannot be one by another port than the exempt one, and is not reached by a record that says so", async () => {
    const url = `${secret.origin}/inside`;
    const body = { name: "Inside", url, events: ["ticket.opened" as const] };
    await expect(call("createWebhook", { body })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const webhookId = WebhookId.parse(`whk_${"0".repeat(25)}1`);
    const planted = storedWebhook(webhookId, url, new Date(scene.clock.now()).toISOString() as Time);
    const kept = { secret: `whsec_${"A".repeat(43)}=`, version: 1 };
    await scene.operator.store.commit([
      put("webhook", WebhookItem, planted, absent),
      put("secrets", WebhookSecretsItem, { webhookId, current: kept, previous: null }, absent),
    ]);
    const params = { webhookId };
    await call("testWebhook", { params });
    const refused = await until("the ping is refused", async () => {
      const { items } = await call("listWebhookDeliveries", { params, query: {} });
      return items.find(({ attempts }) => attempts === 1);
    });
    expect(refused).toMatchObject({ state: "retrying", problem: "address", httpStatus: null });
    expect(secret.connections()).toBe(0);
  });
});
