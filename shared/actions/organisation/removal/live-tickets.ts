import type { AgentId, QueueId, SectorId } from "../../../contracts/ids.ts";
import { HeadItem, PlaceItem } from "../../../contracts/stored/shapes.ts";
import type { OpenTicket, Ticket, WaitingTicket } from "../../../contracts/tickets.ts";
import type { Pointer, Store } from "../../../ports/store.ts";
import { keys, partitions, places, prefixes } from "../../../contracts/stored/keys.ts";
import { seatsOfSector } from "../seating.ts";

/** Tickets of one queue's line that are looked at together. */
const stretch = 100;

/**
 * Tickets that wait in the lines of these queues or are open in them. `all` says whether these are all: lines are read
 * consistently, at most 100 a queue; open tickets are found through an index that follows the table, so they are counted
 * against the loads of the sector's seats, which are exact.
 */
export async function liveTickets(
  store: Store,
  sectorId: SectorId,
  queueIds: ReadonlySet<QueueId>,
): Promise<{ readonly tickets: readonly (WaitingTicket | OpenTicket)[]; readonly all: boolean }> {
  const open = await openTickets(store, sectorId);
  // After the open ones: a ticket that came back to its line meanwhile is found there.
  const waiting = await Promise.all([...queueIds].map((queueId) => line(store, queueId)));
  const tickets = [...waiting.flatMap((it) => it.tickets), ...open.tickets].filter((ticket) =>
    queueIds.has(ticket.queueId),
  );
  return { tickets, all: open.all && waiting.every((it) => it.all) };
}

async function line(
  store: Store,
  queueId: QueueId,
): Promise<{ readonly tickets: readonly WaitingTicket[]; readonly all: boolean }> {
  const page = await store.query(PlaceItem, {
    pk: partitions.queue(queueId),
    prefix: prefixes.places,
    limit: stretch,
  });
  const heads = await store.getMany<Ticket[]>(
    page.items.map((place) => ({ shape: HeadItem, key: keys.head(place.ticketId) })),
  );
  const tickets = heads.filter((head) => head?.phase === "waiting");
  return { tickets, all: page.next === undefined && tickets.length === page.items.length };
}

async function openTickets(
  store: Store,
  sectorId: SectorId,
): Promise<{ readonly tickets: readonly OpenTicket[]; readonly all: boolean }> {
  const seats = (await seatsOfSector(store, sectorId)).filter((seat) => seat.load > 0);
  const held = await Promise.all(
    seats.map(async (seat) => {
      const tickets = (await ticketsOf(store, seat.agentId)).filter((it) => it.sectorId === sectorId);
      return { tickets, all: tickets.length === seat.load };
    }),
  );
  return { tickets: held.flatMap((it) => it.tickets), all: held.every((it) => it.all) };
}

async function ticketsOf(store: Store, agentId: AgentId): Promise<readonly OpenTicket[]> {
  const tickets: OpenTicket[] = [];
  let start: Pointer | undefined;
  do {
    const page = await store.find(1, {
      pk: places.open(agentId),
      limit: 1_000,
      ...(start === undefined ? {} : { start }),
    });
    const heads = await store.getMany<Ticket[]>(
      page.pointers.map(({ pk, sk }) => ({ shape: HeadItem, key: { pk, sk } })),
    );
    tickets.push(...heads.flatMap((head) => (isHeld(head) && head.agentId === agentId ? [head] : [])));
    start = page.next;
  } while (start !== undefined);
  return tickets;
}

const isHeld = (head: Ticket | undefined): head is OpenTicket => head?.phase === "open";
