import { type Actor, mayReadSector } from "../../domain/authorisation.ts";
import type { Agent, Channel, Queue, Sector, Tag } from "../../contracts/organisation.ts";
import {
  AgentItem,
  AgentListingItem,
  ChannelItem,
  QueueItem,
  SectorItem,
  TagItem,
} from "../../contracts/stored/shapes.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import { openCursor, sealCursor } from "../listing/cursors.ts";
import type { AgentId, SectorId } from "../../contracts/ids.ts";
import type { AgentView } from "./create-agent.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { CursorSeal } from "../../ports/cursors.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Shape } from "../../contracts/stored/shape.ts";
import type { Store } from "../../ports/store.ts";
import { agentsOfSectors, sectorsOf } from "../tickets/list-sources.ts";

export interface ListDeps {
  readonly store: Store;
  readonly configuration: Configuration;
  readonly cursors: CursorSeal;
}

/** Which part of a list, and who asks. */
export interface Paging {
  readonly actor: Actor;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface Page<Item> {
  readonly items: Item[];
  readonly cursor: string | null;
}

/** Channels, in order of creation. */
export const listChannels = (deps: ListDeps, paging: Paging): Promise<Page<Channel>> =>
  pageOf(deps, paging, { list: "channels" }, ChannelItem, prefixes.channels, () => true);

/** Sectors that the person manages, reads or serves. */
export async function listSectors(deps: ListDeps, paging: Paging): Promise<Page<Sector>> {
  const queues = await deps.configuration.queues();
  const reads = (sector: Sector): boolean =>
    mayReadSector(
      paging.actor,
      sector.id,
      queues.filter((queue) => queue.sectorId === sector.id).map((queue) => queue.id),
    );
  return pageOf(deps, paging, { list: "sectors" }, SectorItem, prefixes.sectors, reads);
}

/** Queues of a sector. NOT_FOUND for a sector that is missing or not theirs to read. */
export async function listQueues(
  deps: ListDeps,
  paging: Paging & { sectorId: SectorId },
): Promise<Page<Queue>> {
  const { sectorId } = paging;
  await assertReads(deps, paging.actor, sectorId);
  return pageOf(
    deps,
    paging,
    { list: "queues", sectorId },
    QueueItem,
    prefixes.queues,
    (it) => it.sectorId === sectorId,
  );
}

/** Tags of a sector. NOT_FOUND for a sector that is missing or not theirs to read. */
export async function listTags(deps: ListDeps, paging: Paging & { sectorId: SectorId }): Promise<Page<Tag>> {
  const { sectorId } = paging;
  await assertReads(deps, paging.actor, sectorId);
  return pageOf(
    deps,
    paging,
    { list: "tags", sectorId },
    TagItem,
    prefixes.tags,
    (it) => it.sectorId === sectorId,
  );
}

/** People: all for an administrator, those with a seat in their sectors for a supervisor. */
export async function listAgents(deps: ListDeps, paging: Paging): Promise<Page<AgentView>> {
  const { actor } = paging;
  const own: ReadonlySet<AgentId> | undefined =
    actor.role === "admin"
      ? undefined
      : new Set(await agentsOfSectors(deps.store, sectorsOf(actor, await deps.configuration.sectors())));
  const listed = await pageOf(
    deps,
    paging,
    { list: "agents" },
    AgentListingItem,
    prefixes.agents,
    (it) => own === undefined || own.has(it.agentId),
  );
  const agents = await deps.store.getMany<Agent[]>(
    listed.items.map(({ agentId }) => ({ shape: AgentItem, key: keys.agent(agentId) })),
  );
  const items = agents
    .filter((agent) => agent !== undefined)
    .map(({ sessionsValidAfter: _, ...view }) => view);
  return { ...listed, items };
}

async function assertReads(deps: ListDeps, actor: Actor, sectorId: SectorId): Promise<void> {
  const sector = await deps.store.get(SectorItem, keys.sector(sectorId));
  const queues = (await deps.configuration.queues()).filter((queue) => queue.sectorId === sectorId);
  const ids = queues.map((queue) => queue.id);
  if (sector === undefined || !mayReadSector(actor, sectorId, ids)) throw new DeskError("NOT_FOUND");
}

/** A page of one kind of configuration, filtered: reads on until the page is full or the list ends. */
async function pageOf<Item>(
  deps: ListDeps,
  { actor, cursor, limit }: Paging,
  scope: object,
  shape: Shape<Item>,
  prefix: string,
  shows: (item: Item) => boolean,
): Promise<Page<Item>> {
  const sealed = { ...scope, actor: actor.id };
  const items: Item[] = [];
  let after = openCursor(deps.cursors, cursor, sealed);
  do {
    const page = await deps.store.query(shape, {
      pk: partitions.configuration,
      prefix,
      limit: limit - items.length,
      ...(after === undefined ? {} : { after }),
    });
    items.push(...page.items.filter(shows));
    after = page.next;
  } while (after !== undefined && items.length < limit);
  return { items, cursor: sealCursor(deps.cursors, after, sealed) };
}
