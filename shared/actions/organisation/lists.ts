import { type Actor, mayReadSector } from "../../domain/authorisation.ts";
import type { Channel, PauseReason, Queue, Sector, Tag } from "../../contracts/organisation.ts";
import {
  ChannelItem,
  PauseReasonItem,
  QueueItem,
  SectorItem,
  TagItem,
  WebhookItem,
} from "../../contracts/stored/shapes.ts";
import { partitions, prefixes } from "../../contracts/stored/keys.ts";
import { openCursor, sealCursor } from "../listing/cursors.ts";
import { filteredPage } from "../listing/filtered-page.ts";
import type { SectorId } from "../../contracts/ids.ts";
import { type Configuration, withAll } from "../configuration/configuration.ts";
import type { CursorSeal } from "../../ports/cursors.ts";
import type { Clock } from "../../ports/ports.ts";
import type { SectorView } from "../../contracts/routes/sectors.ts";
import type { Shape } from "../../contracts/stored/shape.ts";
import type { Store } from "../../ports/store.ts";
import type { Webhook } from "../../contracts/webhooks.ts";
import { viewWebhook } from "../../domain/webhooks.ts";
import { readableSector, viewSector } from "./read-sector.ts";

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
export async function listSectors(
  deps: ListDeps & { readonly clock: Clock },
  paging: Paging,
): Promise<Page<SectorView>> {
  const queues = await withAll(deps.configuration.queues, paging.actor.queueIds);
  const reads = (sector: Sector): boolean =>
    mayReadSector(
      paging.actor,
      sector.id,
      queues.filter((queue) => queue.sectorId === sector.id).map((queue) => queue.id),
    );
  const page = await pageOf(deps, paging, { list: "sectors" }, SectorItem, prefixes.sectors, reads);
  const now = deps.clock.now();
  return { ...page, items: page.items.map((sector) => viewSector(sector, now)) };
}

/** Queues of a sector. NOT_FOUND for a sector that is missing or not theirs to read. */
export async function listQueues(
  deps: ListDeps,
  paging: Paging & { sectorId: SectorId },
): Promise<Page<Queue>> {
  const { sectorId } = paging;
  await readableSector(deps, paging.actor, sectorId);
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
  await readableSector(deps, paging.actor, sectorId);
  return pageOf(
    deps,
    paging,
    { list: "tags", sectorId },
    TagItem,
    prefixes.tags,
    (it) => it.sectorId === sectorId,
  );
}

/** Reasons for which agents pause. */
export const listPauseReasons = (deps: ListDeps, paging: Paging): Promise<Page<PauseReason>> =>
  pageOf(deps, paging, { list: "pause-reasons" }, PauseReasonItem, prefixes.pauseReasons, () => true);

/** Outgoing webhooks, in order of creation. */
export async function listWebhooks(
  deps: ListDeps & { readonly clock: Clock },
  paging: Paging,
): Promise<Page<Webhook>> {
  const page = await pageOf(deps, paging, { list: "webhooks" }, WebhookItem, prefixes.webhooks, () => true);
  const now = deps.clock.now();
  return { ...page, items: page.items.map((webhook) => viewWebhook(webhook, now)) };
}

/** A page of one kind of configuration, filtered. */
async function pageOf<Item>(
  deps: ListDeps,
  { actor, cursor, limit }: Paging,
  scope: object,
  shape: Shape<Item>,
  prefix: string,
  shows: (item: Item) => boolean,
): Promise<Page<Item>> {
  const sealed = { ...scope, actor: actor.id };
  const after = openCursor(deps.cursors, cursor, sealed);
  const query = { pk: partitions.configuration, prefix, after, limit };
  const { items, next } = await filteredPage(deps.store, shape, query, shows);
  return { items, cursor: sealCursor(deps.cursors, next, sealed) };
}
