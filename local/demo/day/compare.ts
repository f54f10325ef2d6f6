import type { Ticket } from "../../../shared/contracts/tickets.ts";
import type { Customers } from "./customers.ts";
import { deeds, type Journal } from "./journal.ts";
import type { DayAsTold } from "./reading.ts";
import type { Ending, Story, Visit } from "./stories.ts";
import type { Tally } from "./tally.ts";

/**
 * Holds what the desk tells against what people did, what came to the phones and how everybody's story ends. What does not match goes
 * to the journal.
 */
export function compare(
  day: DayAsTold,
  tally: Tally,
  { journal, customers }: { journal: Journal; customers: Pick<Customers, "stories" | "received"> },
): void {
  const expect = (what: string, told: number | string, is: number | string): void => {
    if (told !== is) journal.problem(`${what}: ${told} by the timelines, ${is} in truth`);
  };
  const done = journal.totals();
  for (const deed of deeds) expect(deed, tally.deeds[deed], done[deed]);
  expect("messages to the phones", tally.sent, customers.received());
  expect("messages read", tally.read, tally.sent);
  for (const agent of day.agents) {
    const { count, sum } = tally.ratings.get(agent.id) ?? { count: 0, sum: 0 };
    expect(`ratings of ${agent.name}`, count, agent.rating?.count ?? 0);
    if (count > 0)
      expect(`rating of ${agent.name}`, Math.round((100 * sum) / count) / 100, agent.rating?.average ?? 0);
    const closed = day.tickets.filter(
      ({ ticket }) => ticket.phase === "closed" && ticket.agentId === agent.id,
    );
    expect(`history of ${agent.name}`, closed.length, day.histories.get(agent.id) ?? 0);
    expect(`open tickets of ${agent.name}`, 0, agent.openTickets);
    const present = agent.presence.filter(({ status }) => status !== "offline");
    expect(`channels on which ${agent.name} is still there`, 0, present.length);
  }
  const protocols = day.tickets.flatMap(({ ticket: { protocol } }) => protocol ?? []);
  expect("different protocols", protocols.length, new Set(protocols).size);
  const byPhone = Map.groupBy(day.tickets, ({ ticket }) => ticket.address.phone ?? "");
  for (const story of customers.stories) {
    const own = (byPhone.get(story.waId) ?? []).map(({ ticket }) => ticket);
    compareStory(
      story,
      own.toSorted((a, b) => Date.parse(a.openedAt) - Date.parse(b.openedAt)),
      expect,
    );
  }
}

/** Each visit is one ticket, in its order, and ended as the story has it: so none is forgotten, and none is too many. */
function compareStory(
  { name, visits }: Story,
  tickets: readonly Ticket[],
  expect: (what: string, told: string | number, is: string | number) => void,
): void {
  expect(`tickets of ${name}`, tickets.length, visits.length);
  for (const [index, visit] of visits.entries()) {
    const ticket = tickets[index];
    if (ticket === undefined) return;
    expect(`visit ${index + 1} of ${name}`, endOf(ticket), ends[visit.ending]);
    expect(`score of visit ${index + 1} of ${name}`, scoreOf(ticket), visit.score ?? "none");
  }
}

const ends: Readonly<Record<Visit["ending"], string>> = {
  closed: "closed: agent",
  silent: "closed: inactivity",
  overnight: "snoozed",
  expired: "closed: expired",
  dropped: "closed: dropped",
} satisfies Record<Ending, string>;

const endOf = (ticket: Ticket): string =>
  ticket.phase === "closed" ? `closed: ${ticket.reason}` : ticket.phase;
const scoreOf = (ticket: Ticket): number | string => (ticket.phase === "closed" && ticket.rating) || "none";
