import type { Ticket } from "../../../shared/contracts/tickets.ts";
import type { TicketList } from "../../../shared/contracts/routes/tickets.ts";
import { type Deed, deeds } from "./journal.ts";
import type { ShopOfTheDay } from "./opening.ts";
import type { DayAsTold } from "./reading.ts";
import { everyPage } from "./session.ts";
import type { DaySize } from "./stories.ts";
import type { Tally } from "./tally.ts";

const columns = [
  "written",
  "answered",
  "closed",
  "sent on",
  "put away",
  "rated",
] as const satisfies readonly Deed[];
const places = ["bot", "waiting", "open", "snoozed"] as const satisfies readonly TicketList[];
const width = 10;
const cell = (text: string | number): string => text.toString().padStart(width);

/** What the page is about, and the head of the table of hours. */
export const titleLines = ({ customers, agents, hours, seed }: DaySize): readonly string[] => [
  `A day in a shop: ${customers} customers, ${agents} agents, two numbers, ${hours} ${hours === 1 ? "hour" : "hours"} (seed ${seed})`,
  "",
  `${" ".repeat(8)}${"since the hour before".padStart(columns.length * width)}${"at that time".padStart(places.length * width)}`,
  `${"".padEnd(8)}${[...columns, ...places].map(cell).join("")}`,
];

/** A line an hour: what people did since the line before, and where tickets are. */
export function createHourLines({ floor }: ShopOfTheDay): (minute: number) => Promise<string> {
  let before = floor.journal.totals();
  return async (minute) => {
    const now = floor.journal.totals();
    const done = columns.map((deed) => now[deed] - before[deed]);
    before = now;
    const held: number[] = [];
    for (const list of places) {
      const tickets = await everyPage((page) =>
        floor.office.call("listTickets", { query: { ...page, list } }),
      );
      held.push(tickets.length);
    }
    const time = new Date(floor.instant(minute)).toLocaleTimeString("pt-BR", {
      ...{ timeZone: "America/Sao_Paulo", hour: "2-digit", minute: "2-digit" },
    });
    return `${time.padEnd(8)}${[...done, ...held].map(cell).join("")}`;
  };
}

/** The account of the day: what people did beside what the timelines tell, how tickets ended, how long people waited. */
export function accountLines(
  day: DayAsTold,
  tally: Tally,
  { floor, mishaps }: ShopOfTheDay,
): readonly string[] {
  const { journal, customers } = floor;
  const done = journal.totals();
  const ends = Map.groupBy(day.tickets, ({ ticket }) => endOf(ticket));
  const row = (what: string, truth: number, told: number): string =>
    `  ${what.padEnd(34)}${cell(truth)}${cell(told)}${truth === told ? "" : "   <- differs"}`;
  return [
    "",
    `  ${"".padEnd(34)}${cell("done")}${cell("told")}   (told: the fold of all timelines, read through the API)`,
    ...deeds.map((deed) => row(deedNames[deed], done[deed], tally.deeds[deed])),
    row("messages that came to the phones", customers.received(), tally.sent),
    row("  of which were read", customers.received(), tally.read),
    "",
    `${day.tickets.length} tickets: ${[...ends]
      .toSorted(([, a], [, b]) => b.length - a.length)
      .map(([end, { length }]) => `${length} ${end}`)
      .join(", ")}.`,
    `In line: ${spread(tally.waits)}. First answer after: ${spread(tally.firstResponses)}.`,
    `Calls refused because somebody else was faster or the ticket had moved on: ${journal.late}.`,
    ...(mishaps.size === 0
      ? []
      : [
          `Reported by the local cloud: ${[...mishaps].map(([what, times]) => `${what} (${times})`).join(", ")}.`,
        ]),
    "",
    `  ${"agent".padEnd(16)}${["attended", "ratings", "average", "fold"].map(cell).join("")}`,
    ...day.agents.map(({ id, name, rating }) => {
      const { count, sum } = tally.ratings.get(id) ?? { count: 0, sum: 0 };
      const fold = count === 0 ? "-" : (sum / count).toFixed(2);
      const average = rating === null ? "-" : rating.average.toFixed(2);
      return `  ${name.padEnd(16)}${[day.histories.get(id) ?? 0, rating?.count ?? 0, average, fold].map(cell).join("")}`;
    }),
    "",
  ];
}

const deedNames: Readonly<Record<Deed, string>> = {
  written: "messages from customers",
  answered: "answers of agents",
  noted: "notes",
  taken: "taken by hand",
  "sent on": "transfers",
  "put away": "snoozes",
  closed: "closed by agents",
  dropped: "potentials dropped",
  rated: "ratings",
  stars: "stars in all ratings",
};

function endOf(ticket: Ticket): string {
  if (ticket.phase === "snoozed") return "put away until tomorrow";
  if (ticket.phase !== "closed") return `forgotten (${ticket.phase})`;
  switch (ticket.reason) {
    case "agent":
      return "closed by an agent";
    case "inactivity":
      return "closed for silence";
    case "dropped":
    case "expired":
      return `${ticket.reason} without having chosen a queue`;
    case "refused":
    case "removed":
      return ticket.reason;
  }
}

/** Minutes: the middle one, and what all but one in twenty stay below. */
function spread(minutes: readonly number[]): string {
  if (minutes.length === 0) return "nobody";
  const sorted = minutes.toSorted((a, b) => a - b);
  const at = (part: number): string => (sorted[Math.floor(part * (sorted.length - 1))] ?? 0).toFixed(1);
  return `${at(0.5)} min in the middle, ${at(0.95)} min for 19 of 20`;
}
