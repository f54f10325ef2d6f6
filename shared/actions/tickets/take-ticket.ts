import { type PersonActor, mayForce, mayTake } from "../../domain/authorisation.ts";
import { type SeatTerms, changeNames, seatRefusal, transition } from "../timeline/transition.ts";
import type { Clock } from "../../ports/ports.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Seat } from "../../contracts/organisation.ts";
import type { Store } from "../../ports/store.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import type { TicketId } from "../../contracts/ids.ts";
import { assertVersion } from "./expected-version.ts";
import { decide } from "../../domain/ticket/decide.ts";
import { readTicket } from "./read-ticket.ts";
import { untilSettled } from "../timeline/retry.ts";

/**
 * Gives a waiting ticket to the person who asks. Of several who ask at once exactly one gets it; asking again for a
 * ticket one already holds answers it. With `force` also over the limit; the entry says `forced` only where there was no room.
 * TICKET_NOT_WAITING, TICKET_CLOSED, AGENT_AT_LIMIT, FORBIDDEN (does not serve the queue, or may not force),
 * VERSION_CONFLICT, NOT_FOUND.
 */
export async function takeTicket(
  deps: { readonly store: Store; readonly clock: Clock },
  input: {
    readonly actor: PersonActor;
    readonly ticketId: TicketId;
    /** Although the person has no room. */
    readonly force?: boolean | undefined;
    readonly expectedVersion?: number | undefined;
  },
): Promise<Ticket> {
  const { actor, force = false } = input;
  let forced = false;
  let terms: SeatTerms | undefined;
  return untilSettled<Ticket>(
    async () => {
      const head = await readTicket(deps, input);
      if (head.phase === "open" && head.agentId === actor.id) return head;
      assertVersion(head, input.expectedVersion);
      if (!mayTake(actor, head)) throw new DeskError("FORBIDDEN");
      const command = { do: "assign", agentId: actor.id, mode: "taken", forced, reasons: null } as const;
      const entries = decide(head, command, deps.clock.now());
      if (entries instanceof DeskError) throw entries;
      if (head.phase !== "waiting") throw new DeskError("TICKET_NOT_WAITING", { phase: head.phase });
      if (force && !mayForce(actor, head.sectorId)) throw new DeskError("FORBIDDEN", { reason: "force" });
      terms = { queueId: head.queueId, onlineOn: undefined, forced };
      const { after, changes } = transition(head, entries, terms);
      await deps.store.commit(changes);
      return after;
    },
    (failure) => {
      // A lost race for the ticket matters more than a full seat: it is read again and answered for what it is.
      if (failure.on(changeNames.head) || failure.on(changeNames.place)) return undefined;
      if (!failure.on(changeNames.seat) || terms === undefined) return undefined;
      const seat = failure.failures.get(changeNames.seat) as Seat | undefined;
      const refusal = seatRefusal(seat, terms);
      if (refusal === "at-limit" && !force) throw new DeskError("AGENT_AT_LIMIT", { limit: seat?.limit });
      if (refusal === "at-limit") forced = true;
      else if (refusal !== undefined) throw new DeskError("FORBIDDEN");
      return undefined;
    },
  );
}
