import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Person, type Shop, goOnline, invite, openShop } from "./support/shop.ts";
import { type Scene, openScene } from "./support/scene.ts";
import { ticketOf, timeline } from "./support/conversation.ts";
import type { AgentId } from "../../shared/contracts/ids.ts";
import type { Customer } from "../../local/whatsapp/customer.ts";
import type { OpenTicket } from "../../shared/contracts/tickets.ts";
import { DepartureItem, SeatItem } from "../../shared/contracts/stored/shapes.ts";
import { type AgentSocket, openSocket } from "./support/agent-socket.ts";
import { assertSound } from "./support/soundness.ts";
import { holdCommits } from "./support/faults.ts";
import { inParallel } from "./support/parallel.ts";
import { keys } from "../../shared/contracts/stored/keys.ts";
import { signIn } from "../../local/stack/sign-in.ts";
import { until } from "./support/until.ts";

/** What happens to an agent between the router's choice of them and its commit, which is held back meanwhile. */
let scene: Scene;
let shop: Shop;
const runs = Array.from({ length: 20 }, (_, index) => index + 1);

beforeAll(async () => {
  scene = await openScene();
});

afterAll(() => scene?.close());

const seatOf = (agentId: AgentId) => scene.operator.store.get(SeatItem, keys.seat(shop.sector.id, agentId));

/** A shop with two agents who are there, and have room for a hundred. */
async function openFor(agents: readonly Person[], limit = 100): Promise<void> {
  shop = await openShop(scene, { agents, limit });
  for (const agent of agents) await goOnline(scene, agent, shop.channel.id);
  // Functions remember the organisation for five seconds.
  scene.clock.advance(6_000);
}

/** Somebody of the shop who is there, new. */
async function hire(): Promise<Person> {
  const person = await invite(scene, { role: "agent", queueIds: [shop.queue.id] });
  await goOnline(scene, person, shop.channel.id);
  return person;
}

/** A customer writes, one of these people is chosen for them, and `meanwhile` happens to who was. Who got the ticket, and why. */
async function overtaken(people: readonly Person[], meanwhile: (chosen: Person) => Promise<unknown>) {
  const commits = holdCommits(scene, "queue-routing", (body) => body.includes('"assigned"'));
  const customer = shop.customer();
  try {
    await customer.send.text("oi");
    const body = (await commits.first).body.toString("utf8");
    const { sk } = keys.seat(shop.sector.id, "");
    const chosen = people.find(({ id }) => body.includes(`"${sk}${id}"`));
    if (chosen === undefined) throw new Error("the router chose nobody of these");
    await meanwhile(chosen);
    commits.release();
    const ticket = await ticketOf(scene, shop, customer.waId, "open");
    const entry = (await timeline(scene, ticket.id)).findLast((it) => it.type === "assigned");
    return { chosen, ticket, others: entry?.reasons?.others };
  } finally {
    commits.release();
  }
}

const close = ({ id: ticketId }: Pick<OpenTicket, "id">) =>
  scene.api.call(
    "closeTicket",
    { params: { ticketId }, body: { tagIds: [shop.tag.id] } },
    { token: scene.admin },
  );

/** The one of two whom it was not. */
const otherThan = (people: readonly Person[], one: Person): AgentId | undefined =>
  people.find(({ id }) => id !== one.id)?.id;

const waitUntilGone = (agentId: AgentId): Promise<unknown> =>
  until("the agent is not there", async () => {
    const status = (await seatOf(agentId))?.presence[shop.channel.id]?.status ?? "offline";
    return status === "offline";
  });

describe("the agent who was chosen", () => {
  const pair: Person[] = [];
  beforeAll(async () => {
    pair.push(...(await inParallel(2, runs.slice(0, 2), () => invite(scene, { role: "agent" }))));
    await openFor(pair);
  });

  test.each(runs)("pauses, run %i of 20: the other one gets the ticket, and it says why", async () => {
    const params = { channelId: shop.channel.id };
    const { chosen, ticket, others } = await overtaken(pair, ({ token }) =>
      scene.api.call("setPresence", { params, body: { status: "paused" } }, { token }),
    );
    expect(ticket.agentId).toBe(otherThan(pair, chosen));
    expect(others).toEqual([{ agentId: chosen.id, reason: "paused" }]);
    await scene.api.call("setPresence", { params, body: { status: "online" } }, { token: chosen.token });
  });

  test.each(runs)("is signed out, run %i of 20: the other one gets the ticket", async (run) => {
    const { chosen, ticket, others } = await overtaken(pair, async ({ id, token }) => {
      if (run % 2 === 0) await scene.api.call("signOut", {}, { token });
      else await scene.api.call("signAgentOut", { params: { agentId: id } }, { token: scene.admin });
      await waitUntilGone(id);
    });
    expect(ticket.agentId).toBe(otherThan(pair, chosen));
    expect(others).toEqual([{ agentId: chosen.id, reason: "offline" }]);
    // A token is of this session only when it was made a second later.
    await scene.settled();
    scene.clock.advance(2_000);
    const back = { ...chosen, token: await signIn(scene.api, chosen) };
    pair.splice(pair.indexOf(chosen), 1, back);
    await goOnline(scene, back, shop.channel.id);
    await close(ticket);
  });

  test("left no trace in the table", async () => {
    expect(await assertSound(scene)).toBeGreaterThanOrEqual(40);
  });
});

describe("the agent who was chosen loses the connection", () => {
  const grace = 1;
  let pair: readonly Person[];
  const sockets = new Map<AgentId, AgentSocket>();
  beforeAll(async () => {
    pair = await inParallel(2, runs.slice(0, 2), () => invite(scene, { role: "agent" }));
    await scene.api.call("changeSettings", { body: { offlineGraceSeconds: grace } }, { token: scene.admin });
    await openFor(pair);
    for (const { id, token } of pair) sockets.set(id, await openSocket(scene, token));
  });
  afterAll(() => Promise.all([...sockets.values()].map((socket) => socket.close())));

  test.each(runs)("run %i of 20: the other one gets the ticket", async () => {
    const { chosen, ticket, others } = await overtaken(pair, async ({ id }) => {
      await sockets.get(id)?.close();
      await until("the loss is noted", () => scene.operator.store.get(DepartureItem, keys.departure(id)));
      await until("it is looked at", async () => {
        scene.clock.advance((grace + 1) * 1_000);
        const presence = (await seatOf(id))?.presence[shop.channel.id];
        return presence?.status === "offline";
      });
    });
    expect(ticket.agentId).toBe(otherThan(pair, chosen));
    expect(others).toEqual([{ agentId: chosen.id, reason: "offline" }]);
    sockets.set(chosen.id, await openSocket(scene, chosen.token));
    await goOnline(scene, chosen, shop.channel.id);
    await close(ticket);
  });

  test("and left no trace in the table", async () => {
    expect(await assertSound(scene)).toBeGreaterThanOrEqual(20);
  });
});

describe("the agent who was chosen is there no more", () => {
  let pair: readonly Person[];
  beforeAll(async () => {
    const first = await invite(scene, { role: "agent" });
    await openFor([first]);
    pair = [first];
  });
  beforeEach(async () => {
    pair = [...pair, await hire()];
  });

  test.each(runs)("run %i of 20: the other one gets the ticket", async (run) => {
    const { chosen, ticket } = await overtaken(pair, async ({ id }) => {
      if (run % 2 === 0) {
        const agentIds = pair.flatMap((it) => (it.id === id ? [] : it.id));
        const call = { params: { queueId: shop.queue.id }, body: { agentIds } };
        await scene.api.call("setQueueAgents", call, { token: scene.admin });
      } else {
        await scene.api.call("removeAgent", { params: { agentId: id } }, { token: scene.admin });
        await waitUntilGone(id);
      }
    });
    pair = pair.filter(({ id }) => id !== chosen.id);
    expect(ticket.agentId).toBe(pair[0]?.id);
    await close(ticket);
  });

  test("and left no trace in the table", async () => {
    expect(await assertSound(scene)).toBeGreaterThanOrEqual(20);
  });
});

describe("the limit is lowered under the load while the router assigns", () => {
  const limit = (ticketLimit: number) =>
    scene.api.call(
      "changeSector",
      { params: { sectorId: shop.sector.id }, body: { ticketLimit } },
      { token: scene.admin },
    );
  const phases = async (customers: readonly Customer[]): Promise<readonly string[]> => {
    const query = { channelId: shop.channel.id, limit: 100 };
    const lists = await Promise.all(
      (["open", "waiting"] as const).map((list) =>
        scene.api.call("listTickets", { query: { ...query, list } }, { token: scene.admin }),
      ),
    );
    const tickets = lists.flatMap(({ items }) => items);
    const own = tickets.filter(({ address }) => customers.some(({ waId }) => waId === address.phone));
    return own.map(({ phase }) => phase).toSorted();
  };
  let agents: readonly Person[];
  beforeAll(async () => {
    agents = await inParallel(2, runs.slice(0, 2), () => invite(scene, { role: "agent" }));
    await openFor(agents, 3);
  });

  test.each(runs)("run %i of 20: nobody gets one more, and all get theirs once there is room", async () => {
    const customers = Array.from({ length: 5 }, () => shop.customer());
    let assignments = 0;
    // Three are let through: one of the two has more than the new limit then, and the other has as many.
    const commits = holdCommits(scene, "queue-routing", (body) => {
      if (!body.includes('"assigned"')) return false;
      assignments += 1;
      return assignments > 3;
    });
    try {
      await Promise.all(customers.map((customer) => customer.send.text("oi")));
      await commits.first;
      await limit(1);
    } finally {
      commits.release();
    }
    await scene.settled();
    expect(await phases(customers)).toEqual(["open", "open", "open", "waiting", "waiting"]);
    const seats = await Promise.all(agents.map(({ id }) => seatOf(id)));
    const loads = seats.map((seat) => `${seat?.load} of ${seat?.limit}`);
    expect(new Set(loads)).toEqual(new Set(["1 of 1", "2 of 1"]));
    await limit(3);
    const tickets = await Promise.all(customers.map(({ waId }) => ticketOf(scene, shop, waId, "open")));
    await inParallel(3, tickets, close);
    await scene.settled();
  });

  test("and all of it is sound", async () => {
    expect(await assertSound(scene)).toBeGreaterThanOrEqual(100);
  });
});
