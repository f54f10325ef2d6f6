import { isDeepStrictEqual } from "node:util";
import type { AgentId, TicketId } from "../../../shared/contracts/ids.ts";
import type { TicketList } from "../../../shared/contracts/routes/tickets.ts";
import type { Entry, Ticket } from "../../../shared/contracts/tickets.ts";
import { fold } from "../../../shared/domain/ticket/apply.ts";
import { inParallel } from "../../setup/api.ts";
import type { AnswerOf } from "../../stack/api-client.ts";
import type { AgentAtWork } from "./agents.ts";
import type { Floor } from "./floor.ts";
import { everyPage } from "./session.ts";

/** A ticket with its whole timeline. */
export interface Told {
  readonly ticket: Ticket;
  readonly entries: readonly Entry[];
}

type Seen = Pick<AnswerOf<"getAgent">, "id" | "name" | "rating" | "openTickets" | "presence">;

/** What the desk says of its day, read through the API. */
export interface DayAsTold {
  readonly tickets: readonly Told[];
  /** What agents were last seen as. */
  readonly agents: readonly Seen[];
  /** How many closed tickets each agent has in their history. */
  readonly histories: ReadonlyMap<AgentId, number>;
}

const atOnce = 8;
const lists: readonly TicketList[] = ["bot", "waiting", "open", "snoozed", "closed"];

/**
 * Reads every list, every timeline, every contact's tickets and every agent. What does not fit together goes to the journal: a ticket
 * in two lists, a head that is not the fold of its timeline, a contact's ticket that is in no list.
 */
export async function readTheDay(floor: Floor, crew: readonly AgentAtWork[]): Promise<DayAsTold> {
  const { office, journal } = floor;
  const heads = new Map<TicketId, Ticket>();
  for (const list of lists)
    for (const ticket of await everyPage((page) =>
      office.call("listTickets", { query: { ...page, list } }),
    )) {
      if (heads.has(ticket.id)) journal.problem(`${ticket.id} is in two lists`);
      if (ticket.phase !== list) journal.problem(`${ticket.id} is ${ticket.phase}, and in the list ${list}`);
      heads.set(ticket.id, ticket);
    }
  const tickets = await inParallel([...heads.values()], (ticket) => told(floor, ticket), atOnce);
  await inParallel(
    [...new Set(tickets.map(({ ticket }) => ticket.contactId))],
    async (contactId) => {
      const params = { contactId };
      for (const { id } of await everyPage((query) => office.call("listContactTickets", { params, query })))
        if (!heads.has(id)) journal.problem(`${id} is a ticket of contact ${contactId}, and in no list`);
    },
    atOnce,
  );
  const agents: Seen[] = [];
  const histories = new Map<AgentId, number>();
  for (const { id: agentId } of crew) {
    agents.push(await office.call("getAgent", { params: { agentId } }));
    const query = { list: "closed", agentId } as const;
    const closed = await everyPage((page) => office.call("listTickets", { query: { ...page, ...query } }));
    histories.set(agentId, closed.length);
  }
  return { tickets, agents, histories };
}

async function told({ office, journal }: Floor, ticket: Ticket): Promise<Told> {
  const params = { ticketId: ticket.id };
  const entries: Entry[] = [];
  for (let more = true; more;) {
    const query = { after: entries.length, limit: 100 };
    const page = await office.call("getTimeline", { params, query });
    entries.push(...page.items);
    more = page.more;
  }
  if (!isDeepStrictEqual(fold(entries), ticket))
    journal.problem(`${ticket.id} is not what its timeline amounts to`);
  return { ticket, entries };
}
