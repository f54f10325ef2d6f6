import type { AgentId, ChannelId, QueueId, SectorId } from "../../../contracts/ids.ts";
import { HeadItem, PlaceItem, type Snooze, SnoozeItem } from "../../../contracts/stored/shapes.ts";
import type { OpenTicket, SnoozedTicket, Ticket, WaitingTicket } from "../../../contracts/tickets.ts";
import type { Pointer, Store } from "../../../ports/store.ts";
import { keys, partitions, places, prefixes } from "../../../contracts/stored/keys.ts";
import type { Configuration } from "../../configuration/configuration.ts";
import type { Seat } from "../../../contracts/organisation.ts";
import { seatsOfSector } from "../seating.ts";

/** Tickets of one line that are looked at together. */
const stretch = 100;

/** Tickets that are not closed. `all`: these are all there are. */
export interface Living<Of extends Ticket> {
  readonly tickets: readonly Of[];
  readonly all: boolean;
}

/**
 * Tickets that wait in these queues of a sector, are open in them or put away, at most 100 of a line. Lines and the list of what
 * is put away are read consistently. Open tickets are found through an index that follows the table, so they are counted against the loads of the sector's seats,
 * which are exact. And where somebody who serves one of the queues was given a ticket while this was read, it may be one that
 * left a line before the line was read: then these are not `all`.
 */
export async function livingInQueues(
  store: Store,
  sectorId: SectorId,
  queueIds: ReadonlySet<QueueId>,
): Promise<Living<WaitingTicket | OpenTicket | SnoozedTicket>> {
  const seats = await seatsOfSector(store, sectorId);
  const open = await openTickets(store, seats);
  // After the open ones, and the lines last: a ticket that was put away or came back to its line meanwhile is found there.
  const away = await snoozedTickets(store, (it) => queueIds.has(it.queueId));
  const lines = await Promise.all([...queueIds].map((queueId) => line(store, queueId, prefixes.places)));
  const served = (seat: Seat): boolean => seat.queueIds.some((queueId) => queueIds.has(queueId));
  const after = await seatsOfSector(store, sectorId);
  return {
    tickets: newest([...open.tickets, ...away, ...lines.flatMap((it) => it.tickets)]).filter((it) =>
      queueIds.has(it.queueId),
    ),
    all: open.all && lines.every((it) => it.all) && sameGrants(seats.filter(served), after.filter(served)),
  };
}

/**
 * Tickets of a channel that are not closed, in any phase. The potentials are found through an index that follows the table:
 * one that opened a moment ago may be missing.
 */
export async function livingOnChannel(
  { store, configuration }: { readonly store: Store; readonly configuration: Configuration },
  channelId: ChannelId,
): Promise<Living<Ticket>> {
  const queues = await configuration.queues("fresh");
  const sectors = await configuration.sectors("fresh");
  const lines = () =>
    Promise.all(queues.map(({ id }) => line(store, id, prefixes.line(channelId)))).then((all) => ({
      tickets: all.flatMap((it) => it.tickets),
      all: all.every((it) => it.all),
    }));
  const potentials = await held(store, places.bot(channelId));
  // Before and after the open ones: tickets go from lines to agents, and back.
  const before = await lines();
  const seats = (await Promise.all(sectors.map(({ id }) => seatsOfSector(store, id)))).flat();
  const open = await openTickets(store, seats);
  const away = await snoozedTickets(store, (it) => it.channelId === channelId);
  const after = await lines();
  const found = [...potentials, ...before.tickets, ...open.tickets, ...away, ...after.tickets];
  return {
    tickets: newest(found).filter((it) => it.channelId === channelId && it.phase !== "closed"),
    all: before.all && open.all && after.all,
  };
}

/** Each ticket once, as it was read last. */
const newest = <Of extends Ticket>(tickets: readonly Of[]): readonly Of[] => [
  ...new Map(tickets.map((it) => [it.id, it])).values(),
];

/** Whether nobody was given a ticket, or gave one away, between two readings of the seats. */
function sameGrants(before: readonly Seat[], after: readonly Seat[]): boolean {
  const grants = (seats: readonly Seat[]): string =>
    seats
      .map((seat) => `${seat.agentId} ${seat.load} ${seat.lastAssignedAt}`)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .join();
  return grants(before) === grants(after);
}

async function line(store: Store, queueId: QueueId, prefix: string): Promise<Living<WaitingTicket>> {
  const page = await store.query(PlaceItem, { pk: partitions.queue(queueId), prefix, limit: stretch });
  const heads = await store.getMany<Ticket[]>(
    page.items.map((place) => ({ shape: HeadItem, key: keys.head(place.ticketId) })),
  );
  const tickets = heads.filter((head) => head?.phase === "waiting");
  return { tickets, all: page.next === undefined && tickets.length === page.items.length };
}

/** What is put away, as far as `picks` says. */
async function snoozedTickets(
  store: Store,
  picks: (snooze: Snooze) => boolean,
): Promise<readonly SnoozedTicket[]> {
  const tickets: SnoozedTicket[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(SnoozeItem, {
      ...{ pk: partitions.snoozes, prefix: prefixes.snoozes, limit: 1_000 },
      ...(after === undefined ? {} : { after }),
    });
    const picked = page.items.filter(picks);
    const heads = await store.getMany<Ticket[]>(
      picked.map((it) => ({ shape: HeadItem, key: keys.head(it.ticketId) })),
    );
    tickets.push(...heads.filter((head) => head?.phase === "snoozed"));
    after = page.next;
  } while (after !== undefined);
  return tickets;
}

/** What is held in these seats. */
async function openTickets(store: Store, seats: readonly Seat[]): Promise<Living<OpenTicket>> {
  const busy = Map.groupBy(
    seats.filter((seat) => seat.load > 0),
    (seat) => seat.agentId,
  );
  const found = await Promise.all(
    [...busy].map(async ([agentId, own]) => {
      const isOwn = (head: Ticket): head is OpenTicket => isHeldBy(agentId, head);
      const tickets = (await held(store, places.open(agentId))).filter(isOwn);
      const all = own.every(
        (seat) => tickets.filter((it) => it.sectorId === seat.sectorId).length === seat.load,
      );
      return { tickets, all };
    }),
  );
  return { tickets: found.flatMap((it) => it.tickets), all: found.every((it) => it.all) };
}

const isHeldBy = (agentId: AgentId, head: Ticket): boolean =>
  head.phase === "open" && head.agentId === agentId;

/** The tickets at a place of index 1, each as it is now, wherever it went since. */
async function held(store: Store, place: string): Promise<readonly Ticket[]> {
  const tickets: Ticket[] = [];
  let start: Pointer | undefined;
  do {
    const page = await store.find(1, {
      pk: place,
      limit: 1_000,
      ...(start === undefined ? {} : { start }),
    });
    const heads = await store.getMany<Ticket[]>(
      page.pointers.map(({ pk, sk }) => ({ shape: HeadItem, key: { pk, sk } })),
    );
    tickets.push(...heads.filter((head) => head !== undefined));
    start = page.next;
  } while (start !== undefined);
  return tickets;
}
