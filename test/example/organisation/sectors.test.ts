import { describe, expect, it } from "vitest";
import { changeSector } from "../../../shared/actions/organisation/change-sector.ts";
import { getSector } from "../../../shared/actions/organisation/read-sector.ts";
import { changeQueue, getQueue, setQueueAgents } from "../../../shared/actions/organisation/queues.ts";
import { removeQueue } from "../../../shared/actions/organisation/removal/remove-queue.ts";
import { spreadLimit } from "../../../shared/actions/organisation/spread-limit.ts";
import { setPresence } from "../../../shared/actions/presence/set-presence.ts";
import { takeTicket } from "../../../shared/actions/tickets/take-ticket.ts";
import { SeatItem, SectorItem } from "../../../shared/contracts/stored/shapes.ts";
import type { Hours } from "../../../shared/contracts/hours.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { absent, put, update } from "../../../shared/ports/store.ts";
import { noon, openDesk } from "../../support/desk.ts";
import { openTickets, route, waiting, write } from "../../support/conversation.ts";
import { agentId, agents, channelId, queueId, sectorId } from "../../support/ids.ts";
import { addQueue, addSector, admin, agentOf, join, seatOf, settle, sweepSeats } from "./support.ts";

const weekdays: Hours = {
  timeZone: "America/Sao_Paulo",
  weekly: { monday: [{ from: "08:00", to: "18:00" }], tuesday: [{ from: "08:00", to: "18:00" }] },
  special: [],
};

describe("a sector", () => {
  it("is made with its first queue, its managers and who serves, all at once", async () => {
    const desk = await openDesk();
    const boss = await join(desk, "S", { role: "supervisor" });
    const { sector, queue } = await addSector(desk, {
      managerIds: [boss.id],
      routing: "manual",
      queue: { name: "Primeira", agentIds: [agents[0], boss.id] },
    });
    expect(queue).toMatchObject({ sectorId: sector.id, routing: "manual", removing: null });
    expect(await agentOf(desk, boss.id)).toMatchObject({
      sectorIds: [sector.id],
      queueIds: [queue.id],
      version: 2,
    });
    expect(await seatOf(desk, boss.id, sector.id)).toMatchObject({ queueIds: [queue.id], limit: 3, load: 0 });
    // Who is online elsewhere is online here too.
    expect(await seatOf(desk, agents[0], sector.id)).toMatchObject({
      presence: { [channelId]: { status: "online", since: noon } },
    });
  });

  it("is made whole or not at all", async () => {
    const desk = await openDesk();
    const viewer = await join(desk, "5", { role: "viewer" });
    const before = desk.store.changes.length;
    const nobody = agentId("9");
    await expect(addSector(desk, { managerIds: [nobody] })).rejects.toMatchObject({
      code: "NOT_FOUND",
      details: { agentId: nobody },
    });
    await expect(addSector(desk, { managerIds: [agents[0]] })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const serving = addSector(desk, { queue: { name: "Fila", agentIds: [viewer.id] } });
    await expect(serving).rejects.toMatchObject({ code: "BAD_REQUEST", details: { agentId: viewer.id } });
    expect(desk.store.changes.length).toBe(before);
  });

  it("tells whether it is open, and when it opens", async () => {
    const desk = await openDesk();
    const { sector } = await addSector(desk, { hours: weekdays });
    expect(sector).toMatchObject({ isOpen: true, opensAt: null });
    desk.pass(86_400 + 10 * 3_600);
    expect(await getSector(desk, { actor: admin, sectorId: sector.id })).toMatchObject({
      isOpen: false,
      opensAt: "2026-11-30T11:00:00.000Z",
    });
  });

  it("mirrors its managers in their own records, both ways, and leaves that to administrators", async () => {
    const desk = await openDesk();
    const [one, two] = [
      await join(desk, "S", { role: "supervisor" }),
      await join(desk, "T", { role: "supervisor" }),
    ];
    await changeSector(desk, { actor: admin, sectorId, managerIds: [one.id] });
    await changeSector(desk, { actor: admin, sectorId, managerIds: [two.id, two.id] });
    expect((await agentOf(desk, one.id))?.sectorIds).toEqual([]);
    expect((await agentOf(desk, two.id))?.sectorIds).toEqual([sectorId]);
    const manager = { ...two, sectorIds: [sectorId] };
    const own = changeSector(desk, { actor: manager, sectorId, managerIds: [one.id, two.id] });
    await expect(own).rejects.toMatchObject({ code: "FORBIDDEN" });
    const foreign = changeSector(desk, { actor: one, sectorId, name: "Minha" });
    await expect(foreign).rejects.toMatchObject({ code: "NOT_FOUND", details: {} });
  });

  it("gives a changed limit to every seat without one of its own, over several transactions", async () => {
    const desk = await openDesk({ limit: 2 });
    for (let at = 0; at < 90; at += 1) {
      const agent = await join(desk, `1${at.toString().padStart(2, "0")}`, {
        limits: at % 3 === 0 ? { [sectorId]: 7 } : {},
      });
      const limit = agent.limits[sectorId] ?? 2;
      const seat = {
        sectorId,
        agentId: agent.id,
        queueIds: [queueId],
        presence: {},
        presenceVersion: 0,
        load: 0,
        limit,
      };
      await desk.store.commit([put("seat", SeatItem, { ...seat, lastAssignedAt: noon }, absent)]);
    }
    await changeSector(desk, { actor: admin, sectorId, ticketLimit: 5 });
    const limits = (await desk.store.query(SeatItem, { pk: `SECTOR#${sectorId}`, limit: 1_000 })).items;
    expect(Map.groupBy(limits, (seat) => seat.limit).get(5)).toHaveLength(63);
    expect(Map.groupBy(limits, (seat) => seat.limit).get(7)).toHaveLength(30);
  });

  it("makes up for a spreading that was cut off, and one that comes late changes nothing", async () => {
    const desk = await openDesk({ limit: 2 });
    await changeSector(desk, { actor: admin, sectorId, ticketLimit: 5 });
    const set = [[["limit"], 2]] as const;
    await desk.store.commit([update("seat", SeatItem, keys.seat(sectorId, agents[0]), { set })]);
    await changeSector(desk, { actor: admin, sectorId, ticketLimit: 5 });
    expect((await seatOf(desk, agents[0]))?.limit).toBe(5);
    await spreadLimit(desk.store, { id: sectorId, ticketLimit: 9 });
    expect((await seatOf(desk, agents[0]))?.limit).toBe(5);
  });

  it("cannot be active without a queue, nor lose its last one while active", async () => {
    const desk = await openDesk();
    const { sector, queue } = await addSector(desk);
    const last = removeQueue(desk, { actor: admin, queueId: queue.id });
    await expect(last).rejects.toMatchObject({ code: "LAST_QUEUE" });
    const input = { actor: admin, sectorId: sector.id };
    await changeSector(desk, { ...input, active: false });
    await removeQueue(desk, { actor: admin, queueId: queue.id });
    expect(await settle(desk)).toEqual({ removed: 1, calledOff: 0 });
    await expect(changeSector(desk, { ...input, active: true })).rejects.toMatchObject({
      code: "LAST_QUEUE",
    });
    await addQueue(desk, "Outra", { to: sector.id });
    expect((await changeSector(desk, { ...input, active: true })).active).toBe(true);
  });

  it("that is not active receives nobody: who writes stays a potential", async () => {
    const desk = await openDesk();
    await changeSector(desk, { actor: admin, sectorId, active: false });
    await write(desk, "wamid.I1", "oi");
    expect(await waiting(desk)).toEqual([]);
    expect(desk.store.dump().filter((item) => item["phase"] === "bot")).toHaveLength(1);
  });

  it("loses nothing when two change it at once: one gets the conflict with the record as it is", async () => {
    const desk = await openDesk();
    const both = await Promise.allSettled([
      changeSector(desk, { actor: admin, sectorId, name: "Um" }),
      changeSector(desk, { actor: admin, sectorId, survey: true }),
    ]);
    const [won, lost] = both.toSorted((a) => (a.status === "fulfilled" ? -1 : 1));
    expect(lost).toMatchObject({
      status: "rejected",
      reason: { code: "VERSION_CONFLICT", details: { current: { version: 2 } } },
    });
    const record = await desk.store.get(SectorItem, keys.sector(sectorId));
    expect(won).toMatchObject({ status: "fulfilled", value: { ...record } });
  });
});

describe("who serves a queue", () => {
  it("is exactly who was named: newcomers get a seat, who leaves keeps the tickets they hold", async () => {
    const desk = await openDesk({ limit: 1 });
    await write(desk, "wamid.Q1", "oi");
    await route(desk);
    const [ticket] = await openTickets(desk);
    if (ticket?.phase !== "open") throw new Error("nobody got it");
    const other = await addQueue(desk, "Outra");
    const { sector } = await addSector(desk);
    await setPresence(desk, { actor: desk.people[1] ?? admin, channelId, status: "offline" });
    const fresh = await addQueue(desk, "Nova", { to: sector.id });
    const set = { actor: admin, queueId: fresh.id, agentIds: [agents[1], agents[2]] };
    await setQueueAgents(desk, set);
    expect(await getQueue(desk, { actor: admin, queueId: fresh.id })).toMatchObject({
      agentIds: set.agentIds,
    });
    expect((await seatOf(desk, agents[1], sector.id))?.presence[channelId]?.status).toBe("offline");
    expect((await seatOf(desk, agents[2], sector.id))?.presence[channelId]?.status).toBe("online");

    await setQueueAgents(desk, { actor: admin, queueId, agentIds: [] });
    expect(await agentOf(desk, ticket.agentId)).toMatchObject({
      queueIds: expect.not.arrayContaining([queueId]),
    });
    expect(await seatOf(desk, ticket.agentId)).toMatchObject({ queueIds: [], load: 1 });
    const idle = agents.filter((it) => it !== ticket.agentId);
    expect(await sweepSeats(desk)).toBe(idle.length);
    for (const agent of idle) expect(await seatOf(desk, agent)).toBeUndefined();
    expect(await getQueue(desk, { actor: admin, queueId: other.id })).toMatchObject({ agentIds: [] });
  });

  it("is set for many people in several transactions, and asking again changes nothing", async () => {
    const desk = await openDesk();
    const many = await Promise.all(
      Array.from({ length: 75 }, (_, at) => join(desk, `2${at.toString().padStart(2, "0")}`)),
    );
    const agentIds = many.map((agent) => agent.id);
    await setQueueAgents(desk, { actor: admin, queueId, agentIds });
    const { agentIds: serving } = await getQueue(desk, { actor: admin, queueId });
    expect(serving.toSorted()).toEqual(agentIds.toSorted());
    const before = desk.store.changes.length;
    await setQueueAgents(desk, { actor: admin, queueId, agentIds });
    expect(desk.store.changes.length).toBe(before);
  });

  it("may be told by a supervisor who names their own people, or somebody without a post", async () => {
    const desk = await openDesk();
    const { sector, queue } = await addSector(desk);
    const boss = await join(desk, "S", { role: "supervisor", sectorIds: [sector.id] });
    const newcomer = await join(desk, "5");
    const input = { actor: boss, queueId: queue.id };
    await setQueueAgents(desk, { ...input, agentIds: [newcomer.id, boss.id] });
    const strangers = setQueueAgents(desk, { ...input, agentIds: [newcomer.id, boss.id, agents[0]] });
    await expect(strangers).rejects.toMatchObject({ code: "NOT_FOUND", details: { agentId: agents[0] } });
    const foreign = setQueueAgents(desk, { actor: boss, queueId, agentIds: [] });
    await expect(foreign).rejects.toMatchObject({ code: "NOT_FOUND", details: {} });
  });

  it("cannot take from a line they were taken from", async () => {
    const desk = await openDesk({ routing: "manual" });
    await write(desk, "wamid.T1", "oi");
    const [ticketId] = await waiting(desk);
    const actor = desk.people[0];
    if (ticketId === undefined || actor === undefined) throw new Error("nobody waits");
    await setQueueAgents(desk, { actor: admin, queueId, agentIds: [agents[1]] });
    await expect(takeTicket(desk, { actor, ticketId })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("is told with the queue, whose channels must exist", async () => {
    const desk = await openDesk();
    const changed = await changeQueue(desk, {
      actor: admin,
      queueId,
      greeting: "Olá!",
      channelIds: [channelId],
    });
    expect(changed).toMatchObject({ version: 2, greeting: "Olá!", channelIds: [channelId] });
    const unknown = changeQueue(desk, {
      actor: admin,
      queueId,
      channelIds: [`${channelId.slice(0, -1)}9` as never],
    });
    await expect(unknown).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
