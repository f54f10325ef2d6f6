import { type Actor, isKey, maySee } from "../../domain/authorisation.ts";
import type { AgentId, ChannelId, QueueId, SectorId } from "../../contracts/ids.ts";
import {
  type Found,
  agentsOfSectors,
  lineSource,
  months,
  placeSource,
  queuesOf,
  sectorsOf,
  snoozedSources,
} from "./list-sources.ts";
import { type Source, mergedPage } from "../listing/merge.ts";
import { openCursor, sealCursor } from "../listing/cursors.ts";
import type { Clock } from "../../ports/ports.ts";
import { type Configuration, withAll } from "../configuration/configuration.ts";
import type { CursorSeal } from "../../ports/cursors.ts";
import { DeskError } from "../../contracts/errors.ts";
import { HeadItem } from "../../contracts/stored/shapes.ts";
import type { Store } from "../../ports/store.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import type { TicketList } from "../../contracts/routes/tickets.ts";
import type { Time } from "../../contracts/values.ts";
import { addSeconds } from "../../domain/time.ts";
import { places } from "../../contracts/stored/keys.ts";

export interface ListTicketsDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
  readonly cursors: CursorSeal;
}

/** What to list. See the route `listTickets` for what each list means. */
export interface TicketQuery {
  readonly list: TicketList;
  readonly sectorId?: SectorId | undefined;
  readonly queueId?: QueueId | undefined;
  readonly agentId?: AgentId | undefined;
  readonly channelId?: ChannelId | undefined;
  readonly from?: Time | undefined;
  readonly to?: Time | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const day = 86_400;

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
  const descending = query.list === "closed";
  const sources = await sourcesOf(deps, actor, query);
  const page = await mergedPage(sources, {
    behind: openCursor(deps.cursors, cursor, scope),
    limit,
    descending,
  });
  const heads = await deps.store.getMany<Ticket[]>(page.items.map((key) => ({ shape: HeadItem, key })));
  const items = heads.filter(
    (head): head is Ticket => head !== undefined && belongs(head, query) && maySee(actor, head),
  );
  return { items, cursor: sealCursor(deps.cursors, page.next, scope) };
}

/** Whether a head, as it is now, is on the list that led to it. */
function belongs(head: Ticket, query: TicketQuery): boolean {
  if (head.phase !== query.list) return false;
  if (query.channelId !== undefined && head.channelId !== query.channelId) return false;
  if (head.phase === "bot") {
    return query.sectorId === undefined && query.queueId === undefined && query.agentId === undefined;
  }
  if (query.sectorId !== undefined && head.sectorId !== query.sectorId) return false;
  if (query.queueId !== undefined && head.queueId !== query.queueId) return false;
  return query.agentId === undefined || (head.phase !== "waiting" && head.agentId === query.agentId);
}

async function sourcesOf(
  deps: ListTicketsDeps,
  actor: Actor,
  query: TicketQuery,
): Promise<readonly Source<Found>[]> {
  const { store, configuration } = deps;
  const channels = (await configuration.channels())
    .map((channel) => channel.id)
    .filter((channelId) => query.channelId === undefined || channelId === query.channelId);
  const sectors = sectorsOf(actor, await withAll(configuration.sectors, actor.sectorIds)).filter(
    (sectorId) => query.sectorId === undefined || sectorId === query.sectorId,
  );
  switch (query.list) {
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
    case "bot":
      if (actor.role !== "admin" && (actor.role !== "supervisor" || isKey(actor))) return [];
      return channels.map((channelId) => placeSource(store, places.bot(channelId), { descending: false }));
    case "closed":
      return closedSources(deps, actor, query, sectors, channels);
  }
}

async function closedSources(
  deps: ListTicketsDeps,
  actor: Actor,
  query: TicketQuery,
  sectors: readonly SectorId[],
  channels: readonly ChannelId[],
): Promise<readonly Source<Found>[]> {
  const to = query.to ?? deps.clock.now();
  const from = query.from ?? addSeconds(to, -90 * day);
  if (from > to || addSeconds(from, 366 * day) < to) {
    throw new DeskError("BAD_REQUEST", { reason: "from and to must be in order and at most 366 days apart" });
  }
  const served = queuesOf(actor, await withAll(deps.configuration.queues, actor.queueIds), []).map(
    (queue) => queue.sectorId,
  );
  const wanted = new Set([
    ...sectors,
    ...served.filter((id) => query.sectorId === undefined || id === query.sectorId),
  ]);
  const owners: readonly string[] = [...wanted, ...(actor.role === "admin" ? channels : [])];
  return owners.flatMap((owner) =>
    months(from, to).map((month) =>
      placeSource(deps.store, places.closed(owner, month), { descending: true, from, to }),
    ),
  );
}
