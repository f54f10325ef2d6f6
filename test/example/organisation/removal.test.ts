import { describe, expect, it } from "vitest";
import { changeSector } from "../../../shared/actions/organisation/change-sector.ts";
import { removeQueue } from "../../../shared/actions/organisation/removal/remove-queue.ts";
import { removeSector } from "../../../shared/actions/organisation/removal/remove-sector.ts";
import { setQueueAgents } from "../../../shared/actions/organisation/queues.ts";
import { HeadItem, QueueItem, SectorItem } from "../../../shared/contracts/stored/shapes.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { openTickets, route, timeline, waiting, write } from "../../support/conversation.ts";
import { agents, queueId, sectorId } from "../../support/ids.ts";
import { addQueue, addSector, admin, agentOf, endReception, remembering, seatOf } from "./support.ts";

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

const head = (desk: Desk, ticketId: TicketId) => desk.store.get(HeadItem, keys.head(ticketId));

describe("removing a queue", () => {
  it("without tickets takes its agents' posts and the record", async () => {
    const desk = await openDesk();
    const other = await addQueue(desk, "Outra", { agentIds: [agents[0]] });
    expect(await removeQueue(desk, { actor: admin, queueId: other.id })).toEqual({
      tickets: [],
      removed: true,
    });
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
    expect(report.removed).toBe(true);
    expect(report.tickets.map((it) => it.result)).toEqual(Array.from({ length: 5 }, () => "moved"));
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
    expect(await seatOf(desk, agents[2])).toBeUndefined();
  });

  it("to another sector moves the load with the ticket, where that sector's seat has room", async () => {
    const desk = await busy();
    const { sector, queue: target } = await addSector(desk, {
      ticketLimit: 1,
      queue: { name: "Destino", agentIds: [agents[0]] },
    });
    await changeSector(desk, { actor: admin, sectorId, active: false });
    const report = await removeQueue(desk, { actor: admin, queueId, transferTo: target.id });
    expect(report.removed).toBe(true);
    expect(await seatOf(desk, agents[0], sector.id)).toMatchObject({ load: 1 });
    expect(await seatOf(desk, agents[0])).toBeUndefined();
    const open = await openTickets(desk);
    expect(open).toHaveLength(1);
    expect(open[0]).toMatchObject({ agentId: agents[0], sectorId: sector.id, queueId: target.id });
  });

  it("closes them all, when that is asked for", async () => {
    const desk = await busy();
    await addQueue(desk, "Outra");
    const report = await removeQueue(desk, { actor: admin, queueId, closeAll: true });
    expect(report.removed).toBe(true);
    expect(report.tickets.map((it) => it.result)).toEqual(Array.from({ length: 5 }, () => "closed"));
    for (const { ticketId } of report.tickets) expect((await head(desk, ticketId))?.phase).toBe("closed");
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
    expect(second).toMatchObject({ removed: true });
    expect(second.tickets).toHaveLength(30);
    const line = desk.store.dump().filter((item) => item["pk"] === `QUEUE#${target.id}`);
    expect(line).toHaveLength(130);
  });

  it("lets nobody in meanwhile: who writes to a desk that does not know yet stays a potential", async () => {
    const desk = await openDesk();
    // Its inbound function knows for some seconds that its reception puts contacts into this queue.
    const inbound = await remembering(desk);
    await endReception(desk);
    await addQueue(desk, "Outra");
    await removeQueue(desk, { actor: admin, queueId });
    await write(inbound, "wamid.N1", "oi");
    expect(await waiting(desk)).toEqual([]);
    expect(desk.store.dump().filter((item) => item["phase"] === "bot")).toHaveLength(1);
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
    expect(rest).toMatchObject({ removed: true });
    expect(rest.tickets).toHaveLength(4);
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
    const report = await removeSector(desk, { ...input, transferTo: target.id });
    expect(report.removed).toBe(true);
    expect(report.tickets).toHaveLength(5);
    expect(await desk.store.get(SectorItem, keys.sector(sectorId))).toBeUndefined();
    const left = desk.store
      .dump()
      .filter(
        (item) => ["queue", "tag", "seat"].includes(String(item["shape"])) && item["sectorId"] === sectorId,
      );
    expect(left).toEqual([]);
    expect((await agentOf(desk, agents[1]))?.queueIds).toEqual([]);
    expect(await seatOf(desk, agents[2], other.id)).toMatchObject({ load: 1 });
  });

  it("moves what agents hold who serve no queue of it any more", async () => {
    const desk = await busy();
    await setQueueAgents(desk, { actor: admin, queueId, agentIds: [] });
    const report = await removeSector(desk, { actor: admin, sectorId, closeAll: true });
    expect(report.removed).toBe(true);
    expect(report.tickets).toHaveLength(5);
    expect(await openTickets(desk)).toEqual([]);
    for (const agent of agents) expect(await seatOf(desk, agent)).toBeUndefined();
  });
});
