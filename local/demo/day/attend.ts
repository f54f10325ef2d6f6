import type { AgentId, TicketId } from "../../../shared/contracts/ids.ts";
import type { OpenTicket } from "../../../shared/contracts/tickets.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { ApiError } from "../../stack/api-client.ts";
import type { Floor } from "./floor.ts";
import { answers, backAgain, lineOf, lookingUp, untilTomorrow } from "./lines.ts";
import type { Session } from "./session.ts";

/** An agent who answers. */
export interface Hand {
  readonly id: AgentId;
  readonly session: Session;
  /** Somebody else who serves the ticket's queue and is there. */
  colleague(ticket: OpenTicket): AgentId | undefined;
  /** A name for the next message that nobody else uses. */
  nextMessageId(): string;
}

/** What was begun with tickets, by everybody: who gets one that was sent on or put away goes on from there. */
export interface Begun {
  readonly sentOn: Set<TicketId>;
  readonly resumed: Set<TicketId>;
}

/** Codes that say that the ticket was somewhere else by then. */
const elsewhere = ["NOT_ASSIGNEE", "TICKET_CLOSED", "TICKET_NOT_OPEN", "TICKET_NOT_WAITING", "NOT_FOUND"];
const noRoom = ["AGENT_AT_LIMIT", "AGENT_NOT_AVAILABLE"];

/** How a call ended: undefined when it was done, else one of the codes. Rejects for any other. */
export async function refusal(
  call: Promise<unknown>,
  codes: readonly string[] = elsewhere,
): Promise<string | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    if (error instanceof ApiError && error.code !== undefined && codes.includes(error.code))
      return error.code;
    throw error;
  }
}

/**
 * Does for one of the agent's own tickets what is to be done now: answers, looks something up, sends it on, puts it away or closes
 * it, as its customer's story has it. False when the ticket was somewhere else by then.
 */
export async function attend(floor: Floor, hand: Hand, begun: Begun, ticket: OpenTicket): Promise<boolean> {
  const { visit, line } = floor.customers.of(ticket);
  const comesBack = ticket.snoozes > 0 && !begun.resumed.has(ticket.id);
  if (ticket.unread === 0 && !comesBack) return true;
  const isLast = line >= visit.lines;
  if (comesBack) begun.resumed.add(ticket.id);
  else if (visit.sentOn !== null && !begun.sentOn.has(ticket.id)) {
    begun.sentOn.add(ticket.id);
    if (await sendOn(floor, hand, ticket, visit.sentOn)) return true;
  } else if (visit.pause !== null && line === 1 && ticket.snoozes === 0)
    return putAway(floor, hand, ticket, lookingUp, floor.clock.now() + visit.pause.minutes * 60_000);
  if (isLast && visit.ending === "overnight")
    // An hour after tomorrow's opening.
    return putAway(floor, hand, ticket, untilTomorrow, floor.instant(25 * 60));
  if (!(await say(floor, hand, ticket, comesBack ? backAgain : lineOf(answers, line)))) return false;
  return isLast && visit.ending === "closed" ? close(floor, hand, ticket) : true;
}

async function say({ journal }: Floor, hand: Hand, { id }: OpenTicket, text: string): Promise<boolean> {
  const content = { type: "text", text } as const;
  const body = { clientMessageId: hand.nextMessageId(), content };
  const refused = await refusal(hand.session.call("sendMessage", { params: { ticketId: id }, body }));
  if (refused === undefined) journal.did("answered");
  return refused === undefined;
}

async function close(floor: Floor, hand: Hand, ticket: OpenTicket): Promise<boolean> {
  const params = { ticketId: ticket.id };
  const tagIds = floor.names.tagIds.get(ticket.sectorId) ?? [];
  const tagId = tagIds[ticket.version % tagIds.length];
  if (tagId === undefined) throw new Error("a sector has no tags");
  const { session } = hand;
  // Half of them are tagged first, and closed with the tags they have.
  const first = ticket.version % 2 === 0;
  const refused =
    (first && (await refusal(session.call("setTags", { params, body: { tagIds: [tagId] } })))) ||
    (await refusal(session.call("closeTicket", { params, body: { tagIds: first ? [] : [tagId] } })));
  if (refused === undefined) floor.journal.did("closed");
  return refused === undefined;
}

async function putAway(
  floor: Floor,
  hand: Hand,
  ticket: OpenTicket,
  words: string,
  until: number,
): Promise<boolean> {
  if (!(await say(floor, hand, ticket, words))) return false;
  const body = { until: new Date(until).toISOString() as Time, confirmed: true };
  const refused = await refusal(hand.session.call("snoozeTicket", { params: { ticketId: ticket.id }, body }));
  if (refused === undefined) floor.journal.did("put away");
  return refused === undefined;
}

/** Whether it went: to the next queue it always does, to a colleague where one is there and has room. */
async function sendOn(
  { journal, names }: Floor,
  hand: Hand,
  ticket: OpenTicket,
  whom: "queue" | "agent",
): Promise<boolean> {
  const params = { ticketId: ticket.id };
  const { Vendas, Encomendas, Trocas } = names.queueIds;
  const next = new Map([
    [Vendas, Encomendas],
    [Encomendas, Trocas],
  ]);
  const agentId = hand.colleague(ticket);
  if (whom === "agent" && agentId === undefined) return false;
  const to =
    whom === "agent" && agentId !== undefined
      ? ({ kind: "agent", agentId, queueId: ticket.queueId } as const)
      : ({ kind: "queue", queueId: next.get(ticket.queueId) ?? Vendas } as const);
  const refused = await refusal(
    hand.session.call("transferTicket", {
      params,
      body: { to, note: "quem cuida disso?", confirmed: to.kind === "queue" },
    }),
    [...elsewhere, ...noRoom],
  );
  if (refused === undefined) journal.did("sent on");
  return refused === undefined;
}
