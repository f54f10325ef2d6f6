import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AnswerOf } from "../../local/stack/api-client.ts";
import { type Person, type Shop, goOnline, invite, openChannel, openShop } from "./support/shop.ts";
import { type Scene, openScene } from "./support/scene.ts";
import { openSocket } from "./support/agent-socket.ts";
import { ticketOf } from "./support/conversation.ts";
import { failCalls, refused } from "./support/faults.ts";
import { until } from "./support/until.ts";

let scene: Scene;
let agent: Person;
let shop: Shop;
let second: Awaited<ReturnType<typeof openChannel>>;

/** Seconds. Longer than these tests take on a busy machine: it is over when they say so, by the clock they move. */
const grace = 120;

beforeAll(async () => {
  scene = await openScene();
  agent = await invite(scene, { role: "agent" });
  shop = await openShop(scene, { agents: [agent] });
  second = await openChannel(scene, { kind: "queue", queueId: shop.queue.id });
  await scene.api.call("changeSettings", { body: { offlineGraceSeconds: grace } }, { token: scene.admin });
  // Functions remember settings and organisation for five seconds.
  scene.clock.advance(6_000);
});

afterAll(() => scene?.close());

const set = (
  on: Shop["channel"],
  body:
    | { status: "online" | "offline" }
    | { status: "paused"; reasonId?: AnswerOf<"createPauseReason">["id"] },
) => scene.api.call("setPresence", { params: { channelId: on.id }, body }, { token: agent.token });
const supervise = (body: { action: "pause" } | { action: "resume" }) =>
  scene.api.call("setAgentPresence", { params: { agentId: agent.id }, body }, { token: scene.admin });
const statuses = async () => {
  const { items } = await scene.api.call("myPresence", {}, { token: agent.token });
  return new Map(items.map((it) => [it.channelId, it.status]));
};

describe("two channels that feed one queue", () => {
  test("pause together with their reason, every socket hears of both, and they resume together", async () => {
    const reason = await scene.api.call(
      "createPauseReason",
      { body: { name: "Almoço", isWork: false } },
      { token: scene.admin },
    );
    const socket = await openSocket(scene, agent.token);
    await goOnline(scene, agent, shop.channel.id);
    await goOnline(scene, agent, second.id);
    const { items } = await set(second, { status: "paused", reasonId: reason.id });
    const pause = { reasonId: reason.id, induced: false };
    expect(items).toMatchObject([
      { channelId: second.id, status: "paused", pause },
      { channelId: shop.channel.id, status: "paused", pause },
    ]);
    for (const { id } of [shop.channel, second])
      await socket.message("presence", (it) => it.channelId === id && it.status === "paused");
    await expect(set(shop.channel, { status: "online" })).resolves.toMatchObject({
      items: [{ channelId: shop.channel.id }, { channelId: second.id, status: "online" }],
    });
    await socket.close();
    await scene.settled();
  });
});

describe("a supervisor's pause", () => {
  test("is for who holds no ticket; it keeps tickets away until it ends", async () => {
    await set(second, { status: "offline" });
    await goOnline(scene, agent, shop.channel.id);
    await supervise({ action: "pause" });
    const customer = shop.customer();
    await customer.send.text("oi");
    const waits = await ticketOf(scene, shop, customer.waId, "waiting");
    await supervise({ action: "resume" });
    await expect(ticketOf(scene, shop, customer.waId, "open")).resolves.toMatchObject({
      ...{ id: waits.id, agentId: agent.id },
    });
    await expect(supervise({ action: "pause" })).rejects.toMatchObject({ code: "AGENT_HAS_OPEN_TICKETS" });
    expect((await statuses()).get(shop.channel.id)).toBe("online");
  });
});

describe("a lost connection", () => {
  test("is none while another tab is open; when the last is gone the agent is offline after the grace", async () => {
    await goOnline(scene, agent, shop.channel.id);
    const tabs = [await openSocket(scene, agent.token), await openSocket(scene, agent.token)] as const;
    await tabs[0].close();
    await scene.settled();
    scene.clock.advance((grace + 2) * 1_000);
    await scene.settled();
    expect((await statuses()).get(shop.channel.id)).toBe("online");

    await tabs[1].close();
    await scene.settled();
    expect((await statuses()).get(shop.channel.id)).toBe("online");
    scene.clock.advance((grace + 2) * 1_000);
    await until("the agent is offline", async () => (await statuses()).get(shop.channel.id) === "offline");
    const { items } = await scene.api.call(
      "listTickets",
      { query: { list: "open" } },
      { token: agent.token },
    );
    expect(items, "the ticket stays with the agent").toHaveLength(1);
  });

  test("is one too where the end of another tab was never told", async () => {
    await goOnline(scene, agent, shop.channel.id);
    const last = await openSocket(scene, agent.token);
    const deaf = failCalls(scene, "realtime-disconnect", refused, () => true);
    await (await openSocket(scene, agent.token)).close();
    await until("its end could not be recorded", () => deaf.hits() > 0);
    deaf.stop();
    await last.close();
    await scene.settled();
    scene.clock.advance((grace + 2) * 1_000);
    await until("the agent is offline", async () => (await statuses()).get(shop.channel.id) === "offline");
    expect((await statuses()).get(shop.channel.id)).toBe("offline");
  });

  test("that is mended within the grace changes nothing", async () => {
    await goOnline(scene, agent, shop.channel.id);
    const first = await openSocket(scene, agent.token);
    await first.close();
    await scene.settled();
    const again = await openSocket(scene, agent.token);
    scene.clock.advance((grace + 2) * 1_000);
    await scene.settled();
    expect((await statuses()).get(shop.channel.id)).toBe("online");
    await again.close();
  });
});
