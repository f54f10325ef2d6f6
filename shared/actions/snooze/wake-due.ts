import type { Content, SnoozedTicket, Ticket } from "../../contracts/tickets.ts";
import { type WakingDeps, hasNoRoom, wakeCommand, wakeTerms } from "./waking.ts";
import type { Command } from "../../domain/ticket/decide.ts";
import { HeadItem } from "../../contracts/stored/shapes.ts";
import { RetryLater } from "../../ports/retry-later.ts";
import type { TicketId } from "../../contracts/ids.ts";
import { decideAll } from "../../domain/ticket/decide-all.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { transition } from "../timeline/transition.ts";
import { untilSettled } from "../timeline/retry.ts";

/** The longest that a queue keeps a message to itself, in seconds. */
const longestHidden = 43_200;

/**
 * Wakes a ticket whose snooze of this number is over, and says the snooze's template, if it has one, in the same transaction.
 * A snooze that is not the ticket's present one is over already, and nothing happens: so this may be called twice and late. Too
 * early, it asks to be called again (RetryLater). Answers the ticket if it woke.
 */
export async function wakeDue(
  deps: WakingDeps,
  { ticketId, snooze }: { readonly ticketId: TicketId; readonly snooze: number },
): Promise<Ticket | undefined> {
  let toAgent = true;
  return untilSettled<Ticket | undefined>(
    async () => {
      const head = await deps.store.get(HeadItem, keys.head(ticketId));
      if (head?.phase !== "snoozed" || head.snoozes !== snooze) return undefined;
      const now = deps.clock.now();
      assertOver(head, now);
      const waking = { by: { kind: "system" }, because: "due" } as const;
      const wake = await wakeCommand(deps, head, waking, toAgent);
      const entries = decideAll(head, [wake, ...greeting(head)], now);
      const { after, changes } = transition(head, entries, wakeTerms(head));
      await deps.store.commit(changes);
      return after;
    },
    (failure) => {
      if (hasNoRoom(failure)) toAgent = false;
      return undefined;
    },
  );
}

function assertOver({ until }: SnoozedTicket, now: string): void {
  const left = Math.ceil((Date.parse(until) - Date.parse(now)) / 1_000);
  if (left > 0) throw new RetryLater(Math.min(left, longestHidden), "the snooze is not over yet");
}

function greeting({ template, snoozes }: SnoozedTicket): readonly Command[] {
  if (template === null) return [];
  const clientMessageId = `wake-up-${snoozes}`;
  const content: Content = template;
  const by = { kind: "system" } as const;
  return [{ do: "say", by, purpose: "wake-up", position: null, clientMessageId, content }];
}
