import { type Actor, authorOf, mayForce, mayTransfer } from "../../domain/authorisation.ts";
import { type Change, type ConditionFailed, check, equals } from "../../ports/store.ts";
import { type DestinationDeps, destinationOf } from "./destination.ts";
import { type SeatTerms, changeNames, seatRefusal, transition } from "../timeline/transition.ts";
import type { AgentId, TicketId } from "../../contracts/ids.ts";
import { AgentItem } from "../../contracts/stored/shapes.ts";
import type { Command } from "../../domain/ticket/decide.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Seat } from "../../contracts/organisation.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import type { TransferTarget } from "../../contracts/routes/lifecycle.ts";
import { assertVersion } from "./expected-version.ts";
import { decide } from "../../domain/ticket/decide.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { readTicket } from "./read-ticket.ts";
import { untilSettled } from "../timeline/retry.ts";

/** Where a ticket is sent, and what the person who sends it knows of that. */
export interface Transfer {
  readonly to: TransferTarget;
  readonly note: string | null;
  /** Although the agent has no room. */
  readonly force: boolean;
  /** Although nobody is there now. */
  readonly confirmed: boolean;
}

const targetAgent = "target agent";

/**
 * Sends a waiting or open ticket to an agent, into the line of a queue, or to a sector. It keeps its time of queueing; tags of
 * another sector fall away. That an agent is active, serves the queue, is online on the ticket's channel (unless `confirmed`) and
 * has room (unless `force`) holds in the moment of the transfer; what it says of queues and sectors, see `destinationOf`. What
 * is already where it is sent is answered as it is. The entry says `forced` only where there was no room.
 *
 * AGENT_NOT_AVAILABLE, AGENT_AT_LIMIT, QUEUE_FULL, QUEUE_UNATTENDED, SECTOR_CLOSED; FORBIDDEN for `force` by who may not;
 * NOT_ASSIGNEE, TICKET_CLOSED, TICKET_NOT_OPEN, VERSION_CONFLICT, NOT_FOUND (the ticket, or the target).
 */
export async function transferTicket(
  deps: DestinationDeps,
  input: Transfer & {
    readonly actor: Actor;
    readonly ticketId: TicketId;
    readonly expectedVersion?: number | undefined;
  },
): Promise<Ticket> {
  const { actor, to, note, force, confirmed } = input;
  let forced = false;
  let terms: SeatTerms | undefined;
  return untilSettled<Ticket>(
    async () => {
      const head = await readTicket(deps, input);
      if (head.phase === "closed") throw new DeskError("TICKET_CLOSED", { closedAt: head.closedAt });
      if (!mayTransfer(actor, head)) throw new DeskError("NOT_ASSIGNEE");
      if (isThere(head, to)) return head;
      assertVersion(head, input.expectedVersion);
      if (head.phase !== "open" && head.phase !== "waiting")
        throw new DeskError("TICKET_NOT_OPEN", { phase: head.phase });
      const { id: queueId, sectorId } = await destinationOf(deps, head, input);
      if (force && !mayForce(actor, sectorId)) throw new DeskError("FORBIDDEN", { reason: "force" });
      const place = { by: authorOf(actor), sectorId, queueId, note };
      const command: Command =
        to.kind === "agent"
          ? { do: "transfer", ...place, agentId: to.agentId, forced }
          : { do: "move", ...place, keepsAgent: false, reason: "transferred" };
      const entries = decide(head, command, deps.clock.now());
      if (entries instanceof DeskError) throw entries;
      terms = { queueId, onlineOn: confirmed ? undefined : head.channelId, forced };
      const { after, changes } = transition(head, entries, terms);
      await deps.store.commit([...changes, ...(to.kind === "agent" ? [isActive(to.agentId)] : [])]);
      return after;
    },
    (failure) => {
      if (failure.on(changeNames.head) || failure.on(changeNames.place)) return undefined;
      if (failure.on(targetAgent)) throw notAvailable("inactive", failure);
      if (!failure.on(changeNames.seat) || terms === undefined) return undefined;
      const seat = failure.failures.get(changeNames.seat) as Seat | undefined;
      const refusal = seatRefusal(seat, terms);
      if (refusal === "at-limit" && !force) throw new DeskError("AGENT_AT_LIMIT", { limit: seat?.limit });
      if (refusal === "at-limit") forced = true;
      else if (refusal !== undefined) throw notAvailable(refusal, failure);
      return undefined;
    },
  );
}

const isActive = (agentId: AgentId): Change =>
  check(targetAgent, AgentItem, keys.agent(agentId), equals(["active"], true));

const notAvailable = (reason: string, cause: ConditionFailed): DeskError =>
  new DeskError("AGENT_NOT_AVAILABLE", { reason }, { cause });

/** Whether a ticket is where it is sent: asking again sends it nowhere. */
function isThere(head: Ticket, to: TransferTarget): boolean {
  switch (to.kind) {
    case "agent":
      return head.phase === "open" && head.agentId === to.agentId && head.queueId === to.queueId;
    case "queue":
      return head.phase === "waiting" && head.queueId === to.queueId;
    case "sector":
      return head.phase === "waiting" && head.sectorId === to.sectorId;
  }
}
