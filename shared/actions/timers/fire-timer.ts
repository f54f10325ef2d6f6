import { HeadItem, type Timer, TimerItem } from "../../contracts/stored/shapes.ts";
import { put, remove } from "../../ports/store.ts";
import { type TimerDeps, dueOf, timerAt } from "./timers.ts";
import type { Command } from "../../domain/ticket/command.ts";
import type { Sector } from "../../contracts/organisation.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import type { Time } from "../../contracts/values.ts";
import { addSeconds, windowIsOpen } from "../../domain/time.ts";
import { decideAll } from "../../domain/ticket/decide-all.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { saying } from "../../domain/ticket/say.ts";
import { surveyOf } from "../../domain/survey.ts";
import { transition } from "../timeline/transition.ts";
import { untilSettled } from "../timeline/retry.ts";

/** What came of a timer: the contact was warned, the ticket closed, or nothing yet. */
export type Fired = "warned" | "closed" | "nothing";

type Rule = NonNullable<Sector["inactivity"]>;

/**
 * Looks at a ticket whose timer is due and does what time asks for. A ticket that moved on meanwhile gets another timer, or none. A
 * warning is in one transaction with the timer of the closing, and the closing with what the contact is told; so a timer that fires
 * twice, or late, or beside another one of its ticket, warns once and closes once.
 */
export async function fireTimer(deps: TimerDeps, timer: Timer): Promise<Fired> {
  return untilSettled<Fired>(async () => {
    const { store, clock, configuration } = deps;
    const over = remove("timer", TimerItem, TimerItem.key(timer));
    const head = await store.get(HeadItem, keys.head(timer.ticketId));
    const now = clock.now();
    const due = head && (await dueOf(deps, head, now));
    if (head === undefined || due === undefined) {
      await store.commit([over]);
      return "nothing";
    }
    if (due.what === "look") {
      const next = timerAt(head, due.at);
      await store.commit([put("next timer", TimerItem, next)]);
      if (next.at !== timer.at || next.kind !== timer.kind) await store.commit([over]);
      return "nothing";
    }
    const sector = head.phase === "open" ? await configuration.sector(head.sectorId) : undefined;
    const rule = sector?.inactivity ?? null;
    if (due.what === "warn" && rule !== null) {
      const { changes } = transition(head, decideAll(head, [warning(head, rule)], now));
      const next = timerAt(head, addSeconds(now, rule.closeAfter));
      await store.commit([...changes, over, put("next timer", TimerItem, next)]);
      return "warned";
    }
    const asked = surveyOf(head, sector, await configuration.settings(), now);
    const said = rule === null ? [] : farewell(head, rule, now);
    const entries = decideAll(head, [...said, ...asked, closing(head)], now);
    await store.commit([...transition(head, entries).changes, over]);
    return "closed";
  });
}

const warning = (head: Ticket, { warnText }: Rule): Command =>
  saying("inactivity-warning", head.version + 1, warnText);

/** Nothing may be said once the window is shut, and the ticket closes without a word. */
const farewell = (head: Ticket, { closeText }: Rule, now: Time): readonly Command[] =>
  windowIsOpen(head.lastInboundAt, now) ? [saying("inactivity-close", head.version + 1, closeText)] : [];

/** The desk closes with the tags that the ticket has, none included: who would choose one is a person. */
const closing = (head: Ticket): Command => ({
  ...{ do: "close", by: { kind: "system" }, tagsRequired: false },
  reason: head.phase === "bot" ? "expired" : "inactivity",
  tagIds: "tagIds" in head ? head.tagIds : [],
});
