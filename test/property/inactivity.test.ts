import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Command } from "../../shared/domain/ticket/command.ts";
import type { Entry, Ticket } from "../../shared/contracts/tickets.ts";
import type { Time } from "../../shared/contracts/values.ts";
import { addSeconds, windowIsOpen } from "../../shared/domain/time.ts";
import { agents, channelId, contactId, queueId, sectorId, ticketId } from "../support/ids.ts";
import { apply } from "../../shared/domain/ticket/apply.ts";
import { decideAll } from "../../shared/domain/ticket/decide-all.ts";
import { inactivityOf } from "../../shared/domain/inactivity.ts";
import { saying } from "../../shared/domain/ticket/say.ts";
import { start } from "../cases/ticket-commands.ts";

const [agentId] = agents;
const system = { kind: "system" } as const;

/** Seconds that pass between two looks at the ticket. */
const look = 60;

type Step = "contact" | "agent" | "snooze" | "wake" | "note" | number;

/** Minutes pass; now and then somebody does something. */
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 40 }) },
    fc.constantFrom<Step>("contact", "agent", "agent", "snooze", "wake", "note"),
    { weight: 1, arbitrary: fc.constant(60 * 20) },
  ),
  { maxLength: 25 },
);
const rules = fc.record({
  warnAfter: fc.integer({ min: 60, max: 3_600 }),
  closeAfter: fc.integer({ min: 60, max: 3_600 }),
  warnText: fc.constant("Are you there?"),
  closeText: fc.constant("We close for now."),
});

/** An attended ticket, what is done to it, and the sweep in each minute. */
function play(wanted: readonly Step[], rule: Parameters<typeof inactivityOf>[1] & object) {
  let now: Time = start;
  let head: Ticket | null = null;
  let count = 0;
  const entries: Entry[] = [];
  const act = (...commands: readonly Command[]): void => {
    const made = decideAll(head, commands, now);
    entries.push(...made);
    head = made.reduce<Ticket | null>(apply, head);
  };
  const received = (): Command => ({
    do: "receive",
    message: {
      content: { type: "text", text: "hello" },
      sentAt: now,
      providerId: `wamid.${(count += 1)}`,
      address: { phone: "5511990000001" },
    },
  });
  act(
    {
      ...{ do: "open", by: { kind: "contact" }, ticketId, contactId, contactName: "Lia", channelId },
      ...{ address: { phone: "5511990000001" }, bot: { kind: "none" }, formerTicketId: null },
    },
    received(),
    {
      ...{ do: "enqueue", by: system, protocol: "2026112300000001", priority: 0, preference: null },
      ...{ sectorId, queueId },
    },
    { do: "assign", agentId, mode: "routed", forced: false, reasons: null },
  );
  const sweep = (): void => {
    if (head === null) return;
    const due = inactivityOf(head, rule, now);
    if (due?.what === "warn") act(saying("inactivity-warning", head.version + 1, rule.warnText));
    if (due?.what === "close")
      act({ do: "close", by: system, reason: "inactivity", tagIds: [], tagsRequired: false });
    if (due?.what === "look" && due.at <= now) throw new Error(`to be looked at ${due.at}, before ${now}`);
  };
  const is = (phase: Ticket["phase"]): boolean => head?.phase === phase;
  for (const step of wanted) {
    if (is("closed")) break;
    if (typeof step === "number") {
      for (let minute = 0; minute < step && !is("closed"); minute += 1) {
        now = addSeconds(now, look);
        sweep();
        assertNotForgotten(head, rule, now);
      }
    } else if (step === "contact") act(received());
    else if (step === "note") act({ do: "note", by: system, text: "a note" });
    else if (step === "wake" && is("snoozed"))
      act({
        ...{ do: "wake", by: system, because: "agent", snooze: undefined, toAgent: true, preference: null },
      });
    else if (step === "snooze" && is("open"))
      act({
        ...{ do: "snooze", agentId, until: addSeconds(now, 86_400), template: null, confirmed: true },
      });
    else if (
      step === "agent" &&
      is("open") &&
      windowIsOpen((head as Ticket | null)?.lastInboundAt ?? null, now)
    )
      act({
        ...{ do: "reply", agentId, clientMessageId: `answer-${(count += 1)}` },
        content: { type: "text", text: "what is it?" },
      });
  }
  return entries;
}

/** No open ticket outlasts its rule by more than a look. */
function assertNotForgotten(
  head: Ticket | null,
  rule: { readonly warnAfter: number; readonly closeAfter: number },
  now: Time,
): void {
  if (head?.phase !== "open" || head.lastDirection !== "out") return;
  const since = [head.lastMessageAt ?? "", head.assignedAt].toSorted().at(-1) as Time;
  const unwarned = Math.max(rule.warnAfter + rule.closeAfter, 24 * 3_600);
  const most = head.warnedAt === null ? unwarned : rule.closeAfter;
  if (now >= addSeconds(since, most + look)) throw new Error(`silent since ${since}, and open at ${now}`);
}

const says = (entry: Entry, who: "in" | "out"): boolean =>
  entry.type === "message" && entry.direction === who;
const isWarning = (entry: Entry): boolean => "purpose" in entry && entry.purpose === "inactivity-warning";
/** What ends a silence: a word of either, or that the ticket was put away. */
const ends = (entry: Entry): boolean =>
  says(entry, "in") || (says(entry, "out") && entry.by.kind === "agent") || entry.type === "snoozed";

describe("silence", () => {
  it("is warned of at most once, and ends a ticket only after the business had the last word", () => {
    fc.assert(
      fc.property(steps, rules, (wanted, rule) => {
        const entries = play(wanted, rule);
        let warned = 0;
        let last: "in" | "out" | undefined;
        for (const entry of entries) {
          if (ends(entry)) warned = 0;
          if (isWarning(entry)) warned += 1;
          expect(warned).toBeLessThanOrEqual(1);
          if (says(entry, "in")) last = "in";
          if (says(entry, "out") && entry.by.kind === "agent") last = "out";
          if (isWarning(entry) || entry.type === "closed") expect(last).toBe("out");
        }
      }),
      { numRuns: 120 },
    );
  });

  it("closes no sooner than the rule's two times after the last answer, or after the warning's one", () => {
    fc.assert(
      fc.property(steps, rules, (wanted, rule) => {
        const entries = play(wanted, rule);
        const closed = entries.at(-1);
        if (closed?.type !== "closed") return;
        const warning = entries.findLast(isWarning);
        const answer = entries.findLast((it) => ends(it) || it.type === "woken" || it.type === "assigned");
        if (answer === undefined) throw new Error("nothing came before");
        const wait =
          warning !== undefined && warning.number > answer.number
            ? { since: warning.at, seconds: rule.closeAfter }
            : { since: answer.at, seconds: rule.warnAfter + rule.closeAfter };
        expect(closed.at >= addSeconds(wait.since, wait.seconds)).toBe(true);
        const said = entries.findLast((it) => it.type === "message");
        if (said !== undefined && !isWarning(said))
          expect(closed.at >= addSeconds(said.at, 24 * 3_600)).toBe(true);
      }),
      { numRuns: 120 },
    );
  });
});
