import { describe, expect, it } from "vitest";
import type { Entry, Ticket } from "../../../shared/contracts/tickets.ts";
import { agentAt, openOtherSector, supervisorOf } from "../../support/other-sector.ts";
import { agents, otherQueueId, queueId, tags } from "../../support/ids.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { timeline, waiting, write } from "../../support/conversation.ts";
import { addNote } from "../../../shared/actions/tickets/note-ticket.ts";
import { audience } from "../../../shared/actions/relay/audience.ts";
import { effectsOf } from "../../../shared/actions/relay/plan.ts";
import { AgentSocketItem, EntryItem } from "../../../shared/contracts/stored/shapes.ts";
import { external, handOver } from "../open-ticket/support.ts";
import type { ServerMessage, SingleSocketMessage } from "../../../shared/contracts/socket-messages.ts";
import { pushAll } from "../../../shared/actions/sockets/push.ts";
import { put } from "../../../shared/ports/store.ts";
import { markTicket } from "../../../shared/actions/tickets/mark-ticket.ts";
import { tagTicket } from "../../../shared/actions/tickets/tag-ticket.ts";
import { takeTicket } from "../../../shared/actions/tickets/take-ticket.ts";
import { transferTicket } from "../../../shared/actions/tickets/transfer-ticket.ts";

/** What the relay makes of an entry that the stream tells of. */
const effects = (entry: Entry) =>
  effectsOf({ id: "1", new: { ...entry, ...EntryItem.key(entry), shape: "entry", v: EntryItem.version } });

/** Who is told what of the ticket's newest entry: agents by index. */
async function told(desk: Desk, ticketId: Ticket["id"]): Promise<readonly string[]> {
  const entry = (await timeline(desk, ticketId)).at(-1);
  if (entry === undefined) throw new Error("there is no entry");
  const pushes = await audience(desk, effects(entry));
  return pushes.map(({ agentId, message }) => {
    const who = agents.indexOf(agentId);
    if (message.type === "ticket") return `${who} ${message.list} ${message.change}`;
    return message.type === "entry" ? `${who} ${message.entry.type}` : `${who} ${message.type}`;
  });
}

async function attended() {
  const desk = await openDesk({ routing: "manual" });
  await openOtherSector(desk, { servers: [agents[1]] });
  await write(desk, "wamid.1", "oi");
  const [ticketId] = await waiting(desk);
  if (ticketId === undefined) throw new Error("nobody waits");
  const actor = agentAt(desk, 0);
  await takeTicket(desk, { actor, ticketId });
  return { desk, ticketId, actor };
}
const how = { note: null, force: false, confirmed: false };

describe("what comes along when a ticket enters an open list", () => {
  it("is as many of its newest entries as a message takes", async () => {
    const desk = await openDesk({ routing: "manual" });
    await external(desk);
    await write(desk, "wamid.1", "oi");
    const said = { from: "contact", text: "é".repeat(4_000), at: null } as const;
    const { ticket } = await handOver(desk, { history: Array.from({ length: 20 }, () => said) });
    const ticketId = ticket.id;
    const entered = async () => {
      const last = (await timeline(desk, ticketId)).at(-1);
      const pushes = last === undefined ? [] : await audience(desk, effects(last));
      const message = pushes.map((it) => it.message).find((it) => it.type === "ticket" && it.list === "open");
      if (message?.type !== "ticket" || message.change !== "entered") throw new Error("nobody is told");
      return message;
    };
    await takeTicket(desk, { actor: agentAt(desk, 0), ticketId });
    const { head, entries } = await entered();
    expect(head).toMatchObject({ version: 4, agentId: agents[0] });
    expect(entries.map(({ type }) => type)).toEqual(["assigned"]);
    expect(Buffer.byteLength(JSON.stringify(await entered()))).toBeLessThan(128 * 1_024);
  });

  it("is nothing where the newest is too large itself: the head says what is missing", async () => {
    const { desk, ticketId } = await attended();
    const large = "漢".repeat(50_000);
    await write(desk, "wamid.large", large);
    const last = (await timeline(desk, ticketId)).at(-1);
    const pushes = last === undefined ? [] : await audience(desk, effects(last));
    expect(pushes.map(({ message }) => message)).toMatchObject([
      { type: "ticket", list: "open", change: "entered", head: { version: last?.number }, entries: [] },
    ]);
  });

  it("reaches the agent although a frame before it was refused", async () => {
    const desk = await openDesk({ routing: "manual" });
    const connectedAt = desk.clock.now();
    const socket = { agentId: agents[0], connectionId: "one", connectedAt, sessionBeganAt: 0 };
    await desk.store.commit([put("socket", AgentSocketItem, socket)]);
    const posted: ServerMessage[] = [];
    const post = async (_: string, message: ServerMessage) => {
      posted.push(message);
      return JSON.stringify(message).length > 50_000 ? ("too-large" as const) : ("delivered" as const);
    };
    const messages = [60_000, 1].map(
      (size) => ({ type: "session-ending", at: "x".repeat(size) }) as unknown as SingleSocketMessage,
    );
    const lines: string[] = [];
    await pushAll(
      {
        ...desk,
        sockets: { ...desk.sockets, post },
        log: { ...desk.log, error: (line: string) => void lines.push(line) },
      },
      messages.map((message) => ({ agentId: agents[0], message })),
    );
    expect(posted).toEqual(messages);
    expect(lines).toEqual(["a push is too large"]);
  });
});

describe("who is told of what people do with a ticket", () => {
  it("a transfer to an agent: it left one open list and entered the other, with its newest entries", async () => {
    const { desk, ticketId, actor } = await attended();
    const to = { kind: "agent", agentId: agents[1], queueId } as const;
    await transferTicket(desk, { actor, ticketId, to, ...how });
    expect(await told(desk, ticketId)).toEqual(["0 open left", "1 open entered"]);
    const entries = await timeline(desk, ticketId);
    const last = entries.at(-1);
    if (last === undefined) throw new Error("there is no entry");
    const entered = (await audience(desk, effects(last))).at(-1)?.message;
    expect(entered).toMatchObject({ head: { agentId: agents[1] }, entries });
  });

  it("a transfer to a queue: it left the open list, and entered the line of who serves there", async () => {
    const { desk, ticketId, actor } = await attended();
    await transferTicket(desk, { actor, ticketId, to: { kind: "queue", queueId: otherQueueId }, ...how });
    expect(await told(desk, ticketId)).toEqual(["0 open left", "1 waiting entered"]);
  });

  it("out of a line: who serves it hears that it left", async () => {
    const { desk, ticketId, actor } = await attended();
    await transferTicket(desk, { actor, ticketId, to: { kind: "queue", queueId }, ...how });
    const to = { kind: "agent", agentId: agents[1], queueId } as const;
    await transferTicket(desk, { actor: supervisorOf(desk), ticketId, to, ...how });
    expect((await told(desk, ticketId)).toSorted()).toEqual([
      "0 waiting left",
      "1 open entered",
      "1 waiting left",
      "2 waiting left",
    ]);
  });

  it("a transfer to a line asks for its routing, and one to an agent for none", async () => {
    const { desk, ticketId, actor } = await attended();
    await transferTicket(desk, { actor, ticketId, to: { kind: "queue", queueId: otherQueueId }, ...how });
    const kinds = async () => {
      const entry = (await timeline(desk, ticketId)).at(-1);
      return entry && effects(entry).map((it) => (it.kind === "route" ? `route ${it.queueId}` : it.kind));
    };
    expect(await kinds()).toEqual([`route ${otherQueueId}`, "announce"]);
    const to = { kind: "agent", agentId: agents[1], queueId: otherQueueId } as const;
    await transferTicket(desk, {
      ...{ actor: { ...supervisorOf(desk), role: "admin" }, ticketId, to },
      ...how,
    });
    expect(await kinds()).toEqual(["timer", "announce"]);
  });

  it("notes, tags and marks: who holds the ticket, whoever made them", async () => {
    const { desk, ticketId, actor } = await attended();
    const boss = supervisorOf(desk);
    const request = { actorId: boss.id, route: "addNote", key: undefined, input: {} };
    await addNote(desk, request, { actor: boss, ticketId, text: "pergunte o pedido" });
    expect(await told(desk, ticketId)).toEqual(["0 note"]);
    await tagTicket(desk, { actor: boss, ticketId, tagIds: [tags[0]] });
    expect(await told(desk, ticketId)).toEqual(["0 tagged"]);
    await markTicket(desk, { actor, ticketId, unread: false });
    expect(await told(desk, ticketId)).toEqual(["0 marked"]);
  });
});
