import type { Agent } from "../../../shared/contracts/organisation.ts";
import {
  AgentItem,
  AuditItem,
  ChannelItem,
  PauseReasonItem,
  QueueItem,
  SeatItem,
} from "../../../shared/contracts/stored/shapes.ts";
import { type Desk, noon, openDesk } from "../../support/desk.ts";
import { ConditionFailed, absent, put, update } from "../../../shared/ports/store.ts";
import { agents, channelId, otherQueueId, otherSectorId, queueId, sectorId } from "../../support/ids.ts";
import { describe, expect, test } from "vitest";
import { route, write } from "../../support/conversation.ts";
import { readPresence, setPresence } from "../../../shared/actions/presence/set-presence.ts";
import { ChannelId, PauseReasonId } from "../../../shared/contracts/ids.ts";
import { decideChange } from "../../../shared/actions/presence/change-presence.ts";
import { keys, partitions } from "../../../shared/contracts/stored/keys.ts";
import { noPermissions } from "../../../shared/domain/authorisation.ts";
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
