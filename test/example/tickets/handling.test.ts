import { describe, expect, it } from "vitest";
import { HeadItem, SeatItem, SectorItem, TagItem } from "../../../shared/contracts/stored/shapes.ts";
import { agentAt, changeSeat, supervisorOf } from "../../support/other-sector.ts";
import { agents, otherSectorId, queueId, sectorId, tags } from "../../support/ids.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { configure } from "../../support/configure.ts";
import { timeline, waiting, write } from "../../support/conversation.ts";
import type { Agent } from "../../../shared/contracts/organisation.ts";
import type { Command } from "../../../shared/domain/ticket/command.ts";
import type { Request } from "../../../shared/actions/organisation/idempotent.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import { DeskError } from "../../../shared/contracts/errors.ts";
import { addNote } from "../../../shared/actions/tickets/note-ticket.ts";
import { addSeconds } from "../../../shared/domain/time.ts";
import { bulkTickets } from "../../../shared/actions/tickets/bulk-tickets.ts";
import { closeTicket } from "../../../shared/actions/tickets/close-ticket.ts";
import { decide } from "../../../shared/domain/ticket/decide.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { markTicket } from "../../../shared/actions/tickets/mark-ticket.ts";
import { put } from "../../../shared/ports/store.ts";
import { tagTicket } from "../../../shared/actions/tickets/tag-ticket.ts";
import { takeTicket } from "../../../shared/actions/tickets/take-ticket.ts";
import { transition } from "../../../shared/actions/timeline/transition.ts";

/** A manual desk whose first agent holds the tickets of so many customers. */
async function attended(count = 1) {
  const desk = await openDesk({ routing: "manual", limit: 10 });
  const actor = agentAt(desk, 0);
  const ids: TicketId[] = [];
  for (let index = 1; index <= count; index += 1) {
    await write(desk, `wamid.${index}`, "oi", `551199000000${index}`);
    desk.pass(1);
    const [ticketId] = await waiting(desk);
    if (ticketId === undefined) throw new Error("nobody waits");
    await takeTicket(desk, { actor, ticketId });
    ids.push(ticketId);
  }
  const [ticketId] = ids;
  if (ticketId === undefined) throw new Error("needs a ticket");
  return { desk, actor, ticketId, ids };
}

const head = async ({ store }: Desk, ticketId: TicketId) => {
  const found = await store.get(HeadItem, keys.head(ticketId));
  if (found === undefined) throw new Error("there is no such ticket");
  return found;
};
const typesOf = async (desk: Desk, ticketId: TicketId) =>
  (await timeline(desk, ticketId)).map((entry) => entry.type).slice(4);
const load = async (desk: Desk, agentId: string) =>
  (await desk.store.get(SeatItem, keys.seat(sectorId, agentId)))?.load;

/** What a part of the desk that is not asked here would do. */
async function bring(desk: Desk, ticketId: TicketId, command: Command): Promise<void> {
  const before = await head(desk, ticketId);
  const entries = decide(before, command, desk.clock.now());
  if (entries instanceof DeskError) throw entries;
  await desk.store.commit(transition(before, entries).changes);
}

const snooze = (desk: Desk, ticketId: TicketId) =>
  bring(desk, ticketId, {
    ...{ do: "snooze", agentId: agents[0], until: addSeconds(desk.clock.now(), 3_600) },
    ...{ template: null, confirmed: false },
  });

describe("taking over the limit", () => {
  const waited = async () => {
    const desk = await openDesk({ routing: "manual" });
    await changeSeat(desk, agents[0], { limit: 0 });
    await write(desk, "wamid.1", "oi");
    const [ticketId] = await waiting(desk);
    if (ticketId === undefined) throw new Error("nobody waits");
    return { desk, ticketId };
  };

  it("is for supervisors of the sector who serve the queue, asked for, and marked", async () => {
    const { desk, ticketId } = await waited();
    const actor: Agent = { ...agentAt(desk, 0), role: "supervisor", sectorIds: [sectorId] };
    await expect(takeTicket(desk, { actor, ticketId })).rejects.toMatchObject({ code: "AGENT_AT_LIMIT" });
    await takeTicket(desk, { actor, ticketId, force: true });
    expect((await timeline(desk, ticketId)).at(-1)).toMatchObject({ type: "assigned", forced: true });
    expect(await load(desk, actor.id)).toBe(1);
  });

  it("is not for agents, nor for who does not serve the queue", async () => {
    const { desk, ticketId } = await waited();
    for (const actor of [agentAt(desk, 0), supervisorOf(desk)])
      await expect(takeTicket(desk, { actor, ticketId, force: true })).rejects.toMatchObject({
        code: "FORBIDDEN",
      });
    expect(await waiting(desk)).toEqual([ticketId]);
  });

  it("is not marked where there was room", async () => {
    const { desk, ticketId } = await waited();
    await changeSeat(desk, agents[0], { limit: 1 });
    const actor: Agent = { ...agentAt(desk, 0), role: "admin" };
    await takeTicket(desk, { actor, ticketId, force: true });
    expect((await timeline(desk, ticketId)).at(-1)).toMatchObject({ type: "assigned", forced: false });
  });
});

describe("tags", () => {
  it("are what the agent or a supervisor last said, said twice is said once", async () => {
    const { desk, actor, ticketId } = await attended();
    await tagTicket(desk, { actor, ticketId, tagIds: [tags[0], tags[1], tags[0]] });
    await tagTicket(desk, { actor, ticketId, tagIds: [tags[1], tags[0]] });
    expect(await typesOf(desk, ticketId)).toEqual(["tagged"]);
    const said = await tagTicket(desk, { actor: supervisorOf(desk), ticketId, tagIds: [tags[1]] });
    expect(said).toMatchObject({ phase: "open", tagIds: [tags[1]] });
  });

  it("must be of the ticket's sector", async () => {
    const { desk, actor, ticketId } = await attended();
    const tag = await desk.store.get(TagItem, keys.tag(tags[1]));
    if (tag === undefined) throw new Error("needs a tag");
    await desk.store.commit([put("tag", TagItem, { ...tag, sectorId: otherSectorId })]);
    await expect(tagTicket(desk, { actor, ticketId, tagIds: [...tags] })).rejects.toMatchObject({
      code: "TAG_OF_OTHER_SECTOR",
      details: { tagIds: [tags[1]] },
    });
  });

  it("are for open tickets, of who holds them", async () => {
    const { desk, actor, ticketId } = await attended();
    const input = { ticketId, tagIds: [tags[0]] };
    await expect(tagTicket(desk, { actor: agentAt(desk, 1), ...input })).rejects.toMatchObject({
      code: "NOT_ASSIGNEE",
    });
    await snooze(desk, ticketId);
    await expect(tagTicket(desk, { actor, ...input })).rejects.toMatchObject({ code: "TICKET_NOT_OPEN" });
    await closeTicket(desk, { actor, ...input });
    await expect(tagTicket(desk, { actor, ...input })).rejects.toMatchObject({ code: "TICKET_CLOSED" });
  });
});

describe("a note", () => {
  const asked = (actor: Agent, text: string, key?: string): Request => ({
    ...{ actorId: actor.id, route: "addNote", key },
    input: { text },
  });
  const note = (desk: Desk, actor: Agent, ticketId: TicketId, text: string, key?: string) =>
    addNote(desk, asked(actor, text, key), { actor, ticketId, text });

  it("is left by everybody who sees the ticket, and changes nothing that the contact notices", async () => {
    const { desk, actor, ticketId } = await attended();
    const before = await head(desk, ticketId);
    for (const person of [actor, agentAt(desk, 1), supervisorOf(desk)])
      await note(desk, person, ticketId, `de ${person.id}`);
    expect(await head(desk, ticketId)).toEqual({ ...before, version: before.version + 3 });
    expect(await typesOf(desk, ticketId)).toEqual(["note", "note", "note"]);
    expect(desk.seen.sent).toEqual([]);
  });

  it("is left once however often the same request comes", async () => {
    const { desk, actor, ticketId } = await attended();
    const first = await note(desk, actor, ticketId, "ligar amanhã", "k-1");
    expect(await note(desk, actor, ticketId, "ligar amanhã", "k-1")).toEqual(first);
    await expect(note(desk, actor, ticketId, "outra", "k-1")).rejects.toMatchObject({
      code: "IDEMPOTENCY_MISMATCH",
    });
    expect(await typesOf(desk, ticketId)).toEqual(["note"]);
  });

  it("is not left by who only reads, who sees nothing of it, or on what is closed", async () => {
    const { desk, actor, ticketId } = await attended();
    const viewer: Agent = { ...supervisorOf(desk), role: "viewer" };
    await expect(note(desk, viewer, ticketId, "oi")).rejects.toMatchObject({ code: "FORBIDDEN" });
    const stranger: Agent = { ...agentAt(desk, 1), queueIds: [] };
    await expect(note(desk, stranger, ticketId, "oi")).rejects.toMatchObject({ code: "NOT_FOUND" });
    await closeTicket(desk, { actor, ticketId, tagIds: [tags[0]] });
    await expect(note(desk, actor, ticketId, "oi")).rejects.toMatchObject({ code: "TICKET_CLOSED" });
  });
});

describe("answered or not", () => {
  it("is said by who holds the ticket, and saying it twice says it once", async () => {
    const { desk, actor, ticketId } = await attended();
    const mark = (unread: boolean, person = actor) => markTicket(desk, { actor: person, ticketId, unread });
    expect(await mark(false)).toMatchObject({ unread: 0 });
    await mark(false);
    expect(await mark(true)).toMatchObject({ unread: 1 });
    await mark(true);
    expect(await typesOf(desk, ticketId)).toEqual(["marked", "marked"]);
    for (const person of [agentAt(desk, 1), supervisorOf(desk)])
      await expect(mark(false, person)).rejects.toMatchObject({ code: "NOT_ASSIGNEE" });
    await snooze(desk, ticketId);
    await expect(mark(false)).rejects.toMatchObject({ code: "TICKET_NOT_OPEN" });
  });
});

describe("closing", () => {
  it("keeps the tags that the ticket has where none is given, and takes those that are", async () => {
    const { desk, actor, ids } = await attended(3);
    const [tagged, retagged, bare] = ids as [TicketId, TicketId, TicketId];
    for (const ticketId of [tagged, retagged]) await tagTicket(desk, { actor, ticketId, tagIds: [tags[0]] });
    expect(await closeTicket(desk, { actor, ticketId: tagged, tagIds: [] })).toMatchObject({
      tagIds: [tags[0]],
    });
    expect(await closeTicket(desk, { actor, ticketId: retagged, tagIds: [tags[1]] })).toMatchObject({
      tagIds: [tags[1]],
    });
    await expect(closeTicket(desk, { actor, ticketId: bare, tagIds: [] })).rejects.toMatchObject({
      code: "TAGS_REQUIRED",
    });
  });

  it("is possible from the line and while put away, and leaves loads as they were there", async () => {
    const { desk, actor, ids } = await attended(2);
    const [away, waits] = ids as [TicketId, TicketId];
    await snooze(desk, away);
    // What is put away takes no room from then on.
    expect(await load(desk, actor.id)).toBe(2 - 1);
    expect(await closeTicket(desk, { actor, ticketId: away, tagIds: [tags[0]] })).toMatchObject({
      phase: "closed",
      agentId: actor.id,
    });
    expect(await load(desk, actor.id)).toBe(1);
    await bring(desk, waits, { do: "return", by: { kind: "system" }, reason: "agent-signed-out" });
    const input = { ticketId: waits, tagIds: [tags[0]] };
    await expect(closeTicket(desk, { actor, ...input })).rejects.toMatchObject({ code: "NOT_ASSIGNEE" });
    await closeTicket(desk, { actor: supervisorOf(desk), ...input });
    expect(await waiting(desk)).toEqual([]);
    expect(await load(desk, actor.id)).toBe(0);
  });

  it("is possible for what went back to the bot, which keeps its protocol", async () => {
    const { desk, ticketId } = await attended();
    const { protocol } = await head(desk, ticketId);
    await bring(desk, ticketId, { do: "hand-back", by: { kind: "system" }, bot: { kind: "none" } });
    const admin: Agent = { ...supervisorOf(desk), role: "admin" };
    expect(await closeTicket(desk, { actor: admin, ticketId, tagIds: [] })).toMatchObject({
      ...{ phase: "closed", protocol, sectorId, agentId: agents[0] },
    });
  });
});

describe("several at once", () => {
  const of = (ids: readonly TicketId[]) => ids.map((ticketId) => ({ ticketId }));

  it("are closed each by its own rules: one that is refused holds none of the others up", async () => {
    const { desk, actor, ids } = await attended(3);
    const [tagged, bare, closed] = ids as [TicketId, TicketId, TicketId];
    await tagTicket(desk, { actor, ticketId: tagged, tagIds: [tags[0]] });
    await closeTicket(desk, { actor, ticketId: closed, tagIds: [tags[0]] });
    const nowhere = "tkt_00000000000000000000000ZZZ" as TicketId;
    const bulk = { action: "close", tagIds: [], tickets: of([closed, bare, nowhere, tagged]) } as const;
    expect(await bulkTickets(desk, { actor, ...bulk })).toEqual({
      results: [
        { ticketId: closed, ok: false, code: "TICKET_CLOSED" },
        { ticketId: bare, ok: false, code: "TAGS_REQUIRED" },
        { ticketId: nowhere, ok: false, code: "NOT_FOUND" },
        { ticketId: tagged, ok: true, code: null },
      ],
    });
    expect(await head(desk, bare)).toMatchObject({ phase: "open" });
  });

  it("are transferred in the order given, as far as there is room", async () => {
    const { desk, actor, ids } = await attended(3);
    await changeSeat(desk, agents[1], { limit: 2 });
    const to = { kind: "agent", agentId: agents[1], queueId } as const;
    const how = { note: null, force: false, confirmed: false };
    const { results } = await bulkTickets(desk, { actor, action: "transfer", to, ...how, tickets: of(ids) });
    expect(results.map(({ code }) => code)).toEqual([null, null, "AGENT_AT_LIMIT"]);
    expect([await load(desk, agents[0]), await load(desk, agents[1])]).toEqual([1, 2]);
  });

  it("change once although two supervisors send the same ones to the same agent", async () => {
    const { desk, ids } = await attended(4);
    const to = { kind: "agent", agentId: agents[2], queueId } as const;
    const bulk = { action: "transfer", to, note: null, force: false, confirmed: false } as const;
    const [one, other] = [supervisorOf(desk), { ...supervisorOf(desk), role: "admin" as const }];
    const asked = [one, other].map((actor) => bulkTickets(desk, { actor, ...bulk, tickets: of(ids) }));
    const codes = (await Promise.all(asked)).flatMap(({ results }) => results.map(({ code }) => code));
    expect(codes).toEqual(codes.map(() => null));
    for (const ticketId of ids) expect(await typesOf(desk, ticketId)).toEqual(["transferred"]);
    expect(await load(desk, agents[2])).toBe(4);
  });

  it("change once although two supervisors send them elsewhere, when both say what they had seen", async () => {
    const { desk, ids } = await attended(4);
    const tickets = await Promise.all(
      ids.map(async (ticketId) => ({ ticketId, expectedVersion: (await head(desk, ticketId)).version })),
    );
    const how = { note: null, force: false, confirmed: false };
    const asked = [agents[1], agents[2]].map((agentId) => {
      const to = { kind: "agent", agentId, queueId } as const;
      return bulkTickets(desk, { actor: supervisorOf(desk), action: "transfer", to, ...how, tickets });
    });
    const codes = (await Promise.all(asked)).map(({ results }) => results.map(({ code }) => code));
    for (const [index, ticketId] of ids.entries()) {
      expect(new Set(codes.map((it) => it[index]))).toEqual(new Set(["VERSION_CONFLICT", null]));
      expect(await typesOf(desk, ticketId)).toEqual(["transferred"]);
    }
  });

  it("are not begun after ten seconds, so that there is an answer for all", async () => {
    const { desk, actor, ids } = await attended(2);
    const slow = {
      ...desk,
      store: { ...desk.store, commit: (changes: never[]) => (desk.pass(11), desk.store.commit(changes)) },
    };
    const bulk = { action: "close", tagIds: [tags[0]], tickets: of(ids) } as const;
    const { results } = await bulkTickets(slow, { actor, ...bulk });
    expect(results.map(({ code }) => code)).toEqual([null, "BUSY"]);
  });

  it("have results although one of them cannot be read, which is logged", async () => {
    const { desk, actor, ids } = await attended(2);
    const logged: unknown[] = [];
    const broken = {
      ...desk,
      log: { ...desk.log, error: (...what: unknown[]) => logged.push(what) },
      store: {
        ...desk.store,
        get: async (shape: typeof HeadItem, key: { pk: string; sk: string }) => {
          if (key.pk === keys.head(ids[0] ?? "").pk) throw new Error("unreadable");
          return desk.store.get(shape, key);
        },
      },
    };
    const bulk = { action: "close", tagIds: [tags[0]], tickets: of(ids) } as const;
    const { results } = await bulkTickets(broken as unknown as typeof desk, { actor, ...bulk });
    expect(results.map(({ code }) => code)).toEqual(["INTERNAL", null]);
    expect(logged).toHaveLength(1);
  });
});

describe("a sector that wants no tags", () => {
  it("closes without", async () => {
    const { desk, actor, ticketId } = await attended();
    const sector = await desk.store.get(SectorItem, keys.sector(sectorId));
    if (sector === undefined) throw new Error("needs a sector");
    await configure(desk, put("sector", SectorItem, { ...sector, tagsRequired: false }));
    desk.pass(6);
    expect(await closeTicket(desk, { actor, ticketId, tagIds: [] })).toMatchObject({ tagIds: [] });
  });
});
