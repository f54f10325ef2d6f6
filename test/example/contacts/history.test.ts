import { describe, expect, test } from "vitest";
import { closeTicket } from "../../../shared/actions/tickets/close-ticket.ts";
import { listContactTickets } from "../../../shared/actions/contacts/contact-tickets.ts";
import { listTickets } from "../../../shared/actions/tickets/list-tickets.ts";
import { readTimeline } from "../../../shared/actions/tickets/read-ticket.ts";
import { viewTicket } from "../../../shared/actions/tickets/view-ticket.ts";
import type { TicketQuery } from "../../../shared/actions/tickets/ticket-query.ts";
import { ChannelItem, HeadItem, QueueItem } from "../../../shared/contracts/stored/shapes.ts";
import type { Actor } from "../../../shared/domain/authorisation.ts";
import type { AgentId, TagId, TicketId } from "../../../shared/contracts/ids.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { addSeconds } from "../../../shared/domain/time.ts";
import { put } from "../../../shared/ports/store.ts";
import { openTickets, route, write } from "../../support/conversation.ts";
import { configure } from "../../support/configure.ts";
import { openOtherSector, supervisorOf } from "../../support/other-sector.ts";
import { channelId, otherQueueId, otherSectorId, queueId, sectorId, tags } from "../../support/ids.ts";
import { admin } from "../organisation/support.ts";
import { type ContactDesk, allowed, openContactDesk } from "./support.ts";

const lia = "5511990000001";
const rui = "5511990000002";
let written = 0;

/** Somebody writes, is attended, and their ticket is closed with this tag. */
async function attend(
  desk: ContactDesk,
  from: string,
  tagId: TagId = tags[0],
): Promise<{
  readonly id: TicketId;
  readonly agentId: AgentId;
  readonly closedAt: Time;
  readonly protocol: string;
}> {
  written += 1;
  desk.pass(60);
  await write(desk, `wamid.${written}`, "oi", from);
  await route(desk);
  const [ticket] = await openTickets(desk);
  if (ticket?.phase !== "open") throw new Error("nobody attends them");
  desk.pass(60);
  const head = await closeTicket(desk, { actor: admin, ticketId: ticket.id, tagIds: [tagId] });
  if (head.phase !== "closed" || head.protocol === null) throw new Error("it is not closed");
  desk.pass(60);
  return { id: head.id, agentId: ticket.agentId, closedAt: head.closedAt, protocol: head.protocol };
}

const closed = async (
  desk: ContactDesk,
  query: Partial<TicketQuery> = {},
  actor: Actor = admin,
): Promise<readonly TicketId[]> =>
  (await listTickets(desk, { list: "closed", limit: 50, actor, ...query })).items.map(({ id }) => id);

const code = async (result: Promise<unknown>): Promise<unknown> =>
  result.then(
    () => "found",
    (error: { code?: unknown }) => error.code,
  );

describe("closed tickets", () => {
  test("are listed by the time of their closing, the last first, over the turn of a year", async () => {
    const desk = await openContactDesk();
    const first = await attend(desk, lia);
    desk.pass(45 * 86_400);
    const second = await attend(desk, rui);
    const third = await attend(desk, lia);
    expect(await closed(desk)).toEqual([third.id, second.id, first.id]);
    expect(await closed(desk, { from: second.closedAt, to: third.closedAt })).toEqual([third.id, second.id]);
    expect(await closed(desk, { to: first.closedAt })).toEqual([first.id]);
    desk.pass(60 * 86_400);
    // Ninety days, unless one says otherwise.
    expect(await closed(desk)).toEqual([third.id, second.id]);
    expect(await closed(desk, { contact: lia })).toEqual([third.id, first.id]);
  });

  test("of a contact are found by the time of their closing, whenever they opened", async () => {
    const desk = await openContactDesk();
    const other = await attend(desk, rui);
    const first = await attend(desk, lia);
    // This one is open for ten days.
    await write(desk, "wamid.long", "oi", lia);
    await route(desk);
    const [ticket] = await openTickets(desk);
    if (ticket === undefined) throw new Error("nobody attends them");
    desk.pass(10 * 86_400);
    await write(desk, "wamid.again", "e então?", lia);
    const long = await closeTicket(desk, { actor: admin, ticketId: ticket.id, tagIds: [tags[0]] });
    if (long.phase !== "closed") throw new Error("it is not closed");
    desk.pass(60);
    const last = await attend(desk, lia);
    const of = (query: Partial<TicketQuery>) => closed(desk, { contact: lia, ...query });
    expect(await of({ to: last.closedAt })).toEqual([last.id, long.id, first.id]);
    expect(await of({ to: long.closedAt })).toEqual([long.id, first.id]);
    expect(await of({ to: addSeconds(long.closedAt, -1) })).toEqual([first.id]);
    expect(await of({ from: long.closedAt })).toEqual([last.id, long.id]);
    expect(await of({ from: long.closedAt, to: long.closedAt })).toEqual([long.id]);
    expect(await of({ from: addSeconds(first.closedAt, 1), to: addSeconds(long.closedAt, -1) })).toEqual([]);
    expect(await of({ to: addSeconds(first.closedAt, -1) })).toEqual([]);
    expect(await closed(desk, { contact: rui, to: long.closedAt })).toEqual([other.id]);
  });

  test("are found by agent, tag, contact, channel and protocol", async () => {
    const desk = await openContactDesk();
    const [one, two] = [await attend(desk, lia), await attend(desk, rui, tags[1])];
    expect(one.agentId).not.toBe(two.agentId);
    expect(await closed(desk, { agentId: one.agentId })).toEqual([one.id]);
    expect(await closed(desk, { tagId: tags[1] })).toEqual([two.id]);
    expect(await closed(desk, { contact: "(11) 99000-0002" })).toEqual([two.id]);
    expect(await closed(desk, { contact: "lia" })).toEqual([two.id, one.id]);
    expect(await closed(desk, { contact: "li" })).toEqual([]);
    expect(await closed(desk, { channelId })).toEqual([two.id, one.id]);
    expect(await closed(desk, { queueId: otherQueueId })).toEqual([]);
    expect(await closed(desk, { protocol: one.protocol })).toEqual([one.id]);
    expect(await closed(desk, { protocol: one.protocol, tagId: tags[1] })).toEqual([]);
  });

  test("come whole over pages, whatever the filter passes over", async () => {
    const desk = await openContactDesk();
    const wanted: TicketId[] = [];
    for (let index = 0; index < 12; index += 1) {
      const { id } = await attend(desk, index % 2 === 0 ? lia : rui, tags[index % 3 === 0 ? 1 : 0]);
      if (index % 3 === 0) wanted.unshift(id);
      if (index === 5) desk.pass(20 * 86_400);
    }
    const to = desk.clock.now();
    for (const filter of [{}, { contact: lia }, { contact: lia, to }, { tagId: tags[1] }]) {
      const found: TicketId[] = [];
      let cursor: string | undefined;
      do {
        const page = await listTickets(desk, { actor: admin, list: "closed", limit: 2, cursor, ...filter });
        expect(page.items.length).toBeLessThanOrEqual(2);
        found.push(...page.items.map(({ id }) => id));
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
      expect(found).toEqual(await closed(desk, filter));
      if ("tagId" in filter) expect(found).toEqual(wanted);
    }
  });
});

describe("who reads a closed ticket", () => {
  const setUp = async () => {
    const desk = await openContactDesk();
    await openOtherSector(desk, { queue: { channelIds: [channelId] } });
    const { id: ticketId, agentId } = await attend(desk, lia);
    const head = await desk.store.get(HeadItem, keys.head(ticketId));
    const holder = desk.people.find(({ id }) => id === agentId);
    const other = desk.people.find(({ id }) => id !== agentId);
    if (head === undefined || holder === undefined || other === undefined) throw new Error("an odd desk");
    const reads = async (actor: Actor) => [
      await code(viewTicket(desk, { actor, ticketId })),
      await code(readTimeline(desk, { actor, ticketId, limit: 10 })),
      (await closed(desk, {}, actor)).includes(ticketId),
      (await closed(desk, { contact: lia }, actor)).includes(ticketId),
      (await listContactTickets(desk, { actor, contactId: head.contactId, limit: 10 })).items.some(
        ({ id }) => id === ticketId,
      ),
    ];
    return { desk, holder, other, reads };
  };
  const yes = ["found", "found", true, true, true];
  const no = ["NOT_FOUND", "NOT_FOUND", false, false, false];

  test("administrators, and supervisors and viewers of its sector", async () => {
    const { desk, reads } = await setUp();
    const supervisor = supervisorOf(desk);
    expect(await reads(admin)).toEqual(yes);
    expect(await reads(supervisor)).toEqual(yes);
    expect(await reads({ ...supervisor, role: "viewer" })).toEqual(yes);
    expect(await reads({ ...supervisor, sectorIds: [otherSectorId] })).toEqual(no);
  });

  test("the agent who attended it; the others of the queue with the permission", async () => {
    const { holder, other, reads } = await setUp();
    expect(await reads(holder)).toEqual(yes);
    expect(await reads(other)).toEqual(no);
    expect(await reads(allowed(other, { seeQueueHistory: true }))).toEqual(yes);
    expect(await reads({ ...allowed(other, { seeQueueHistory: true }), queueIds: [otherQueueId] })).toEqual(
      no,
    );
  });

  test("the agent who attended it finds it where they serve no more, when they ask for their own", async () => {
    const { desk, holder } = await setUp();
    const gone = { ...holder, queueIds: [otherQueueId] };
    expect(await closed(desk, {}, gone)).toEqual([]);
    expect(await closed(desk, { agentId: gone.id }, gone)).toHaveLength(1);
  });
});

describe("potentials that were closed", () => {
  test("are history of their channel: for administrators and supervisors of a sector that it feeds", async () => {
    const desk = await openContactDesk();
    await openOtherSector(desk);
    const queues = { ...desk.queue, channelIds: [channelId] };
    const other = await desk.store.get(QueueItem, keys.queue(otherQueueId));
    if (other === undefined) throw new Error("there is no other queue");
    const elsewhere = `chn_${"9".padStart(26, "0")}` as typeof channelId;
    await configure(
      desk,
      put("channel", ChannelItem, { ...desk.channel, reception: { kind: "none" } }),
      put("queue", QueueItem, { ...queues, id: queueId }),
      put("other queue", QueueItem, { ...other, channelIds: [elsewhere] }),
    );
    desk.pass(6);
    await write(desk, "wamid.potential", "oi", lia);
    const [ticketId] = (await listTickets(desk, { actor: admin, list: "bot", limit: 9 })).items.map(
      ({ id }) => id,
    );
    if (ticketId === undefined) throw new Error("there is no potential");
    const head = await desk.store.get(HeadItem, keys.head(ticketId));
    if (head === undefined) throw new Error("there is no head");
    await closeTicket(desk, { actor: admin, ticketId, tagIds: [] });
    const fed = supervisorOf(desk);
    const unfed = { ...fed, sectorIds: [otherSectorId] };
    const lists = (actor: Actor) => closed(desk, {}, actor);
    expect(await lists(admin)).toEqual([ticketId]);
    expect(await lists(fed)).toEqual([ticketId]);
    expect(await lists(unfed)).toEqual([]);
    expect(await closed(desk, { sectorId }, admin)).toEqual([]);
    expect(await code(viewTicket(desk, { actor: fed, ticketId }))).toBe("found");
    expect(await code(viewTicket(desk, { actor: unfed, ticketId }))).toBe("NOT_FOUND");
  });
});
