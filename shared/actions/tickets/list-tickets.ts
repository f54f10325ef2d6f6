import { type Actor, isKey, mayDropOn, maySee } from "../../domain/authorisation.ts";
import {
  type Found,
  agentsOfSectors,
  lineSource,
  placeSource,
  queuesOf,
  sectorsOf,
  servesChannel,
  snoozedSources,
} from "./list-sources.ts";
import { type Source, mergedPage } from "../listing/merge.ts";
import {
  type Part,
  type Wanted,
  botPage,
  closedPage,
  pageOfContacts,
  pageOfProtocol,
  potentialsOf,
} from "./list-history.ts";
import { type TicketQuery, belongs } from "./ticket-query.ts";
import { contactsNamed } from "../contacts/find-contacts.ts";
import { openCursor, sealCursor } from "../listing/cursors.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import type { Clock } from "../../ports/ports.ts";
import { type Configuration, withAll } from "../configuration/configuration.ts";
import type { CursorSeal } from "../../ports/cursors.ts";
import { HeadItem } from "../../contracts/stored/shapes.ts";
import type { Store } from "../../ports/store.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import type { TicketList } from "../../contracts/routes/tickets.ts";
import { places } from "../../contracts/stored/keys.ts";

export interface ListTicketsDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
  readonly cursors: CursorSeal;
}

/**
 * A page of one list of tickets, as this person may see it. Lists are found through index and line and each head is then
 * read itself, so a page may hold fewer than `limit` although the cursor says that more follow.
 */
export async function listTickets(
  deps: ListTicketsDeps,
  { actor, ...query }: TicketQuery & { readonly actor: Actor },
): Promise<{ readonly items: Ticket[]; readonly cursor: string | null }> {
  const { cursor, limit, ...filters } = query;
  const scope = { actor: actor.id, filters };
  const behind = openCursor(deps.cursors, cursor, scope);
  const isPotentialOfTheirs = await potentialsOf(deps, actor);
  const shows = (head: Ticket): boolean =>
    belongs(head, query) && maySee(actor, head) && (head.phase !== "closed" || isPotentialOfTheirs(head));
  const { items, next } = await partOf(deps, { actor, query: { ...filters, limit }, behind, shows });
  return { items: [...items], cursor: sealCursor(deps.cursors, next, scope) };
}

async function partOf(deps: ListTicketsDeps, wanted: Wanted): Promise<Part> {
  const { actor, query, behind, shows } = wanted;
  if (query.protocol !== undefined) return pageOfProtocol(deps, query.protocol, wanted);
  if (query.contact !== undefined) {
    return pageOfContacts(deps, await contactsNamed(deps.store, query.contact), wanted);
  }
  const { list } = query;
  if (list === "closed") return closedPage(deps, wanted);
  if (list === "bot") return botPage(deps, await channelsOfPotentials(deps, actor, query), wanted);
  const sources = await sourcesOf(deps, actor, query, list);
  const page = await mergedPage(sources, { behind, limit: query.limit, descending: false });
  const heads = await deps.store.getMany<Ticket[]>(page.items.map((key) => ({ shape: HeadItem, key })));
  const items = heads.filter((head): head is Ticket => head !== undefined && shows(head));
  return { items, next: page.next };
}

async function sourcesOf(
  deps: ListTicketsDeps,
  actor: Actor,
  query: TicketQuery,
  list: Exclude<TicketList, "bot" | "closed">,
): Promise<readonly Source<Found>[]> {
  const { store, configuration } = deps;
  const channels = (await configuration.channels())
    .map((channel) => channel.id)
    .filter((channelId) => query.channelId === undefined || channelId === query.channelId);
  const sectors = sectorsOf(actor, await withAll(configuration.sectors, actor.sectorIds)).filter(
    (sectorId) => query.sectorId === undefined || sectorId === query.sectorId,
  );
  switch (list) {
    case "waiting":
      return queuesOf(actor, await withAll(configuration.queues, actor.queueIds), sectors)
        .filter((queue) => query.queueId === undefined || queue.id === query.queueId)
        .filter((queue) => query.sectorId === undefined || queue.sectorId === query.sectorId)
        .flatMap((queue) => channels.map((channelId) => lineSource(store, queue, channelId)));
    case "open": {
      const everyone = sectors.length > 0 ? await agentsOfSectors(store, sectors) : [];
      const all = isKey(actor) ? everyone : [...new Set([actor.id, ...everyone])];
      const agents = query.agentId === undefined ? all : [query.agentId];
      return agents.map((agentId) => placeSource(store, places.open(agentId), { descending: false }));
    }
    case "snoozed":
      return snoozedSources(store, actor, sectors, query.agentId);
  }
}

/** Channels among whose potentials some may be the person's; where they only manage or read sectors, what was handed back from those. */
async function channelsOfPotentials(
  { configuration }: ListTicketsDeps,
  actor: Actor,
  query: TicketQuery,
): Promise<readonly ChannelId[]> {
  const queues = await withAll(configuration.queues, actor.queueIds);
  return (await configuration.channels())
    .map((channel) => channel.id)
    .filter((id) => query.channelId === undefined || query.channelId === id)
    .filter((id) => actor.role !== "agent" || mayDropOn(actor, servesChannel(actor, queues, id)));
}
