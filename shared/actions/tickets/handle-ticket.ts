import type { Actor } from "../../domain/authorisation.ts";
import type { Change } from "../../ports/store.ts";
import type { Clock } from "../../ports/ports.ts";
import type { Command } from "../../domain/ticket/decide.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Store } from "../../ports/store.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import type { TicketId } from "../../contracts/ids.ts";
import { assertVersion } from "./expected-version.ts";
import { decideAll } from "../../domain/ticket/decide-all.ts";
import { readTicket } from "./read-ticket.ts";
import { transition } from "../timeline/transition.ts";
import { untilSettled } from "../timeline/retry.ts";

/** What a person asks of one ticket. */
export interface OfTicket {
  readonly actor: Actor;
  readonly ticketId: TicketId;
  readonly expectedVersion?: number | undefined;
}

type Wanted = Command | readonly Command[] | undefined;

/**
 * One command of a person's, or several at once, on one ticket that stays where it is: read, decided, committed, and again after a lost race.
 * `command` says what is done to the ticket as it is now, or undefined when nothing is to be done; it throws for who may not.
 * `commit` stands in for the store's, where more is written. TICKET_CLOSED, VERSION_CONFLICT, NOT_FOUND, and what the command
 * is refused with.
 */
export async function handleTicket(
  deps: { readonly store: Store; readonly clock: Clock },
  input: OfTicket,
  command: (head: Exclude<Ticket, { phase: "closed" }>) => Promise<Wanted> | Wanted,
  commit: (changes: readonly Change[], after: Ticket) => Promise<Ticket> = async (changes, after) => {
    await deps.store.commit(changes);
    return after;
  },
): Promise<Ticket> {
  return untilSettled(async () => {
    const head = await readTicket(deps, input);
    if (head.phase === "closed") throw new DeskError("TICKET_CLOSED", { closedAt: head.closedAt });
    const wanted = await command(head);
    if (wanted === undefined) return head;
    assertVersion(head, input.expectedVersion);
    const commands = "do" in wanted ? [wanted] : wanted;
    const entries = decideAll(head, commands, deps.clock.now());
    const { after, changes } = transition(head, entries);
    return commit(changes, after);
  });
}
