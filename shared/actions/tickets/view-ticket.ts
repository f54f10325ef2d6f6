import { PlaceItem } from "../../contracts/stored/shapes.ts";
import { type TicketView, countedPlaces } from "../../contracts/waiting.ts";
import { partitions, prefixes } from "../../contracts/stored/keys.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { Clock } from "../../ports/ports.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Store } from "../../ports/store.ts";
import type { TicketId } from "../../contracts/ids.ts";
import type { WaitingTicket } from "../../contracts/tickets.ts";
import { explainWaiting } from "../../domain/waiting.ts";
import { DeskError } from "../../contracts/errors.ts";
import { mayRead } from "./list-history.ts";
import { readTicket } from "./read-ticket.ts";
import { seatsOfSector } from "../organisation/seating.ts";

export interface ViewTicketDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
}

/**
 * A ticket's head as this person may see it; of one that waits also its place in line and why it waits. The head is read now, the line
 * and the seats as they were a moment ago: half a read unit for each 11 seats, and at most four for each channel's line.
 * NOT_FOUND as readTicket.
 */
export async function viewTicket(
  deps: ViewTicketDeps,
  input: { readonly actor: Actor; readonly ticketId: TicketId },
): Promise<TicketView> {
  const head = await readTicket(deps, input);
  if (!(await mayRead(deps, input.actor, head))) throw new DeskError("NOT_FOUND");
  if (head.phase !== "waiting") return { ...head, waiting: null };
  const { store, clock, configuration } = deps;
  const seats = await seatsOfSector(store, head.sectorId, "eventual");
  const queue = await configuration.queue(head.queueId);
  const explained = explainWaiting(head, queue?.routing ?? "automatic", seats, clock.now());
  return { ...head, waiting: { position: await positionOf(deps, head), ...explained } };
}

/** How many places of every channel's line come before the ticket's, counted up to a bound, and itself. */
async function positionOf(deps: ViewTicketDeps, head: WaitingTicket): Promise<number | null> {
  const { queueId, priority, queuedAt, preference } = head;
  const channels = await deps.configuration.channels();
  const before = await Promise.all(
    channels.map(async ({ id: channelId }) => {
      const place = { queueId, channelId, priority, queuedAt, preference, ticketId: head.id };
      const page = await deps.store.query(PlaceItem, {
        ...{ pk: partitions.queue(queueId), prefix: prefixes.line(channelId), limit: countedPlaces },
        ...{ before: PlaceItem.key(place).sk, consistency: "eventual" },
      });
      return page.items.length;
    }),
  );
  const position = before.reduce((sum, count) => sum + count, 1);
  return position > countedPlaces ? null : position;
}
