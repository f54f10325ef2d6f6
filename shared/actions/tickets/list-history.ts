import { type Actor, isKey, maySee } from "../../domain/authorisation.ts";
import type { ChannelId, ContactId, SectorId } from "../../contracts/ids.ts";
import { type Configuration, withAll } from "../configuration/configuration.ts";
import { type Found, months, placeSource, sectorsOf } from "./list-sources.ts";
import type { ClosedTicket, Protocol, Ticket } from "../../contracts/tickets.ts";
import { HeadItem, ProtocolItem } from "../../contracts/stored/shapes.ts";
import { type Sorted, type Source, mergedPage } from "../listing/merge.ts";
import { keys, places } from "../../contracts/stored/keys.ts";
import type { Clock } from "../../ports/ports.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Store } from "../../ports/store.ts";
import type { Time } from "../../contracts/values.ts";
import type { TicketQuery } from "./ticket-query.ts";
import { addSeconds } from "../../domain/time.ts";
import type { Queue } from "../../contracts/organisation.ts";
import { serves } from "../../domain/reception-queues.ts";

const day = 86_400;
/** Heads looked at for one page: a filter that fits few of them answers a short page with a cursor. */
const mostRead = 500;
/** Heads looked at in one request, where a filter may pass most of them over. */
const atOnce = 100;

export interface HistoryDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
}

/** A part of a list of tickets: `next` is where it goes on. */
export interface Part {
  readonly items: readonly Ticket[];
  readonly next: string | undefined;
}

/** Which part, and what of all that is read belongs to it. */
export interface Wanted {
  readonly actor: Actor;
  readonly query: TicketQuery;
  readonly behind: string | undefined;
  readonly shows: (head: Ticket) => boolean;
}

/**
 * Closed tickets, by the time of their closing, newest first: those of each sector are in one partition of index 1 a month, and months
 * are read from the newest, only as far as the page needs. The last 90 days unless `from` and `to` say otherwise; BAD_REQUEST where
 * they are not in order or more than 366 days apart.
 */
export async function closedPage(deps: HistoryDeps, wanted: Wanted): Promise<Part> {
  const { actor, query, behind, shows } = wanted;
  const { from, to } = periodOf(deps.clock, query);
  const owners = await ownersOf(deps, actor, query);
  const isFiltered = [query.queueId, query.agentId, query.tagId, query.channelId].some(
    (filter) => filter !== undefined,
  );
  const items: Ticket[] = [];
  let read = 0;
  let at = behind;
  for (const month of months(from, to).filter((it) => behind === undefined || it <= behind.slice(0, 7))) {
    const sources = owners.map((owner) =>
      // "~" sorts after what follows the time, so what closed at the very instant `to` is in.
      ordered(placeSource(deps.store, places.closed(owner, month), { descending: true, from, to: `${to}~` })),
    );
    for (;;) {
      const room = query.limit - items.length;
      const limit = isFiltered ? Math.max(room, atOnce) : room;
      const page = await mergedPage(sources, { behind: at, limit, descending: true });
      const heads = await headsOf(deps.store, page.items);
      for (const [index, { order }] of page.items.entries()) {
        const head = heads[index];
        read += 1;
        at = order;
        if (head !== undefined && shows(head)) items.push(head);
        if (items.length === query.limit || read === mostRead) return { items, next: at };
      }
      if (page.next === undefined) break;
    }
  }
  return { items, next: undefined };
}

/** How much later than its ticket opened an id may say, where a clock was put back. */
const clockSeconds = 3_600;

/**
 * Tickets of these contacts in one of the lists, the newest first by the time of their opening. What closed until `to` opened before
 * it, so nothing newer is read; how long before `from` it opened nobody knows.
 */
export async function pageOfContacts(
  { store }: HistoryDeps,
  contactIds: readonly ContactId[],
  { query, behind, shows }: Wanted,
): Promise<Part> {
  const { list, from, to } = query;
  const end =
    list !== "closed" || to === undefined ? undefined : places.openedAt(addSeconds(to, clockSeconds));
  const sources = contactIds.map((id): Source<Sorted<Found>> => ({
    read: async (after, limit) => {
      const before = after ?? end;
      const { pointers } = await store.find(2, {
        ...{ pk: places.ofContact(id), descending: true, limit },
        ...(before === undefined ? {} : { before }),
      });
      return pointers.map(({ pk, sk, sort: order }) => ({ order, item: { order, item: { pk, sk } } }));
    },
  }));
  const isWithin = (head: Ticket): boolean =>
    head.phase !== "closed" ||
    ((from === undefined || from <= head.closedAt) && (to === undefined || head.closedAt <= to));
  return filledPage(store, sources, {
    ...{ limit: query.limit, behind, perRead: atOnce, descending: true },
    shows: (head) => isWithin(head) && shows(head),
  });
}

/** Potentials, the oldest first. Those that were handed back from a sector that is not the person's are passed over. */
export const botPage = (
  { store }: Pick<HistoryDeps, "store">,
  channelIds: readonly ChannelId[],
  { query: { limit }, behind, shows }: Wanted,
): Promise<Part> =>
  filledPage(
    store,
    channelIds.map((id) => ordered(placeSource(store, places.bot(id), { descending: false }))),
    { limit, behind, perRead: limit, descending: false, shows },
  );

/** A page of what `shows` picks: short only at the end of the list, or where too much was passed over. */
async function filledPage(
  store: Store,
  sources: readonly Source<Sorted<Found>>[],
  wanted: Pick<Wanted, "behind" | "shows"> & {
    readonly limit: number;
    /** Heads read at once. */
    readonly perRead: number;
    readonly descending: boolean;
  },
): Promise<Part> {
  const { limit, perRead, descending, behind, shows } = wanted;
  const items: Ticket[] = [];
  let read = 0;
  let at = behind;
  for (;;) {
    const page = await mergedPage(sources, { behind: at, limit: perRead, descending });
    const heads = await headsOf(store, page.items);
    for (const [index, { order }] of page.items.entries()) {
      const head = heads[index];
      read += 1;
      at = order;
      const isLast = page.next === undefined && index + 1 === page.items.length;
      if (head !== undefined && shows(head)) items.push(head);
      if (items.length === limit || read === mostRead) return { items, next: isLast ? undefined : at };
    }
    if (page.next === undefined) return { items, next: undefined };
  }
}

/** The one ticket with this protocol number, if it belongs to the list. */
export async function pageOfProtocol(
  { store }: HistoryDeps,
  protocol: Protocol,
  { shows }: Wanted,
): Promise<Part> {
  const known = await store.get(ProtocolItem, keys.protocol(protocol));
  const head = known && (await store.get(HeadItem, keys.head(known.ticketId)));
  return { items: head !== undefined && shows(head) ? [head] : [], next: undefined };
}

/** Sectors into whose queues contacts of the channel may come. */
const feeds = (queues: readonly Queue[], channelId: ChannelId): readonly SectorId[] =>
  queues.filter((queue) => serves(queue, channelId)).map((queue) => queue.sectorId);

/**
 * What decides on closed tickets besides `maySee`: one that was closed without ever having had a sector is history of its channel,
 * for administrators and for supervisors of a sector that the channel feeds.
 */
export async function potentialsOf(
  { configuration }: Pick<HistoryDeps, "configuration">,
  actor: Actor,
): Promise<(head: ClosedTicket) => boolean> {
  if (actor.role !== "supervisor") return () => true;
  const queues = await configuration.queues();
  return ({ channelId, sectorId }) =>
    sectorId !== null || feeds(queues, channelId).some((id) => actor.sectorIds.includes(id));
}

/** Whether this person may see the ticket, its history included. */
export const mayRead = async (
  deps: Pick<HistoryDeps, "configuration">,
  actor: Actor,
  head: Ticket,
): Promise<boolean> =>
  maySee(actor, head) &&
  (head.phase !== "closed" || head.sectorId !== null || (await potentialsOf(deps, actor))(head));

function periodOf(clock: Clock, query: TicketQuery): { readonly from: Time; readonly to: Time } {
  const to = query.to ?? clock.now();
  const from = query.from ?? addSeconds(to, -90 * day);
  if (from > to || addSeconds(from, 366 * day) < to) {
    throw new DeskError("BAD_REQUEST", { reason: "from and to must be in order and at most 366 days apart" });
  }
  return { from, to };
}

/**
 * Whose closed tickets may be on the person's list: sectors they manage or read, those of queues they serve (what they attended
 * themselves is anywhere, where they ask for that), and channels for what never had a sector.
 */
async function ownersOf(
  { configuration }: HistoryDeps,
  actor: Actor,
  query: TicketQuery,
): Promise<readonly (SectorId | ChannelId)[]> {
  // A sector that is gone has left its history.
  if (actor.role === "admin" && query.sectorId !== undefined) return [query.sectorId];
  const sectors = await withAll(configuration.sectors, actor.sectorIds);
  const queues = await withAll(configuration.queues, actor.queueIds);
  const isOwn = query.agentId === actor.id;
  const served = queues.filter((queue) => actor.role !== "viewer" && actor.queueIds.includes(queue.id));
  const wanted = [
    ...sectorsOf(actor, sectors),
    ...served.map((queue) => queue.sectorId),
    ...(isOwn ? sectors.map((sector) => sector.id) : []),
  ].filter((id) => query.sectorId === undefined || id === query.sectorId);
  const needsSector = [query.sectorId, query.queueId, query.agentId, query.tagId].some(
    (filter) => filter !== undefined,
  );
  const seesPotentials = actor.role === "admin" || (actor.role === "supervisor" && !isKey(actor));
  const channels = needsSector || !seesPotentials ? [] : await configuration.channels();
  const fed = channels
    .map((channel) => channel.id)
    .filter((id) => query.channelId === undefined || id === query.channelId)
    .filter(
      (id) => actor.role === "admin" || feeds(queues, id).some((sector) => actor.sectorIds.includes(sector)),
    );
  return [...new Set<SectorId | ChannelId>([...wanted, ...fed])];
}

/** The same source, whose items know where they are in the list. */
const ordered = (source: Source<Found>): Source<Sorted<Found>> => ({
  read: async (behind, limit) =>
    (await source.read(behind, limit)).map((found) => ({ order: found.order, item: found })),
});

const headsOf = (store: Store, found: readonly Sorted<Found>[]): Promise<readonly (Ticket | undefined)[]> =>
  store.getMany<Ticket[]>(found.map(({ item: key }) => ({ shape: HeadItem, key })));
