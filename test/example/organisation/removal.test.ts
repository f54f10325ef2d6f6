import { describe, expect, it } from "vitest";
import { changeSector } from "../../../shared/actions/organisation/change-sector.ts";
import { goOnWithQueue, removeQueue } from "../../../shared/actions/organisation/removal/remove-queue.ts";
import { removeSector } from "../../../shared/actions/organisation/removal/remove-sector.ts";
import { setQueueAgents } from "../../../shared/actions/organisation/queues.ts";
import {
  AgentListingItem,
  AuditItem,
  HeadItem,
  QueueItem,
  SeatItem,
  SectorItem,
} from "../../../shared/contracts/stored/shapes.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import { keys, partitions } from "../../../shared/contracts/stored/keys.ts";
import { configurationSeconds } from "../../../shared/actions/configuration/configuration.ts";
import { createCannedResponse } from "../../../shared/actions/canned-responses/create.ts";
import { goOnWithRemovals } from "../../../shared/actions/sweep/removals.ts";
import { listingOf } from "../../../shared/actions/sessions/end-sessions.ts";
import { settleSeconds } from "../../../shared/actions/organisation/removal/removal.ts";
import { tagTicket } from "../../../shared/actions/tickets/tag-ticket.ts";
import { absent, put } from "../../../shared/ports/store.ts";
import { type Desk, noon, openDesk } from "../../support/desk.ts";
import { openTickets, route, timeline, waiting, write } from "../../support/conversation.ts";
import { agents, queueId, sectorId, tags } from "../../support/ids.ts";
import {
  addQueue,
  addSector,
  admin,
  agentOf,
  endReception,
  join,
  remembering,
  request,
  seatOf,
  sweepSeats,
  settle,
} from "./support.ts";

const customers = ["5511990000001", "5511990000002", "5511990000003", "5511990000004", "5511990000005"];

/** A desk with five customers: three are attended (one each), two wait. Nobody new comes to its queue. */
async function busy(): Promise<Desk> {
  const desk = await openDesk({ limit: 1 });
  for (const [at, from] of customers.entries()) {
    await write(desk, `wamid.R${at}`, "oi", from);
    desk.pass(1);
  }
  await route(desk);
  await endReception(desk);
  return desk;
}

/** A desk with a second queue whose inbound function knows for some seconds that contacts are put into the first. */
async function forgetful() {
  const desk = await openDesk();
  const inbound = await remembering(desk);
  await endReception(desk);
  return { desk, inbound, target: await addQueue(desk, "Destino") };
}

const audits = async (desk: Desk) =>
  (await desk.store.query(AuditItem, { pk: partitions.audit(noon.slice(0, 7)), limit: 100 })).items;

const head = (desk: Desk, ticketId: TicketId) => desk.store.get(HeadItem, keys.head(ticketId));

describe("removing a queue", () => {
  it("without tickets takes its agents' posts and the record", async () => {
    const desk = await openDesk();
    const other = await addQueue(desk, "Outra", { agentIds: [agents[0]] });
    const input = { actor: admin, queueId: other.id };
    expect(await removeQueue(desk, input)).toEqual({ tickets: [], removed: false });
    // A function may still believe that contacts are put there.
    desk.pass(settleSeconds - 1);
    expect(await goOnWithRemovals(desk)).toEqual({ removed: 0, calledOff: 0 });
    expect((await agentOf(desk, agents[0]))?.queueIds).toContain(other.id);
    desk.pass(1);
    expect(await removeQueue(desk, input)).toEqual({ tickets: [], removed: true });
    expect((await agentOf(desk, agents[0]))?.queueIds).toEqual([queueId]);
    expect((await seatOf(desk, agents[0]))?.queueIds).toEqual([queueId]);
    expect(await desk.store.get(QueueItem, keys.queue(other.id))).toBeUndefined();
    const again = removeQueue(desk, { actor: admin, queueId: other.id });
    await expect(again).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("is refused while a reception names it, and while nothing is said of its tickets", async () => {
    const desk = await openDesk({ limit: 1 });
    await addQueue(desk, "Outra");
    const input = { actor: admin, queueId };
    await expect(removeQueue(desk, input)).rejects.toMatchObject({
      code: "IN_USE",
      details: { channelIds: [desk.channel.id] },
    });
    await write(desk, "wamid.R1", "oi");
    await endReception(desk);
    const before = desk.store.changes.length;
    await expect(removeQueue(desk, input)).rejects.toMatchObject({
      code: "HAS_LIVE_TICKETS",
      details: { tickets: 1 },
    });
    expect(desk.store.changes.length).toBe(before);
    const both = removeQueue(desk, { ...input, closeAll: true, transferTo: queueId });
    await expect(both).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const itself = removeQueue(desk, { ...input, transferTo: queueId });
    await expect(itself).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("moves who waits to the target's line, and leaves open ones with agents who serve the target", async () => {
    const desk = await busy();
    const lined = await waiting(desk);
    const open = await openTickets(desk);
    const target = await addQueue(desk, "Destino", { agentIds: [agents[0], agents[1]] });
    const report = await removeQueue(desk, { actor: admin, queueId, transferTo: target.id });
    expect(report.removed).toBe(false);
    expect(report.tickets.map((it) => it.result)).toEqual(Array.from({ length: 5 }, () => "moved"));
    expect(await settle(desk)).toEqual({ removed: 1, calledOff: 0 });
    for (const ticketId of lined) {
      expect(await head(desk, ticketId)).toMatchObject({ phase: "waiting", queueId: target.id, priority: 0 });
    }
    for (const ticket of open) {
      if (ticket.phase !== "open") throw new Error("was open");
      const now = await head(desk, ticket.id);
      const stays = ticket.agentId === agents[0] || ticket.agentId === agents[1];
      expect(now).toMatchObject(
        stays
          ? { phase: "open", agentId: ticket.agentId, queueId: target.id }
          : { phase: "waiting", priority: 9, queueId: target.id, queuedAt: ticket.queuedAt },
      );
      expect((await timeline(desk, ticket.id)).at(-1)?.type).toBe(stays ? "moved" : "requeued");
    }
    expect((await seatOf(desk, agents[0]))?.load).toBe(1);
    // Without a queue and without a ticket there is no seat.
    await sweepSeats(desk);
    expect(await seatOf(desk, agents[2])).toBeUndefined();
  });

  it("to another sector moves the load with the ticket, where that sector's seat has room", async () => {
    const desk = await busy();
    const { sector, queue: target } = await addSector(desk, {
      ticketLimit: 1,
      queue: { name: "Destino", agentIds: [agents[0]] },
    });
    await changeSector(desk, { actor: admin, sectorId, active: false });
    await removeQueue(desk, { actor: admin, queueId, transferTo: target.id });
    expect(await settle(desk)).toEqual({ removed: 1, calledOff: 0 });
    expect(await seatOf(desk, agents[0], sector.id)).toMatchObject({ load: 1 });
    await sweepSeats(desk);
    expect(await seatOf(desk, agents[0])).toBeUndefined();
    const open = await openTickets(desk);
    expect(open).toHaveLength(1);
    expect(open[0]).toMatchObject({ agentId: agents[0], sectorId: sector.id, queueId: target.id });
  });

  it("closes them all, when that is asked for", async () => {
    const desk = await busy();
    await addQueue(desk, "Outra");
    const [held] = await openTickets(desk);
    if (held?.phase !== "open") throw new Error("nobody holds anything");
    const actor = desk.people.find(({ id }) => id === held.agentId) ?? admin;
    await tagTicket(desk, { actor, ticketId: held.id, tagIds: [tags[1]] });
    const report = await removeQueue(desk, { actor: admin, queueId, closeAll: true });
    expect(report.tickets.map((it) => it.result)).toEqual(Array.from({ length: 5 }, () => "closed"));
    expect(await settle(desk)).toEqual({ removed: 1, calledOff: 0 });
    for (const { ticketId } of report.tickets) expect((await head(desk, ticketId))?.phase).toBe("closed");
    // With the tags that were set.
    expect(await head(desk, held.id)).toMatchObject({ reason: "removed", tagIds: [tags[1]] });
  });

  it("of many tickets goes on where it stopped, a hundred a request", async () => {
    const desk = await openDesk({ online: false });
    for (let at = 0; at < 130; at += 1) {
      await write(desk, `wamid.M${at}`, "oi", `55119900${at.toString().padStart(5, "0")}`);
    }
    await endReception(desk);
    const target = await addQueue(desk, "Destino");
    const input = { actor: admin, queueId, transferTo: target.id };
    const first = await removeQueue(desk, input);
    expect(first).toMatchObject({ removed: false });
    expect(first.tickets).toHaveLength(100);
    const second = await removeQueue(desk, input);
    expect(second.tickets).toHaveLength(30);
    expect(await settle(desk)).toEqual({ removed: 1, calledOff: 0 });
    const line = desk.store.dump().filter((item) => item["pk"] === `QUEUE#${target.id}`);
    expect(line).toHaveLength(130);
  });

  it("takes who comes in through a function that does not know yet along, and lets nobody in later", async () => {
    const { desk, inbound, target } = await forgetful();
    await removeQueue(desk, { actor: admin, queueId, transferTo: target.id });
    await write(inbound, "wamid.N1", "oi");
    const [late] = await waiting(desk);
    if (late === undefined) throw new Error("nobody came in");
    desk.pass(configurationSeconds);
    expect(await goOnWithRemovals(desk)).toEqual({ removed: 0, calledOff: 0 });
    expect(await head(desk, late)).toMatchObject({ phase: "waiting", queueId: target.id });
    await write(inbound, "wamid.N2", "oi", customers[1]);
    expect(await waiting(desk)).toEqual([]);
    expect(desk.store.dump().filter((item) => item["phase"] === "bot")).toHaveLength(1);
    expect(await settle(desk)).toEqual({ removed: 1, calledOff: 0 });
  });

  it("is called off by a ticket that slips in, when nothing was said of tickets", async () => {
    const { desk, inbound } = await forgetful();
    await removeQueue(desk, { actor: admin, queueId });
    expect(await desk.store.get(QueueItem, keys.queue(queueId))).toMatchObject({
      removing: { since: noon, by: admin.id, disposition: { kind: "none" } },
    });
    await write(inbound, "wamid.N1", "oi");
    desk.pass(configurationSeconds);
    expect(await goOnWithRemovals(desk)).toEqual({ removed: 0, calledOff: 1 });
    expect(await desk.store.get(QueueItem, keys.queue(queueId))).toMatchObject({ removing: null });
    expect((await agentOf(desk, agents[0]))?.queueIds).toContain(queueId);
    expect((await audits(desk)).at(-1)).toMatchObject({ actorId: null, kind: "queue", action: "changed" });
    expect(await route(desk)).toEqual({ assigned: 1 });
    const again = removeQueue(desk, { actor: admin, queueId });
    await expect(again).rejects.toMatchObject({ code: "HAS_LIVE_TICKETS", details: { tickets: 1 } });
  });

  it("is called off by a ticket that slips in between the look and the mark, and the request says so", async () => {
    const { desk, inbound } = await forgetful();
    let late: (() => Promise<void>) | undefined = () => write(inbound, "wamid.N1", "oi");
    const store: Desk["store"] = {
      ...desk.store,
      commit: async (changes) => {
        const happening = late;
        late = undefined;
        await happening?.();
        await desk.store.commit(changes);
      },
    };
    const refused = removeQueue({ ...desk, store }, { actor: admin, queueId });
    await expect(refused).rejects.toMatchObject({ code: "HAS_LIVE_TICKETS", details: { tickets: 1 } });
    expect(await desk.store.get(QueueItem, keys.queue(queueId))).toMatchObject({ removing: null });
  });

  it("is called off when the target goes too and a ticket is left", async () => {
    const { desk, inbound, target } = await forgetful();
    await addQueue(desk, "Outra");
    await removeQueue(desk, { actor: admin, queueId, transferTo: target.id });
    await write(inbound, "wamid.N1", "oi");
    await removeQueue(desk, { actor: admin, queueId: target.id, closeAll: true });
    expect(await settle(desk)).toEqual({ removed: 1, calledOff: 1 });
    expect(await desk.store.get(QueueItem, keys.queue(queueId))).toMatchObject({ removing: null });
    expect(await waiting(desk)).toHaveLength(1);
  });

  it("is not done while an agent takes a ticket between the look at agents and the look at the line", async () => {
    const { desk, inbound } = await forgetful();
    await removeQueue(desk, { actor: admin, queueId });
    await write(inbound, "wamid.N1", "oi");
    desk.pass(settleSeconds);
    let taken = false;
    const store: Desk["store"] = {
      ...desk.store,
      query: async (shape, query) => {
        if (shape.kind === "place" && !taken) taken = (await route(desk)).assigned === 1;
        return desk.store.query(shape, query);
      },
    };
    const progress = await goOnWithQueue({ ...desk, store }, queueId, 1);
    expect(taken).toBe(true);
    expect(progress).toMatchObject({ state: "stuck", living: 1 });
    expect(await desk.store.get(QueueItem, keys.queue(queueId))).toBeDefined();
  });

  it("reports a ticket that could not go, and is not done", async () => {
    const desk = await busy();
    const target = await addQueue(desk, "Destino");
    const third = await addQueue(desk, "Terceira");
    const commit = desk.store.commit;
    let turned = false;
    const store = {
      ...desk.store,
      commit: async (changes: Parameters<typeof commit>[0]) => {
        // After the first ticket moved, the target's own removal begins.
        if (!turned && changes.some((it) => it.name === "target queue")) {
          await commit(changes);
          turned = true;
          await removeQueue(desk, { actor: admin, queueId: target.id, transferTo: third.id });
          return;
        }
        await commit(changes);
      },
    };
    const report = await removeQueue({ ...desk, store }, { actor: admin, queueId, transferTo: target.id });
    expect(report.removed).toBe(false);
    expect(report.tickets.map((it) => it.code)).toEqual([
      null,
      "NOT_FOUND",
      "NOT_FOUND",
      "NOT_FOUND",
      "NOT_FOUND",
    ]);
    const rest = await removeQueue(desk, { actor: admin, queueId, transferTo: third.id });
    expect(rest.tickets).toHaveLength(4);
    expect(await settle(desk)).toEqual({ removed: 2, calledOff: 0 });
  });
});

describe("removing a sector", () => {
  it("takes its queues, tags, posts and managers, once its tickets went elsewhere", async () => {
    const desk = await busy();
    const { queue: target, sector: other } = await addSector(desk, {
      queue: { name: "Destino", agentIds: [agents[2]] },
    });
    await addQueue(desk, "Outra", { agentIds: [agents[1]] });
    const input = { actor: admin, sectorId };
    await expect(removeSector(desk, input)).rejects.toMatchObject({ code: "HAS_LIVE_TICKETS" });
    const own = removeSector(desk, { ...input, transferTo: queueId });
    await expect(own).rejects.toMatchObject({ code: "NOT_FOUND" });
    const boss = await join(desk, "B", { role: "supervisor" });
    const reader = await join(desk, "V", { role: "viewer", sectorIds: [sectorId, other.id] });
    const limited = await join(desk, "C", { limits: { [sectorId]: 2, [other.id]: 1 } });
    await changeSector(desk, { actor: admin, sectorId, managerIds: [boss.id] });
    await desk.store.commit(
      [boss, reader, limited].map((it) => put(it.id, AgentListingItem, listingOf(it), absent)),
    );
    const canned = (of: typeof sectorId) =>
      createCannedResponse(desk, request(), { actor: admin, shortcut: "oi", text: "Olá", sectorId: of });
    await canned(sectorId);
    const kept = await canned(other.id);
    const report = await removeSector(desk, { ...input, transferTo: target.id });
    expect(report.tickets).toHaveLength(5);
    const early = addQueue(desk, "Cedo demais", { to: sectorId });
    await expect(early).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await settle(desk)).toEqual({ removed: 1, calledOff: 0 });
    expect(await agentOf(desk, reader.id)).toMatchObject({ sectorIds: [other.id] });
    expect(await agentOf(desk, limited.id)).toMatchObject({ limits: { [other.id]: 1 } });
    expect((await agentOf(desk, boss.id))?.sectorIds).toEqual([]);
    const responses = desk.store.dump().filter((item) => item["pk"] === "CANNED");
    expect(responses.map((item) => item["sk"])).toEqual([`RESPONSE#${kept.id}`, `SHORTCUT#${other.id}#oi`]);
    expect(await desk.store.get(SectorItem, keys.sector(sectorId))).toBeUndefined();
    const left = desk.store
      .dump()
      .filter(
        (item) =>
          (["queue", "tag"].includes(String(item["shape"])) && item["sectorId"] === sectorId) ||
          (item["pk"] === partitions.sector(sectorId) && item["shape"] === SeatItem.kind),
      );
    expect(left).toEqual([]);
    expect((await agentOf(desk, agents[1]))?.queueIds).toEqual([]);
    expect(await seatOf(desk, agents[2], other.id)).toMatchObject({ load: 1 });
  });

  it("moves what agents hold who serve no queue of it any more", async () => {
    const desk = await busy();
    await setQueueAgents(desk, { actor: admin, queueId, agentIds: [] });
    const report = await removeSector(desk, { actor: admin, sectorId, closeAll: true });
    expect(report.tickets).toHaveLength(5);
    expect(await settle(desk)).toEqual({ removed: 1, calledOff: 0 });
    expect(await openTickets(desk)).toEqual([]);
    for (const agent of agents) expect(await seatOf(desk, agent)).toBeUndefined();
  });
});
