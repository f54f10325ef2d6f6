import { describe, expect, it } from "vitest";
import {
  AgentItem,
  ChannelItem,
  HeadItem,
  QueueItem,
  SeatItem,
  SectorItem,
} from "../../../shared/contracts/stored/shapes.ts";
import type { Agent } from "../../../shared/contracts/organisation.ts";
import type { OpenTicket, Ticket } from "../../../shared/contracts/tickets.ts";
import { agentAt, changeSeat, openOtherSector, supervisorOf } from "../../support/other-sector.ts";
import {
  agents,
  channelId,
  otherQueueId,
  otherSectorId,
  queueId,
  sectorId,
  tags,
} from "../../support/ids.ts";
import { type Desk, noon, openDesk } from "../../support/desk.ts";
import { configure } from "../../support/configure.ts";
import { openTickets, route, timeline, waiting, write } from "../../support/conversation.ts";
import type { TransferTarget } from "../../../shared/contracts/routes/lifecycle.ts";
import { closeTicket } from "../../../shared/actions/tickets/close-ticket.ts";
import { keys, places } from "../../../shared/contracts/stored/keys.ts";
import { put } from "../../../shared/ports/store.ts";
import { tagTicket } from "../../../shared/actions/tickets/tag-ticket.ts";
import { takeTicket } from "../../../shared/actions/tickets/take-ticket.ts";
import { transferTicket } from "../../../shared/actions/tickets/transfer-ticket.ts";

const offline = { [channelId]: { status: "offline" as const, since: noon } };
const paused = { [channelId]: { status: "paused" as const, since: noon } };
const toAgent = (index: 0 | 1 | 2): TransferTarget => ({ kind: "agent", agentId: agents[index], queueId });
const toQueue: TransferTarget = { kind: "queue", queueId: otherQueueId };
const toSector: TransferTarget = { kind: "sector", sectorId: otherSectorId };

type Options = { readonly note?: string; readonly force?: boolean; readonly confirmed?: boolean };

const transfer = (
  desk: Desk,
  actor: Agent,
  { id }: Pick<OpenTicket, "id">,
  to: TransferTarget,
  how: Options = {},
) =>
  transferTicket(desk, {
    ...{ actor, ticketId: id, to },
    ...{ note: how.note ?? null, force: how.force ?? false, confirmed: how.confirmed ?? false },
  });

const load = async (desk: Desk, agentId: string, of: string = sectorId) =>
  (await desk.store.get(SeatItem, keys.seat(of, agentId)))?.load;

const customer = (desk: Desk, index: number) =>
  write(desk, `wamid.${index}`, "oi", `551199000000${index}`).then(() => desk.pass(1));

/** A desk whose first agent holds Lia's ticket. */
async function attended(options: Parameters<typeof openDesk>[0] = {}) {
  const desk = await openDesk({ ...options, routing: "manual" });
  await write(desk, "wamid.A1", "cadê meu pedido?");
  const [ticketId] = await waiting(desk);
  if (ticketId === undefined) throw new Error("nobody waits");
  const actor = agentAt(desk, 0);
  const ticket = await takeTicket(desk, { actor, ticketId });
  if (ticket.phase !== "open") throw new Error("nobody got the ticket");
  desk.pass(1);
  return { desk, actor, ticket };
}

/** The ticket of somebody who waits in the desk's first queue. */
async function waited() {
  const desk = await openDesk({ routing: "manual" });
  await write(desk, "wamid.A1", "cadê meu pedido?");
  const [id] = await waiting(desk);
  if (id === undefined) throw new Error("nobody waits");
  return { desk, ticket: { id } };
}

describe("a transfer to an agent", () => {
  it("gives them the ticket with the note, and the room of who had it is free", async () => {
    const { desk, actor, ticket } = await attended();
    const moved = await transfer(desk, actor, ticket, toAgent(1), { note: "é da sua cliente" });
    expect(moved).toMatchObject({ phase: "open", agentId: agents[1], queueId, queuedAt: ticket.queuedAt });
    expect([await load(desk, agents[0]), await load(desk, agents[1])]).toEqual([0, 1]);
    expect((await timeline(desk, ticket.id)).at(-1)).toMatchObject({
      type: "transferred",
      by: { kind: "agent", agentId: agents[0] },
      from: { sectorId, queueId, agentId: agents[0] },
      agentId: agents[1],
      forced: false,
      note: "é da sua cliente",
    });
  });

  it("takes a ticket out of the line, for who may take it", async () => {
    const { desk, ticket } = await waited();
    const moved = await transfer(desk, agentAt(desk, 0), ticket, toAgent(1));
    expect(moved).toMatchObject({ phase: "open", agentId: agents[1] });
    expect(await waiting(desk)).toEqual([]);
  });

  it("is refused for an agent who does not serve the queue, is not active or does not exist, whatever is confirmed", async () => {
    const { desk, actor, ticket } = await attended();
    await changeSeat(desk, agents[1], { queueIds: [] });
    const inactive = { ...agentAt(desk, 2), active: false };
    await desk.store.commit([put("agent", AgentItem, inactive)]);
    const how = { confirmed: true };
    const refused = { code: "AGENT_NOT_AVAILABLE" };
    await expect(transfer(desk, actor, ticket, toAgent(1), how)).rejects.toMatchObject(refused);
    await expect(transfer(desk, actor, ticket, toAgent(2), how)).rejects.toMatchObject(refused);
    const nobody = { kind: "agent", agentId: supervisorOf(desk).id, queueId } as const;
    await expect(transfer(desk, actor, ticket, nobody, how)).rejects.toMatchObject(refused);
    expect(await load(desk, agents[0])).toBe(1);
  });

  it.each([
    ["offline", offline],
    ["offline", {}],
    ["paused", paused],
  ])("must be confirmed for an agent who is %s", async (reason, presence) => {
    const { desk, actor, ticket } = await attended();
    await changeSeat(desk, agents[1], { presence });
    await expect(transfer(desk, actor, ticket, toAgent(1))).rejects.toMatchObject({
      code: "AGENT_NOT_AVAILABLE",
      details: { reason },
    });
    expect(await transfer(desk, actor, ticket, toAgent(1), { confirmed: true })).toMatchObject({
      agentId: agents[1],
    });
  });

  it("is refused over the limit, unless a supervisor of the sector or an administrator forces it, and says so", async () => {
    const { desk, actor, ticket } = await attended();
    await changeSeat(desk, agents[1], { limit: 0 });
    const boss = supervisorOf(desk);
    await expect(transfer(desk, actor, ticket, toAgent(1))).rejects.toMatchObject({
      code: "AGENT_AT_LIMIT",
      details: { limit: 0 },
    });
    const force = { force: true };
    await expect(transfer(desk, actor, ticket, toAgent(1), force)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const stranger: Agent = { ...boss, sectorIds: [otherSectorId], queueIds: [queueId] };
    await expect(transfer(desk, stranger, ticket, toAgent(1), force)).rejects.toMatchObject({
      code: "NOT_ASSIGNEE",
    });
    await transfer(desk, boss, ticket, toAgent(1), force);
    expect(await load(desk, agents[1])).toBe(1);
    expect((await timeline(desk, ticket.id)).at(-1)).toMatchObject({ type: "transferred", forced: true });
  });

  it("is not marked as forced when there was room after all", async () => {
    const { desk, ticket } = await attended();
    await transfer(desk, supervisorOf(desk), ticket, toAgent(1), { force: true });
    expect((await timeline(desk, ticket.id)).at(-1)).toMatchObject({ type: "transferred", forced: false });
  });

  it("of another sector takes the tags away, which were the former sector's", async () => {
    const { desk, actor, ticket } = await attended();
    await openOtherSector(desk, { servers: [agents[1]] });
    await tagTicket(desk, { actor, ticketId: ticket.id, tagIds: [tags[0]] });
    const to = { kind: "agent", agentId: agents[1], queueId: otherQueueId } as const;
    const moved = await transfer(desk, actor, ticket, to);
    expect(moved).toMatchObject({ sectorId: otherSectorId, queueId: otherQueueId, tagIds: [] });
    expect([await load(desk, agents[1]), await load(desk, agents[1], otherSectorId)]).toEqual([0, 1]);
    await expect(
      closeTicket(desk, { actor: agentAt(desk, 1), ticketId: ticket.id, tagIds: [tags[0]] }),
    ).rejects.toMatchObject({ code: "TAG_OF_OTHER_SECTOR" });
  });

  it("asked for again answers the ticket as it is, and nothing happens twice", async () => {
    const { desk, ticket } = await attended();
    const boss = supervisorOf(desk);
    const first = await transfer(desk, boss, ticket, toAgent(1));
    expect(await transfer(desk, boss, ticket, toAgent(1))).toEqual(first);
  });
});

describe("a transfer to a queue", () => {
  it("puts the ticket into its line with the note, as long in line as it has waited", async () => {
    const { desk, actor, ticket } = await attended();
    await openOtherSector(desk, { servers: [agents[1]] });
    const moved = await transfer(desk, actor, ticket, toQueue, { note: "é com o financeiro" });
    const { queuedAt, priority } = ticket;
    expect(moved).toMatchObject({ phase: "waiting", queueId: otherQueueId, queuedAt, priority });
    expect(await load(desk, agents[0])).toBe(0);
    expect((await timeline(desk, ticket.id)).at(-1)).toMatchObject({
      ...{ type: "requeued", reason: "transferred", note: "é com o financeiro" },
      from: { sectorId, queueId, agentId: agents[0] },
    });
  });

  it("gives an open ticket back to its own line", async () => {
    const { desk, actor, ticket } = await attended();
    expect(await transfer(desk, actor, ticket, { kind: "queue", queueId })).toMatchObject({
      phase: "waiting",
    });
    expect(await waiting(desk)).toEqual([ticket.id]);
  });

  it("must be confirmed where nobody who serves it is online", async () => {
    const { desk, actor, ticket } = await attended();
    await openOtherSector(desk, { servers: [agents[1], agents[2]] });
    await changeSeat(desk, agents[1], { presence: offline }, otherSectorId);
    await changeSeat(desk, agents[2], { presence: paused }, otherSectorId);
    await expect(transfer(desk, actor, ticket, toQueue)).rejects.toMatchObject({ code: "QUEUE_UNATTENDED" });
    expect(await transfer(desk, actor, ticket, toQueue, { confirmed: true })).toMatchObject({
      phase: "waiting",
    });
  });

  it("is refused where as many wait as may, whatever is confirmed", async () => {
    const { desk, actor, ticket } = await attended();
    await configure(desk, put("queue", QueueItem, { ...desk.queue, waitingCap: 2 }));
    desk.pass(6);
    const back = { kind: "queue", queueId } as const;
    for (const index of [2, 3]) await customer(desk, index);
    await expect(transfer(desk, actor, ticket, back, { confirmed: true })).rejects.toMatchObject({
      code: "QUEUE_FULL",
    });
    const [first] = await waiting(desk);
    if (first === undefined) throw new Error("nobody waits");
    await takeTicket(desk, { actor: agentAt(desk, 1), ticketId: first });
    expect(await transfer(desk, actor, ticket, back)).toMatchObject({ phase: "waiting" });
  });

  it("is refused out of hours where the sector says that nobody may wait then", async () => {
    const hours = { timeZone: "UTC", weekly: {}, special: [] };
    const refuse = { kind: "refuse" as const, text: "Fechado." };
    for (const [outOfHours, outcome] of [
      [refuse, "SECTOR_CLOSED"],
      [{ ...refuse, kind: "queue" as const }, undefined],
    ] as const) {
      const { desk, actor, ticket } = await attended();
      await openOtherSector(desk, { sector: { hours, outOfHours }, servers: [agents[1]] });
      const asked = transfer(desk, actor, ticket, toQueue, { confirmed: true });
      if (outcome === undefined) await expect(asked).resolves.toMatchObject({ phase: "waiting" });
      else await expect(asked).rejects.toMatchObject({ code: outcome });
    }
  });

  it("is refused where the sector takes nobody or is being removed, also to an agent there", async () => {
    const removing = { since: noon, by: agents[2], disposition: { kind: "close" as const } };
    for (const sector of [{ active: false }, { removing }]) {
      const { desk, actor, ticket } = await attended();
      await openOtherSector(desk, { sector, servers: [agents[1]] });
      const there = { kind: "agent", agentId: agents[1], queueId: otherQueueId } as const;
      for (const to of [toQueue, toSector, there])
        await expect(transfer(desk, actor, ticket, to)).rejects.toMatchObject({ code: "SECTOR_CLOSED" });
    }
  });

  it("finds no queue that is missing or being removed, and none of other channels", async () => {
    const { desk, actor, ticket } = await attended();
    await expect(transfer(desk, actor, ticket, toQueue)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const removing = { since: noon, by: agents[2], disposition: { kind: "close" as const } };
    await openOtherSector(desk, { queue: { removing }, servers: [agents[1]] });
    await expect(transfer(desk, actor, ticket, toQueue)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const elsewhere = [channelId.replace(/1$/, "9") as typeof channelId];
    await configure(desk, put("queue", QueueItem, { ...desk.queue, channelIds: elsewhere }));
    desk.pass(6);
    await expect(transfer(desk, actor, ticket, { kind: "queue", queueId })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
  });
});

describe("a transfer to a sector", () => {
  const second = { id: queueId.replace(/1$/, "7") as typeof queueId, sectorId: otherSectorId };

  it("goes to its oldest queue that somebody attends, else to its oldest", async () => {
    for (const [served, arrives] of [
      [second.id, second.id],
      [otherQueueId, otherQueueId],
      [undefined, otherQueueId],
    ]) {
      const { desk, actor, ticket } = await attended();
      await openOtherSector(desk, { servers: [agents[1]] });
      await desk.store.commit([put("queue", QueueItem, { ...desk.queue, ...second })]);
      await changeSeat(desk, agents[1], { queueIds: served === undefined ? [] : [served] }, otherSectorId);
      const how = { confirmed: served === undefined };
      if (served === undefined)
        await expect(transfer(desk, actor, ticket, toSector)).rejects.toMatchObject({
          code: "QUEUE_UNATTENDED",
        });
      expect(await transfer(desk, actor, ticket, toSector, how)).toMatchObject({
        phase: "waiting",
        queueId: arrives,
      });
    }
  });

  it("finds none that is not there, and none without a queue for the ticket", async () => {
    const { desk, actor, ticket } = await attended();
    await expect(transfer(desk, actor, ticket, toSector)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const sector = await desk.store.get(SectorItem, keys.sector(sectorId));
    if (sector === undefined) throw new Error("needs a sector");
    await desk.store.commit([put("sector", SectorItem, { ...sector, id: otherSectorId })]);
    await expect(transfer(desk, actor, ticket, toSector)).rejects.toMatchObject({ code: "SECTOR_CLOSED" });
  });
});

describe("who may send a ticket on", () => {
  it("is its agent and who manages the sector; a colleague only what waits, and to a stranger it does not exist", async () => {
    const { desk, ticket } = await attended();
    const back = { kind: "queue", queueId } as const;
    const colleague = agentAt(desk, 1);
    await expect(transfer(desk, colleague, ticket, back)).rejects.toMatchObject({ code: "NOT_ASSIGNEE" });
    const stranger: Agent = { ...colleague, queueIds: [] };
    await expect(transfer(desk, stranger, ticket, back)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await transfer(desk, supervisorOf(desk), ticket, back);
    await expect(transfer(desk, stranger, ticket, toAgent(2))).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await transfer(desk, colleague, ticket, toAgent(2))).toMatchObject({ agentId: agents[2] });
  });

  it("sends neither what is closed nor what has no line yet", async () => {
    const { desk, actor, ticket } = await attended();
    await closeTicket(desk, { actor, ticketId: ticket.id, tagIds: [tags[0]] });
    await expect(transfer(desk, actor, ticket, toAgent(1))).rejects.toMatchObject({ code: "TICKET_CLOSED" });

    const early = await openDesk();
    await early.store.commit([
      put("channel", ChannelItem, { ...early.channel, reception: { kind: "none" } }),
    ]);
    await customer(early, 1);
    const { pointers } = await early.store.find(1, { pk: places.bot(channelId), limit: 1 });
    const [potential] = await early.store.getMany<[Ticket]>([
      { shape: HeadItem, key: pointers[0] ?? keys.head("") },
    ]);
    if (potential === undefined) throw new Error("nobody wrote");
    const admin: Agent = { ...supervisorOf(early), role: "admin" };
    await expect(transfer(early, admin, potential, toAgent(1))).rejects.toMatchObject({
      code: "TICKET_NOT_OPEN",
    });
  });

  it("of two who close and transfer at once, one comes first and the other decides on what is then", async () => {
    const { desk, actor, ticket } = await attended();
    const closing = closeTicket(desk, { actor, ticketId: ticket.id, tagIds: [tags[0]] });
    const outcomes = await Promise.allSettled([
      closing,
      transfer(desk, supervisorOf(desk), ticket, toAgent(1)),
    ]);
    const [entry] = (await timeline(desk, ticket.id)).slice(-1);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect([await load(desk, agents[0]), await load(desk, agents[1])]).toEqual(
      entry?.type === "closed" ? [0, 0] : [0, 1],
    );
  });
});

describe("the router", () => {
  it("serves a transferred ticket before those who came to the line after it had queued", async () => {
    const desk = await openDesk({ limit: 1 });
    await openOtherSector(desk);
    for (const index of [1, 2, 3, 4, 5]) await customer(desk, index);
    await route(desk);
    const [held] = await openTickets(desk);
    if (held?.phase !== "open") throw new Error("nobody holds anything");
    const away = await transfer(desk, { ...supervisorOf(desk), role: "admin" }, held, toQueue, {
      confirmed: true,
    });
    const back = { kind: "queue", queueId } as const;
    await transfer(desk, { ...supervisorOf(desk), role: "admin" }, away, back);
    expect((await waiting(desk))[0]).toBe(held.id);
    expect(await route(desk)).toEqual({ assigned: 1 });
    expect((await openTickets(desk)).map(({ id }) => id)).toContain(held.id);
  });
});
