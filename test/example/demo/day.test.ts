import { describe, expect, test } from "vitest";
import { compare } from "../../../local/demo/day/compare.ts";
import { openJournal } from "../../../local/demo/day/journal.ts";
import type { DayAsTold } from "../../../local/demo/day/reading.ts";
import type { Story } from "../../../local/demo/day/stories.ts";
import { tallyOf } from "../../../local/demo/day/tally.ts";
import { type ClosedTicket, type Entry, Entry as AnyEntry } from "../../../shared/contracts/tickets.ts";
import { fold } from "../../../shared/domain/ticket/apply.ts";
import {
  agents as people,
  channelId,
  contactId,
  queueId,
  sectorId,
  tags,
  ticketId,
} from "../../support/ids.ts";

const [agentId] = people;
const at = (minute: number): string => `2026-11-24T12:${minute.toString().padStart(2, "0")}:00.000Z`;
const agent = { kind: "agent", agentId };
const system = { kind: "system" };
const contact = { kind: "contact" };
const heard = {
  ...{ type: "message", direction: "in", content: { type: "text", text: "Oi!" }, sentAt: at(0) },
  by: contact,
};
const delivery = { status: "read", rank: 6, at: at(4), attempts: 1, providerId: "wamid.1", failure: null };
const said = {
  ...{ type: "message", direction: "out", content: { type: "text", text: "Oi! Claro." }, purpose: null },
  ...{ position: null, clientMessageId: "day-0-000001", delivery, by: agent },
};

/** A visit of one line, answered, closed and rated with four. */
const lines: readonly object[] = [
  {
    ...{ type: "opened", by: system, contactId, contactName: "Lia", channelId, channelKind: "whatsapp" },
    ...{ address: { phone: "5511980100000" }, bot: { kind: "none" }, formerTicketId: null },
  },
  { ...heard, providerId: "wamid.in.1" },
  {
    ...{ type: "queued", by: system, protocol: "20261124000001", sectorId, queueId, priority: 5 },
    ...{ preference: null, fields: null, history: null },
  },
  { type: "assigned", by: agent, agentId, mode: "taken", forced: false, reasons: null },
  said,
  { type: "closed", by: agent, was: "open", agentId, tagIds: [tags[0]], reason: "agent" },
  { ...heard, providerId: "wamid.in.2" },
  { type: "rated", by: contact, score: 4 },
];
const entriesOf = (some: readonly object[]): readonly Entry[] =>
  some.map((line, index) => AnyEntry.parse({ ticketId, number: index + 1, at: at(index), ...line }));

const story: Story = {
  ...{ name: "Lia", waId: "5511980100000", number: "wholesale", queue: "Atacado", mumbles: 0, pace: 1 },
  visits: [{ lines: 1, ending: "closed", pause: null, sentOn: null, score: 4, after: 0 }],
};
const seen = { id: agentId, name: "Bruna", rating: { average: 4, count: 1 }, openTickets: 0, presence: [] };

/** What a day is told to have been that was one visit in truth. */
function problemsOf(
  entries: readonly Entry[],
  { agents = [seen], received = 1 }: { agents?: DayAsTold["agents"]; received?: number } = {},
): readonly string[] {
  const ticket = fold(entries);
  const tickets = ticket === null ? [] : [{ ticket, entries }];
  const journal = openJournal();
  journal.did("written", 2);
  journal.did("stars", 4);
  for (const deed of ["taken", "answered", "closed", "rated"] as const) journal.did(deed);
  const closed = tickets.filter((it) => it.ticket.phase === "closed").length;
  const day: DayAsTold = { tickets, agents, histories: new Map([[agentId, closed]]) };
  compare(day, tallyOf(tickets), { journal, customers: { stories: [story], received: () => received } });
  return journal.problems;
}

describe("a day's account", () => {
  const whole = entriesOf(lines);

  test("matches where the timelines tell what was done", () => {
    expect(problemsOf(whole)).toEqual([]);
    const tally = tallyOf([{ ticket: fold(whole) as ClosedTicket, entries: whole }]);
    expect(tally).toMatchObject({ sent: 1, read: 1, waits: [1], firstResponses: [4] });
    expect(tally.ratings).toEqual(new Map([[agentId, { count: 1, sum: 4 }]]));
  });

  test("names a ticket that was forgotten", () => {
    expect(problemsOf(whole.slice(0, 3))).toContain(
      "visit 1 of Lia: waiting by the timelines, closed: agent in truth",
    );
  });

  test("names a visit of which nothing is known", () => {
    expect(problemsOf([])).toContain("tickets of Lia: 0 by the timelines, 1 in truth");
  });

  test("names what was done and is not told", () => {
    const silent = entriesOf(lines.filter((line) => line !== said));
    expect(problemsOf(silent)).toEqual([
      "answered: 0 by the timelines, 1 in truth",
      "messages to the phones: 0 by the timelines, 1 in truth",
    ]);
  });

  test("names a message that came twice, and one that nobody is known to have read", () => {
    expect(problemsOf(whole, { received: 2 })).toEqual([
      "messages to the phones: 1 by the timelines, 2 in truth",
    ]);
    const unread = { ...said, delivery: { ...delivery, status: "sent", rank: 3 } };
    expect(problemsOf(entriesOf(lines.map((line) => (line === said ? unread : line))))).toEqual([
      "messages read: 0 by the timelines, 1 in truth",
    ]);
  });

  test("names an agent whose rating is another than the contacts gave, or who still holds something", () => {
    const agents = [{ ...seen, rating: { average: 4.5, count: 2 }, openTickets: 1 }];
    expect(problemsOf(whole, { agents })).toEqual([
      "ratings of Bruna: 1 by the timelines, 2 in truth",
      "rating of Bruna: 4 by the timelines, 4.5 in truth",
      "open tickets of Bruna: 0 by the timelines, 1 in truth",
    ]);
  });
});
