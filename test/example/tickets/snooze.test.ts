import { describe, expect, it } from "vitest";
import {
  AgentItem,
  ChannelItem,
  HeadItem,
  QueueItem,
  SeatItem,
  SnoozeItem,
} from "../../../shared/contracts/stored/shapes.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { configure } from "../../support/configure.ts";
import type { Ticket, TemplateContent } from "../../../shared/contracts/tickets.ts";
import { agentAt, changeSeat, supervisorOf } from "../../support/other-sector.ts";
import { agents, otherQueueId, queueId, sectorId, tags } from "../../support/ids.ts";
import { keys, partitions } from "../../../shared/contracts/stored/keys.ts";
import { route, timeline, waiting, write } from "../../support/conversation.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import { addSeconds } from "../../../shared/domain/time.ts";
import { closeTicket } from "../../../shared/actions/tickets/close-ticket.ts";
import { createCursorSeal } from "../../../shared/adapters/cursor-seal.ts";
import { listTickets } from "../../../shared/actions/tickets/list-tickets.ts";
import { livingOnChannel } from "../../../shared/actions/organisation/removal/living.ts";
import { put } from "../../../shared/ports/store.ts";
import { releaseAgent } from "../../../shared/actions/routing/release-agent.ts";
import { removeQueue } from "../../../shared/actions/organisation/removal/remove-queue.ts";
import { sendEntry } from "../../../shared/actions/delivery/send-entry.ts";
import { snoozeTicket } from "../../../shared/actions/snooze/snooze-ticket.ts";
import { sweep } from "../../../shared/actions/sweep/sweep.ts";
import { takeTicket } from "../../../shared/actions/tickets/take-ticket.ts";
import { wakeDue } from "../../../shared/actions/snooze/wake-due.ts";
import { wakeTicket } from "../../../shared/actions/snooze/wake-ticket.ts";

const [ana] = agents;
const hour = 3_600;
const template: TemplateContent = {
  ...{ type: "template", name: "de_volta", language: "pt_BR" },
  parameters: ["Lia"],
};

/** A desk of one place a person, whose first agent holds the ticket of a customer. */
async function attended(options: { readonly limit?: number; readonly online?: boolean } = {}) {
  const desk = await openDesk({ routing: "manual", limit: 1, ...options });
  await write(desk, "wamid.1", "oi");
  const [ticketId] = await waiting(desk);
  if (ticketId === undefined) throw new Error("nobody waits");
  const actor = agentAt(desk, 0);
  await takeTicket(desk, { actor, ticketId });
  return { desk, actor, ticketId };
}

const none = { template: null, confirmed: false };
const inHours = (desk: Desk, hours: number) => addSeconds(desk.clock.now(), hours * hour);

/** The same with the ticket put away for so many hours. */
async function putAway(hours = 1, what: { readonly template?: TemplateContent } = {}) {
  const it = await attended();
  const until = inHours(it.desk, hours);
  await snoozeTicket(it.desk, { actor: it.actor, ticketId: it.ticketId, until, ...none, ...what });
  return { ...it, until };
}

const headOf = async ({ store }: Desk, ticketId: TicketId): Promise<Ticket> => {
  const found = await store.get(HeadItem, keys.head(ticketId));
  if (found === undefined) throw new Error("there is no such ticket");
  return found;
};
const seatOf = (desk: Desk) => desk.store.get(SeatItem, keys.seat(sectorId, ana));
const listed = async (desk: Desk) =>
  (await desk.store.query(SnoozeItem, { pk: partitions.snoozes, limit: 100 })).items;
const lastTypes = async (desk: Desk, ticketId: TicketId, count: number) =>
  (await timeline(desk, ticketId)).slice(-count).map(({ type }) => type);

/** Somebody else's ticket takes the only place of the agent. */
async function fillSeat(desk: Desk): Promise<void> {
  await changeSeat(desk, ana, { load: 1 });
}

describe("putting a ticket away", () => {
  it("frees the agent's room and keeps the ticket theirs, in the list of what is put away", async () => {
    const { desk, ticketId, until } = await putAway();
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({
      ...{ phase: "snoozed", agentId: ana, until, snoozes: 1 },
    });
    await expect(seatOf(desk)).resolves.toMatchObject({ load: 0 });
    await expect(listed(desk)).resolves.toEqual([
      { ticketId, snooze: 1, until, sectorId, queueId, channelId: desk.channel.id, agentId: ana },
    ]);
  });

  it("is for who holds it", async () => {
    const { desk, ticketId } = await attended();
    const until = inHours(desk, 1);
    const asked = snoozeTicket(desk, { actor: supervisorOf(desk), ticketId, until, ...none });
    await expect(asked).rejects.toMatchObject({ code: "NOT_ASSIGNEE" });
  });

  it("takes a time in the future, a year ahead at most", async () => {
    const { desk, actor, ticketId } = await attended();
    for (const hours of [0, -1, 367 * 24]) {
      const asked = snoozeTicket(desk, {
        actor,
        ticketId,
        until: inHours(desk, hours),
        ...none,
        confirmed: true,
      });
      await expect(asked).rejects.toMatchObject({ code: "BAD_REQUEST" });
    }
  });

  it("past the 24 hours wants a word of the agent, or a template", async () => {
    const { desk, actor, ticketId } = await attended();
    const until = inHours(desk, 24);
    const asked = snoozeTicket(desk, { actor, ticketId, until, ...none });
    await expect(asked).rejects.toMatchObject({ code: "SNOOZE_CROSSES_WINDOW" });
    await snoozeTicket(desk, { actor, ticketId, until: inHours(desk, 23.9), ...none });
    await snoozeTicket(desk, { actor, ticketId, until, ...none, confirmed: true });
    await snoozeTicket(desk, { actor, ticketId, until, template, confirmed: false });
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ snoozes: 3, template });
  });

  it("again until another time takes the place of the time before; until the same, changes nothing", async () => {
    const { desk, actor, ticketId, until } = await putAway();
    const same = await snoozeTicket(desk, { actor, ticketId, until, ...none });
    expect(same).toMatchObject({ snoozes: 1 });
    const later = inHours(desk, 2);
    await snoozeTicket(desk, { actor, ticketId, until: later, ...none });
    await expect(listed(desk)).resolves.toMatchObject([{ snooze: 2, until: later }]);
  });
});

describe("when the time comes", () => {
  it("the ticket is with its agent again, where they are there and have room", async () => {
    const { desk, ticketId } = await putAway();
    desk.pass(hour);
    await wakeDue(desk, { ticketId, snooze: 1 });
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ phase: "open", agentId: ana });
    await expect(seatOf(desk)).resolves.toMatchObject({ load: 1 });
    await expect(listed(desk)).resolves.toEqual([]);
  });

  it("else it is before all others in its line, and for a while nobody else's while they are there", async () => {
    const { desk, ticketId } = await putAway();
    await fillSeat(desk);
    desk.pass(hour);
    await wakeDue(desk, { ticketId, snooze: 1 });
    const until = addSeconds(desk.clock.now(), 120);
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({
      ...{ phase: "waiting", priority: 9, preference: { agentId: ana, until, why: "snooze" } },
    });
  });

  it("the others get it once the agent's time is over", async () => {
    const { desk, ticketId } = await putAway();
    await fillSeat(desk);
    desk.pass(hour);
    await wakeDue(desk, { ticketId, snooze: 1 });
    await configure(desk, put("queue", QueueItem, { ...desk.queue, routing: "automatic", version: 2 }));
    desk.pass(61);
    await expect(route(desk)).resolves.toEqual({ assigned: 0 });
    desk.pass(60);
    await expect(route(desk)).resolves.toEqual({ assigned: 1 });
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ phase: "open" });
  });

  it("who went offline is not waited for, and does not hold it", async () => {
    const { desk, ticketId } = await putAway();
    await changeSeat(desk, ana, { presence: {} });
    desk.pass(hour);
    await wakeDue(desk, { ticketId, snooze: 1 });
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ phase: "waiting" });
  });

  it("wakes once, whether it is told twice or ten minutes late", async () => {
    const { desk, ticketId } = await putAway();
    desk.pass(hour + 600);
    await wakeDue(desk, { ticketId, snooze: 1 });
    await expect(wakeDue(desk, { ticketId, snooze: 1 })).resolves.toBeUndefined();
    expect(await lastTypes(desk, ticketId, 2)).toEqual(["snoozed", "woken"]);
  });

  it("a little early, it is asked again", async () => {
    const { desk, ticketId } = await putAway();
    desk.pass(hour - 2);
    await expect(wakeDue(desk, { ticketId, snooze: 1 })).rejects.toMatchObject({ seconds: 2 });
  });

  it("the firing of a snooze that is over wakes nothing", async () => {
    const { desk, actor, ticketId } = await putAway();
    await snoozeTicket(desk, { actor, ticketId, until: inHours(desk, 0.5), ...none });
    desk.pass(hour);
    await expect(wakeDue(desk, { ticketId, snooze: 1 })).resolves.toBeUndefined();
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ phase: "snoozed", snoozes: 2 });
  });

  it("says its template, in the same step and after the window too", async () => {
    const { desk, ticketId } = await putAway(30, { template });
    desk.pass(30 * hour);
    await wakeDue(desk, { ticketId, snooze: 1 });
    const [woken, said] = (await timeline(desk, ticketId)).slice(-2);
    expect(woken).toMatchObject({ type: "woken", because: "due" });
    expect(said).toMatchObject({
      ...{ type: "message", direction: "out", purpose: "wake-up", content: template },
      ...{ by: { kind: "system" }, delivery: { status: "queued" } },
    });
    await sendEntry(desk, { v: 1, ticketId, number: said?.number ?? 0 });
    expect(desk.seen.sent).toMatchObject([
      {
        ...{ type: "template", to: "+5511990000001" },
        template: {
          ...{ name: "de_volta", language: { code: "pt_BR" } },
          components: [{ type: "body", parameters: [{ type: "text", text: "Lia" }] }],
        },
      },
    ]);
  });

  it("nobody told, the sweep finds it", async () => {
    const { desk, ticketId } = await putAway();
    desk.pass(hour + 60);
    await sweep(desk);
    expect(desk.seen.wakeups).toEqual([]);
    desk.pass(61);
    await sweep(desk);
    expect(desk.seen.wakeups.map(({ body }) => body)).toEqual([
      { v: 1, kind: "snooze", ticketId, snooze: 1 },
    ]);
  });
});

describe("before its time", () => {
  it("the contact's message wakes it, in the same step", async () => {
    const { desk, ticketId } = await putAway();
    await write(desk, "wamid.2", "e então?");
    expect(await lastTypes(desk, ticketId, 3)).toEqual(["snoozed", "message", "woken"]);
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ phase: "open", agentId: ana, unread: 2 });
  });

  it("so it does where the agent has no room: into the line", async () => {
    const { desk, ticketId } = await putAway();
    await fillSeat(desk);
    await write(desk, "wamid.2", "e então?");
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({
      ...{ phase: "waiting", priority: 9, preference: { agentId: ana, why: "snooze" } },
    });
  });

  it("its template is not said then", async () => {
    const { desk, ticketId } = await putAway(30, { template });
    await write(desk, "wamid.2", "e então?");
    expect(await lastTypes(desk, ticketId, 2)).toEqual(["message", "woken"]);
  });

  it("who put it away takes it up again, be they offline; so does a supervisor of the sector, for them", async () => {
    const first = await putAway();
    await changeSeat(first.desk, ana, { presence: {} });
    await wakeTicket(first.desk, { actor: first.actor, ticketId: first.ticketId });
    await expect(headOf(first.desk, first.ticketId)).resolves.toMatchObject({ phase: "open", agentId: ana });
    const { desk, ticketId } = await putAway();
    await wakeTicket(desk, { actor: supervisorOf(desk), ticketId });
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ phase: "open", agentId: ana });
    const again = wakeTicket(desk, { actor: supervisorOf(desk), ticketId });
    await expect(again).rejects.toMatchObject({ code: "TICKET_NOT_SNOOZED" });
  });

  it("a colleague does not", async () => {
    const { desk, ticketId } = await putAway();
    const asked = wakeTicket(desk, { actor: agentAt(desk, 1), ticketId });
    await expect(asked).rejects.toMatchObject({ code: "NOT_ASSIGNEE" });
  });

  it("may be closed, and is off the list", async () => {
    const { desk, actor, ticketId } = await putAway();
    await closeTicket(desk, { actor, ticketId, tagIds: [tags[0]] });
    await expect(listed(desk)).resolves.toEqual([]);
    await expect(wakeDue(desk, { ticketId, snooze: 1 })).resolves.toBeUndefined();
  });
});

describe("who and what is gone meanwhile", () => {
  it("what somebody put away who is deactivated wakes into its line", async () => {
    const { desk, actor, ticketId } = await putAway();
    await desk.store.commit([put("agent", AgentItem, { ...actor, active: false })]);
    await releaseAgent(desk, ana);
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ phase: "waiting", preference: null });
    expect((await timeline(desk, ticketId)).at(-1)).toMatchObject({ type: "woken", because: "moved" });
  });

  it("what somebody put away who signed out sleeps on", async () => {
    const { desk, actor, ticketId } = await putAway();
    const signedOut = { ...actor, sessionsValidAfter: desk.clock.now() };
    await desk.store.commit([put("agent", AgentItem, signedOut)]);
    await releaseAgent(desk, ana);
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ phase: "snoozed" });
  });

  it("a queue is not removed over it, unless it is said where it goes; there it sleeps on", async () => {
    const { desk, ticketId } = await putAway();
    await desk.store.commit([put("other", QueueItem, { ...desk.queue, id: otherQueueId })]);
    const channel = { ...desk.channel, reception: { kind: "none" as const } };
    await desk.store.commit([put("channel", ChannelItem, channel)]);
    const actor = { ...supervisorOf(desk), role: "admin" as const };
    const asked = removeQueue(desk, { actor, queueId });
    await expect(asked).rejects.toMatchObject({ code: "HAS_LIVE_TICKETS", details: { tickets: 1 } });
    await removeQueue(desk, { actor, queueId, transferTo: otherQueueId });
    await expect(headOf(desk, ticketId)).resolves.toMatchObject({ phase: "snoozed", queueId: otherQueueId });
    await expect(listed(desk)).resolves.toMatchObject([{ ticketId, queueId: otherQueueId, snooze: 1 }]);
  });

  it("a channel has it among its live tickets", async () => {
    const { desk, ticketId } = await putAway();
    const living = await livingOnChannel(desk, desk.channel.id);
    expect(living).toMatchObject({ tickets: [{ id: ticketId }], all: true });
  });
});

describe("the list of what is put away", () => {
  it("is one's own, by the time of waking; for supervisors what is of their sectors", async () => {
    const { desk, actor, ticketId } = await putAway(2);
    await write(desk, "wamid.2", "oi", "5511990000002");
    const [second] = await waiting(desk);
    if (second === undefined) throw new Error("nobody waits");
    await takeTicket(desk, { actor, ticketId: second });
    await snoozeTicket(desk, { actor, ticketId: second, until: inHours(desk, 1), ...none });
    const deps = { ...desk, cursors: createCursorSeal("0".repeat(64)) };
    const list = async (who: typeof actor, more: object = {}) =>
      (await listTickets(deps, { actor: who, list: "snoozed", limit: 50, ...more })).items.map(
        ({ id }) => id,
      );
    expect(await list(actor)).toEqual([second, ticketId]);
    expect(await list(agentAt(desk, 1))).toEqual([]);
    expect(await list(supervisorOf(desk))).toEqual([second, ticketId]);
    expect(await list(supervisorOf(desk), { agentId: ana })).toEqual([second, ticketId]);
    const first = await listTickets(deps, { actor: supervisorOf(desk), list: "snoozed", limit: 1 });
    expect(first.items.map(({ id }) => id)).toEqual([second]);
    expect(await list(supervisorOf(desk), { cursor: first.cursor })).toEqual([ticketId]);
  });
});
