import {
  AgentItem,
  AgentListingItem,
  AgentSocketItem,
  PresenceItem,
  SeatItem,
  SocketItem,
} from "../../../shared/contracts/stored/shapes.ts";
import { type Desk, noon, openDesk } from "../../support/desk.ts";
import { absent, put, remove, update } from "../../../shared/ports/store.ts";
import { agents, channelId, sectorId } from "../../support/ids.ts";
import { describe, expect, test } from "vitest";
import { keys, partitions, prefixes } from "../../../shared/contracts/stored/keys.ts";
import { openTickets, route, timeline, waiting, write } from "../../support/conversation.ts";
import type { Agent } from "../../../shared/contracts/organisation.ts";
import type { Hours } from "../../../shared/contracts/hours.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { recordChanges, withoutSessions } from "../../../shared/actions/sessions/end-sessions.ts";
import { relay } from "../../../shared/actions/relay/relay.ts";
import { releaseAgent } from "../../../shared/actions/routing/release-agent.ts";
import { setPresence } from "../../../shared/actions/presence/set-presence.ts";
import { sweep } from "../../../shared/actions/sweep/sweep.ts";

const ana = agents[0];

/** A desk whose first agent alone is online, with two open tickets since noon, and one that waits. */
async function busyDesk(): Promise<Desk> {
  const desk = await openDesk({ limit: 2 });
  for (const other of agents.slice(1)) {
    const set = [[["presence"], {}]] as const;
    await desk.store.commit([update("seat", SeatItem, keys.seat(sectorId, other), { set })]);
  }
  await desk.store.commit(
    desk.people.map((agent) =>
      put(
        `listing ${agent.id}`,
        AgentListingItem,
        { agentId: agent.id, active: true, accessHours: null, sessionsValidAfter: noon },
        absent,
      ),
    ),
  );
  for (const count of [1, 2, 3]) {
    desk.pass(1);
    await write(desk, `wamid.${count}`, "oi", `551199000000${count}`);
  }
  await route(desk);
  desk.pass(60);
  return desk;
}

const record = async (desk: Desk): Promise<Agent> => {
  const found = await desk.store.get(AgentItem, keys.agent(ana));
  if (found === undefined) throw new Error("the agent is gone");
  return found;
};
const seat = (desk: Desk) => desk.store.get(SeatItem, keys.seat(sectorId, ana));

/** An agent's record as it is stored. */
const stored = (agent: Agent) => ({
  ...agent,
  ...keys.agent(agent.id),
  shape: AgentItem.kind,
  v: AgentItem.version,
});

/** Ends Ana's sessions in her record; answers the change as the table's stream tells it. */
async function end(desk: Desk, changes: Partial<Agent> = {}) {
  const old = await record(desk);
  const after = withoutSessions({ ...old, ...changes }, desk.clock.now());
  await desk.store.commit(recordChanges(old, after));
  return { id: "change-1", old: stored(old), new: stored(after) };
}

const connect = async (desk: Desk, connectionId: string, sessionBeganAt: number): Promise<void> => {
  const socket = { agentId: ana, connectionId, connectedAt: desk.clock.now(), sessionBeganAt };
  await desk.store.commit([
    put("agent's socket", AgentSocketItem, socket, absent),
    put("socket", SocketItem, socket, absent),
  ]);
};

describe("a release", () => {
  test("takes the person offline, with a record, and their tickets to the head of the line", async () => {
    const desk = await busyDesk();
    const held = (await openTickets(desk)).map((ticket) => ticket.id);
    const [third] = await waiting(desk);
    await end(desk, { active: false });
    await expect(releaseAgent(desk, ana)).resolves.toEqual({ released: 2 });
    await expect(waiting(desk)).resolves.toEqual([...held, third]);
    await expect(seat(desk)).resolves.toMatchObject({
      load: 0,
      presence: { [channelId]: { status: "offline" } },
    });
    const log = await desk.store.query(PresenceItem, {
      pk: partitions.agent(ana),
      prefix: prefixes.presence,
      limit: 10,
    });
    expect(log.items).toMatchObject([{ status: "offline", at: desk.clock.now() }]);
    const [first] = held;
    if (first === undefined) throw new Error("nothing was held");
    expect((await timeline(desk, first)).at(-1)).toMatchObject({
      type: "requeued",
      priority: 9,
      reason: "agent-deactivated",
      from: { agentId: ana },
      by: { kind: "system" },
    });
  });

  test("twice is once", async () => {
    const desk = await busyDesk();
    await end(desk);
    await releaseAgent(desk, ana);
    const before = desk.store.dump();
    await expect(releaseAgent(desk, ana)).resolves.toEqual({ released: 0 });
    expect(desk.store.dump()).toEqual(before);
  });

  test("that comes late leaves what a new session began", async () => {
    const desk = await busyDesk();
    await end(desk);
    desk.pass(10);
    const actor = await record(desk);
    await setPresence(desk, { actor, channelId, status: "offline" });
    await setPresence(desk, { actor, channelId, status: "online" });
    const set = [[["limit"], 3]] as const;
    await desk.store.commit([update("seat", SeatItem, keys.seat(sectorId, ana), { set })]);
    await route(desk);
    await expect(releaseAgent(desk, ana)).resolves.toEqual({ released: 2 });
    await expect(openTickets(desk)).resolves.toMatchObject([{ agentId: ana }]);
    await expect(seat(desk)).resolves.toMatchObject({
      load: 1,
      presence: { [channelId]: { status: "online" } },
    });
  });

  test("is asked for again while the index does not show every ticket", async () => {
    const desk = await busyDesk();
    await end(desk);
    const blind = { ...desk.store, find: async () => ({ pointers: [], next: undefined }) };
    await expect(releaseAgent({ ...desk, store: blind }, ana)).rejects.toMatchObject({ name: "RetryLater" });
    await expect(releaseAgent(desk, ana)).resolves.toEqual({ released: 2 });
  });

  test("of who was removed takes their seats too", async () => {
    const desk = await busyDesk();
    await desk.store.commit([remove("agent", AgentItem, keys.agent(ana))]);
    await releaseAgent(desk, ana);
    await expect(seat(desk)).resolves.toBeUndefined();
    await expect(waiting(desk)).resolves.toHaveLength(3);
  });
});

describe("the relay", () => {
  test("tells and closes the sockets of the ended sessions, and asks for the release", async () => {
    const desk = await busyDesk();
    await connect(desk, "old", Date.parse(noon) / 1_000 + 5);
    const change = await end(desk);
    await connect(desk, "new", Date.parse(desk.clock.now()) / 1_000 + 1);
    await relay(desk, [change]);
    expect(desk.seen.frames).toEqual([
      { connectionId: "old", message: { type: "session-ended", at: desk.clock.now() } },
    ]);
    expect(desk.seen.closed).toEqual(["old"]);
    await expect(desk.store.get(SocketItem, keys.socket("old"))).resolves.toBeUndefined();
    await expect(desk.store.get(SocketItem, keys.socket("new"))).resolves.toBeDefined();
    expect(desk.seen.routing.map((job) => [job.group, job.body])).toEqual([
      [ana, { v: 1, kind: "release", agentId: ana }],
    ]);
  });

  test("forgets a socket also when it cannot be closed", async () => {
    const desk = await busyDesk();
    await connect(desk, "old", 0);
    const sockets = { ...desk.sockets, close: () => Promise.reject(new Error("throttled")) };
    await relay({ ...desk, sockets }, [await end(desk, { active: false })]);
    await expect(desk.store.get(SocketItem, keys.socket("old"))).resolves.toBeUndefined();
  });

  test.each([{ name: "Another" }, { queueIds: [] }])("%j ends nothing", async (changes) => {
    const desk = await busyDesk();
    const old = await record(desk);
    await relay(desk, [{ id: "1", old: stored(old), new: stored({ ...old, ...changes }) }]);
    expect(desk.seen.routing).toEqual([]);
  });
});

describe("the sweep", () => {
  const released = (desk: Desk) => desk.seen.routing.filter((job) => job.body.kind === "release");

  test("asks for a release that was lost, until it is done", async () => {
    const desk = await busyDesk();
    await expect(sweep(desk)).resolves.toMatchObject({ released: 0 });
    await end(desk, { active: false });
    await expect(sweep(desk)).resolves.toMatchObject({ released: 1 });
    expect(released(desk).map((job) => job.group)).toEqual([ana]);
    await releaseAgent(desk, ana);
    await expect(sweep(desk)).resolves.toMatchObject({ released: 0 });
  });

  const hours: Hours = {
    timeZone: "UTC",
    weekly: { monday: [{ from: "08:00", to: "12:10" }] },
    special: [],
  };
  const bind = async (desk: Desk): Promise<void> => {
    const agent = await record(desk);
    await desk.store.commit(
      recordChanges(agent, { ...agent, version: agent.version + 1, accessHours: hours }),
    );
  };

  test("warns five minutes ahead, ends the session at the hour, once", async () => {
    const desk = await busyDesk();
    await bind(desk);
    await connect(desk, "c1", Date.parse(noon) / 1_000 + 1);
    await sweep(desk);
    expect(desk.seen.frames).toEqual([]);
    desk.pass(4 * 60);
    await sweep(desk);
    const at = "2026-11-23T12:10:00.000Z" as Time;
    expect(desk.seen.frames).toEqual([{ connectionId: "c1", message: { type: "session-ending", at } }]);
    desk.pass(5 * 60);
    await expect(sweep(desk)).resolves.toMatchObject({ ended: 1 });
    await expect(record(desk)).resolves.toMatchObject({ sessionsValidAfter: desk.clock.now() });
    desk.pass(60);
    await expect(sweep(desk)).resolves.toMatchObject({ ended: 0 });
    desk.pass(7 * 86_400);
    await expect(sweep(desk)).resolves.toMatchObject({ ended: 1 });
  });

  test("who has no access hours goes on", async () => {
    const desk = await busyDesk();
    desk.pass(86_400);
    await expect(sweep(desk)).resolves.toMatchObject({ ended: 0 });
  });
});
