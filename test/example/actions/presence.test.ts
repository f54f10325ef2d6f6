import type { Agent } from "../../../shared/contracts/organisation.ts";
import {
  AgentItem,
  AgentSocketItem,
  AuditItem,
  ChannelItem,
  DepartureItem,
  PauseReasonItem,
  QueueItem,
  SeatItem,
  SettingsItem,
  SocketItem,
} from "../../../shared/contracts/stored/shapes.ts";
import { type Desk, noon, openDesk } from "../../support/desk.ts";
import { configure } from "../../support/configure.ts";
import { ConditionFailed, absent, put, update } from "../../../shared/ports/store.ts";
import { agents, channelId, otherQueueId, otherSectorId, queueId, sectorId } from "../../support/ids.ts";
import {
  connectSocket,
  disconnectSocket,
  issueSocketTicket,
} from "../../../shared/actions/sockets/connect.ts";
import { describe, expect, test } from "vitest";
import { openTickets, route, waiting, write } from "../../support/conversation.ts";
import { readPresence, setPresence } from "../../../shared/actions/presence/set-presence.ts";
import { ChannelId, PauseReasonId } from "../../../shared/contracts/ids.ts";
import { RetryLater } from "../../../shared/ports/retry-later.ts";
import { addSeconds } from "../../../shared/domain/time.ts";
import { decideChange } from "../../../shared/actions/presence/change-presence.ts";
import { defaultSettings } from "../../../shared/contracts/settings.ts";
import { forgottenDepartures } from "../../../shared/actions/sweep/departures.ts";
import { keys, partitions } from "../../../shared/contracts/stored/keys.ts";
import { noPermissions } from "../../../shared/domain/authorisation.ts";
import { leaveUnlessConnected } from "../../../shared/actions/presence/lost-connection.ts";
import { relay } from "../../../shared/actions/relay/relay.ts";
import { seatChanges } from "../../../shared/actions/organisation/seating.ts";
import { seatsOfAgent } from "../../../shared/actions/presence/seats.ts";
import { supervisePresence } from "../../../shared/actions/presence/supervise-presence.ts";

const [ana, beto] = agents;
const chat = ChannelId.parse("chn_00000000000000000000000002");
const lunch = PauseReasonId.parse("pau_00000000000000000000000001");

/** A desk with two channels. The queue takes contacts from `feeds`; a second one, which Ana serves too, from `others`. */
async function twoChannels(feeds: readonly ChannelId[], others?: readonly ChannelId[]): Promise<Desk> {
  const desk = await openDesk({ online: false });
  const reason = { id: lunch, version: 1, name: "Almoço", isWork: false, createdAt: noon };
  const queueIds = others === undefined ? [queueId] : [queueId, otherQueueId];
  await desk.store.commit([
    put("channel", ChannelItem, { ...desk.channel, id: chat, name: "Site" }, absent),
    put("reason", PauseReasonItem, { ...reason, suggestedSeconds: 3_600 }, absent),
    put("queue", QueueItem, { ...desk.queue, channelIds: [...feeds] }),
    put("other queue", QueueItem, { ...desk.queue, id: otherQueueId, channelIds: [...(others ?? [])] }),
    update("seat", SeatItem, keys.seat(sectorId, ana), { set: [[["queueIds"], queueIds]] }),
  ]);
  return desk;
}

const anas = (desk: Desk): Agent => desk.people[0] as Agent;
const go = (desk: Desk, on: ChannelId, status: "online" | "paused" | "offline", reasonId?: PauseReasonId) => {
  desk.pass(10);
  return setPresence(desk, {
    ...{ actor: anas(desk), channelId: on, status },
    ...(reasonId === undefined ? {} : { reasonId }),
  });
};
const statuses = async (desk: Desk) =>
  Object.fromEntries((await readPresence(desk, ana)).map((it) => [it.channelId, it.status]));

describe("channels that feed one queue", () => {
  test("pause together: pausing one pauses the other, and the answer lists both", async () => {
    const desk = await twoChannels([]);
    await go(desk, channelId, "online");
    await go(desk, chat, "online");
    const pause = { reasonId: lunch, induced: false };
    const answer = await go(desk, chat, "paused", lunch);
    const since = desk.clock.now();
    expect(answer).toEqual([
      { channelId: chat, status: "paused", since, pause },
      { channelId, status: "paused", since, pause },
    ]);
    await expect(readPresence(desk, ana)).resolves.toEqual(answer.toReversed());
  });

  test("resume together", async () => {
    const desk = await twoChannels([channelId, chat]);
    await go(desk, channelId, "online");
    await go(desk, chat, "online");
    await go(desk, chat, "paused");
    await expect(go(desk, channelId, "online")).resolves.toHaveLength(2);
    await expect(statuses(desk)).resolves.toEqual({ [channelId]: "online", [chat]: "online" });
  });

  test("leave alone the one on which the person is offline", async () => {
    const desk = await twoChannels([]);
    await go(desk, channelId, "online");
    await expect(go(desk, channelId, "paused")).resolves.toHaveLength(1);
    await expect(go(desk, channelId, "online")).resolves.toHaveLength(1);
    await expect(statuses(desk)).resolves.toEqual({ [channelId]: "online", [chat]: "offline" });
  });

  test("who comes online on one of them during a pause joins the pause", async () => {
    const desk = await twoChannels([]);
    await go(desk, channelId, "online");
    await go(desk, channelId, "paused", lunch);
    await expect(go(desk, chat, "online")).resolves.toMatchObject([
      { channelId: chat, status: "paused", pause: { reasonId: lunch } },
    ]);
  });

  test("do not where each has a queue of its own, unless a third queue has both", async () => {
    const apart = await twoChannels([channelId], [chat]);
    const together = await twoChannels([channelId], [channelId, chat]);
    for (const desk of [apart, together]) {
      await go(desk, channelId, "online");
      await go(desk, chat, "online");
      await go(desk, chat, "paused");
    }
    await expect(statuses(apart)).resolves.toEqual({ [channelId]: "online", [chat]: "paused" });
    await expect(statuses(together)).resolves.toEqual({ [channelId]: "paused", [chat]: "paused" });
  });

  test("a pause and somebody coming online on the other at once are never of two minds", async () => {
    const desk = await twoChannels([]);
    await go(desk, channelId, "online");
    await Promise.all([go(desk, channelId, "paused"), go(desk, chat, "online")]);
    const now = await statuses(desk);
    expect(now[channelId]).toBe("paused");
    expect(now[chat]).toBe("paused");
  });
});

describe("a pause", () => {
  test("has one of the reasons there are, or none", async () => {
    const desk = await twoChannels([]);
    const unknown = PauseReasonId.parse("pau_00000000000000000000000009");
    await expect(go(desk, channelId, "paused", unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(go(desk, channelId, "paused")).resolves.toMatchObject([{ pause: { reasonId: null } }]);
  });

  test("keeps tickets away, and its end brings the one that waits", async () => {
    const desk = await openDesk({ limit: 1 });
    for (const other of agents.slice(1))
      await desk.store.commit([
        update("seat", SeatItem, keys.seat(sectorId, other), { set: [[["presence"], {}]] }),
      ]);
    await setPresence(desk, { actor: anas(desk), channelId, status: "paused" });
    await write(desk, "wamid.1", "oi");
    await expect(route(desk)).resolves.toEqual({ assigned: 0 });
    const before = await desk.store.get(SeatItem, keys.seat(sectorId, ana));
    await setPresence(desk, { actor: anas(desk), channelId, status: "online" });
    const after = await desk.store.get(SeatItem, keys.seat(sectorId, ana));
    const stored = (seat: object | undefined) => ({
      ...keys.seat(sectorId, ana),
      shape: "seat",
      v: 1,
      ...seat,
    });
    await relay(desk, [{ id: "1", old: stored(before), new: stored(after) }]);
    expect(desk.seen.routing.map(({ body }) => body)).toEqual([
      { v: 1, kind: "serve", queueId, agentIds: [agents[0]] },
    ]);
    await expect(route(desk)).resolves.toEqual({ assigned: 1 });
  });
});

describe("a supervisor", () => {
  const posts = { sectorIds: [sectorId], queueIds: [], permissions: noPermissions };
  const boss = { id: beto, role: "supervisor", ...posts } as const;
  const induce = (desk: Desk, reasonId: PauseReasonId | null = null) =>
    supervisePresence(desk, { actor: boss, agentId: ana, action: "pause", reasonId });
  const supervised = async (): Promise<Desk> => {
    const desk = await twoChannels([channelId], [chat]);
    await go(desk, channelId, "online");
    return desk;
  };

  test("pauses who holds no ticket, wherever they are online, and it is on record", async () => {
    const desk = await supervised();
    await expect(induce(desk, lunch)).resolves.toMatchObject([
      { channelId, status: "paused", pause: { reasonId: lunch, induced: true } },
    ]);
    const { items } = await desk.store.query(AuditItem, { pk: partitions.audit("2026-11"), limit: 10 });
    expect(items).toMatchObject([{ actorId: beto, action: "paused", kind: "agent", resourceId: ana }]);
    await expect(induce(desk, lunch), "again").resolves.toEqual([]);
  });

  test("does not pause who holds a ticket, also not one they get at this moment", async () => {
    const desk = await supervised();
    await write(desk, "wamid.1", "oi");
    let raced = false;
    const racing: Desk = {
      ...desk,
      store: {
        ...desk.store,
        commit: async (changes) => {
          if (!raced) {
            raced = true;
            await route(desk);
          }
          await desk.store.commit(changes);
        },
      },
    };
    await expect(induce(racing)).rejects.toMatchObject({
      code: "AGENT_HAS_OPEN_TICKETS",
      details: { openTickets: 1 },
    });
    await expect(induce(desk)).rejects.toMatchObject({ code: "AGENT_HAS_OPEN_TICKETS" });
    await expect(statuses(desk)).resolves.toMatchObject({ [channelId]: "online" });
  });

  test("ends any pause; so does the person themself, also of one that was induced", async () => {
    const desk = await supervised();
    await go(desk, channelId, "paused");
    const resumed = await supervisePresence(desk, { actor: boss, agentId: ana, action: "resume" });
    expect(resumed).toMatchObject([{ channelId, status: "online" }]);
    await induce(desk);
    await expect(go(desk, channelId, "online")).resolves.toMatchObject([{ status: "online" }]);
  });

  test("of another sector finds nobody, and one of theirs only sees another supervisor", async () => {
    const desk = await supervised();
    const stranger = { ...boss, sectorIds: [] };
    const action = "resume";
    await expect(supervisePresence(desk, { actor: stranger, agentId: ana, action })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    await desk.store.commit([put("agent", AgentItem, { ...anas(desk), role: "supervisor" })]);
    await expect(supervisePresence(desk, { actor: boss, agentId: ana, action })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});

describe("a lost connection", () => {
  const connect = async (desk: Desk, connectionId: string): Promise<void> => {
    const sessionBeganAt = Date.parse(noon) / 1_000 + 5;
    const ticket = await issueSocketTicket(desk, { agentId: ana, sessionBeganAt });
    await connectSocket(desk, { ticket, connectionId });
  };
  /** Ana online, with a ticket she holds and one open socket. */
  const connected = async (): Promise<Desk> => {
    const desk = await openDesk({ online: false, limit: 1 });
    await setPresence(desk, { actor: anas(desk), channelId, status: "online" });
    await write(desk, "wamid.1", "oi");
    await route(desk);
    await connect(desk, "tab-1");
    return desk;
  };
  const look = (desk: Desk) => leaveUnlessConnected(desk, { agentId: ana, at: desk.clock.now() });
  const statusOf = async (desk: Desk) => (await readPresence(desk, ana))[0]?.status;

  test("becomes offline once the grace is over, and the open tickets stay", async () => {
    const desk = await connected();
    await disconnectSocket(desk, "tab-1");
    desk.pass(59);
    await expect(look(desk)).rejects.toThrow(RetryLater);
    await expect(statusOf(desk)).resolves.toBe("online");
    desk.pass(1);
    await expect(look(desk)).resolves.toBe(true);
    await expect(statusOf(desk)).resolves.toBe("offline");
    await expect(openTickets(desk)).resolves.toMatchObject([{ agentId: ana }]);
    await write(desk, "wamid.2", "oi", "5511990000002");
    await route(desk);
    await expect(waiting(desk)).resolves.toHaveLength(1);
    await expect(look(desk), "again").resolves.toBe(false);
  });

  test("is none while another tab is open, nor when the end of the old socket is told after the new one opened", async () => {
    const desk = await connected();
    await connect(desk, "tab-2");
    await disconnectSocket(desk, "tab-1");
    desk.pass(600);
    await expect(look(desk)).resolves.toBe(false);
    await expect(statusOf(desk)).resolves.toBe("online");
    await expect(desk.store.get(DepartureItem, keys.departure(ana))).resolves.toBeUndefined();
  });

  test("is mended by a socket that opens within the grace, also between the look and the change", async () => {
    const desk = await connected();
    await disconnectSocket(desk, "tab-1");
    desk.pass(60);
    let raced = false;
    const racing: Desk = {
      ...desk,
      store: {
        ...desk.store,
        commit: async (changes) => {
          if (!raced) {
            raced = true;
            await connect(desk, "tab-2");
          }
          await desk.store.commit(changes);
        },
      },
    };
    await expect(look(racing)).resolves.toBe(false);
    expect(raced).toBe(true);
    await expect(statusOf(desk)).resolves.toBe("online");
  });

  test("counts from the last socket, whichever job comes first", async () => {
    const desk = await connected();
    await connect(desk, "tab-2");
    await disconnectSocket(desk, "tab-1");
    desk.pass(50);
    await disconnectSocket(desk, "tab-2");
    desk.pass(11);
    await expect(look(desk)).rejects.toMatchObject({ seconds: 49 });
  });

  test("has the grace that the settings say", async () => {
    const desk = await connected();
    const settings = { ...defaultSettings, version: 1, offlineGraceSeconds: 0 };
    await configure(desk, put("settings", SettingsItem, settings, absent));
    desk.pass(6);
    await disconnectSocket(desk, "tab-1");
    await expect(look(desk)).resolves.toBe(true);
  });

  test("does not concern who works without a socket", async () => {
    const desk = await connected();
    await disconnectSocket(desk, "tab-1");
    desk.pass(60);
    const lost = { agentId: ana, at: desk.clock.now() };
    await look(desk);
    desk.pass(1);
    await setPresence(desk, { actor: anas(desk), channelId, status: "online" });
    await expect(leaveUnlessConnected(desk, lost), "told twice").resolves.toBe(false);
    await expect(statusOf(desk)).resolves.toBe("online");
  });

  test("is one too where nobody told of it and the socket expired", async () => {
    const desk = await connected();
    desk.pass(3 * 3_600);
    const socket = { agentId: ana, connectionId: "tab-1", connectedAt: noon, sessionBeganAt: 0 };
    const old = { ...keys.agentSocket(ana, "tab-1"), shape: AgentSocketItem.kind, v: 1, ttl: 1, ...socket };
    desk.store.expire(Math.floor(Date.parse(desk.clock.now()) / 1_000) + 60);
    await relay(desk, [{ id: "1", old }]);
    const [job] = desk.seen.wakeups;
    if (job?.body.kind !== "presence") throw new Error("nobody is to look after her");
    expect(job).toMatchObject({ body: { agentId: ana }, delaySeconds: 61 });
    desk.pass(job.delaySeconds ?? 0);
    await expect(leaveUnlessConnected(desk, job.body)).resolves.toBe(true);
    await expect(statusOf(desk)).resolves.toBe("offline");
  });

  test("that nobody looked at is found by the sweep, once it is late", async () => {
    const desk = await connected();
    await disconnectSocket(desk, "tab-1");
    desk.pass(119);
    await expect(forgottenDepartures(desk, "m")).resolves.toEqual([]);
    desk.pass(2);
    await expect(forgottenDepartures(desk, "m")).resolves.toMatchObject([
      { group: ana, body: { v: 1, kind: "presence", agentId: ana, at: addSeconds(desk.clock.now(), -121) } },
    ]);
  });

  test("a socket whose end is told twice is forgotten once", async () => {
    const desk = await connected();
    await disconnectSocket(desk, "tab-1");
    desk.pass(60);
    await look(desk);
    await desk.store.commit([
      put("socket", SocketItem, {
        agentId: ana,
        connectionId: "tab-1",
        connectedAt: noon,
        sessionBeganAt: 0,
      }),
    ]);
    await disconnectSocket(desk, "tab-1");
    await expect(desk.store.get(DepartureItem, keys.departure(ana))).resolves.toBeUndefined();
  });
});

test("of a change of presence and a seat that begins at once, one is decided anew", async () => {
  const desk = await twoChannels([]);
  await go(desk, channelId, "online");
  const seats = await seatsOfAgent(desk, ana);
  const beginning = seatChanges(
    seats,
    anas(desk),
    { id: otherSectorId, ticketLimit: 1 },
    [otherQueueId],
    noon,
  );
  const change = { agentId: ana, command: { do: "leave" }, begin: noon } as const;
  const { changes } = await decideChange(desk, change);
  const other = await twoChannels([]);
  for (const [first, second] of [
    [beginning, changes],
    [changes, beginning],
  ] as const) {
    const on = first === beginning ? desk : other;
    if (on === other) await go(other, channelId, "online");
    await on.store.commit(first);
    await expect(on.store.commit(second)).rejects.toThrow(ConditionFailed);
  }
  await expect(desk.store.get(SeatItem, keys.seat(otherSectorId, ana))).resolves.toMatchObject({
    presence: { [channelId]: { status: "online" } },
  });
});
