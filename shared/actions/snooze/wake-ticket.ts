import { type Actor, authorOf, mayWake } from "../../domain/authorisation.ts";
import { type WakingDeps, hasNoRoom, wakeCommand, wakeTerms } from "./waking.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { OfTicket } from "../tickets/handle-ticket.ts";
import type { SnoozedTicket, Ticket } from "../../contracts/tickets.ts";
import { assertVersion } from "../tickets/expected-version.ts";
import { decideAll } from "../../domain/ticket/decide-all.ts";
import { readTicket } from "../tickets/read-ticket.ts";
import { transition } from "../timeline/transition.ts";
import { untilSettled } from "../timeline/retry.ts";

/**
 * Takes a ticket up again before its time: it goes to who put it away, or, where they have no room, before all others into its
 * line. Whoever wakes their own need not be online for it. The snooze's template is not said. NOT_ASSIGNEE,
 * TICKET_NOT_SNOOZED, TICKET_CLOSED, VERSION_CONFLICT, NOT_FOUND.
 */
export async function wakeTicket(deps: WakingDeps, input: OfTicket): Promise<Ticket> {
  const { actor } = input;
  let toAgent = true;
  return untilSettled<Ticket>(
    async () => {
      const head = await readTicket(deps, input);
      if (head.phase === "closed") throw new DeskError("TICKET_CLOSED", { closedAt: head.closedAt });
      if (!mayWake(actor, head)) throw new DeskError("NOT_ASSIGNEE");
      if (head.phase !== "snoozed") throw new DeskError("TICKET_NOT_SNOOZED", { phase: head.phase });
      assertVersion(head, input.expectedVersion);
      const waking = { by: authorOf(actor), because: "agent" } as const;
      const wake = await wakeCommand(deps, head, waking, toAgent);
      const entries = decideAll(head, [wake], deps.clock.now());
      const { after, changes } = transition(head, entries, termsFor(actor, head));
      await deps.store.commit(changes);
      return after;
    },
    (failure) => {
      if (hasNoRoom(failure)) toAgent = false;
      return undefined;
    },
  );
}

const termsFor = (actor: Actor, head: SnoozedTicket) => ({
  ...wakeTerms(head),
  ...(actor.id === head.agentId ? { onlineOn: undefined } : {}),
});
