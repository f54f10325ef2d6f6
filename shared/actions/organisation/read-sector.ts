import { type Actor, mayManage, mayReadSector } from "../../domain/authorisation.ts";
import { isOpen, nextOpening } from "../../domain/hours.ts";
import type { Clock } from "../../ports/ports.ts";
import { type Configuration, withAll } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Sector } from "../../contracts/organisation.ts";
import type { SectorId } from "../../contracts/ids.ts";
import { SectorItem } from "../../contracts/stored/shapes.ts";
import type { SectorView } from "../../contracts/routes/sectors.ts";
import type { Store } from "../../ports/store.ts";
import type { Time } from "../../contracts/values.ts";
import { keys } from "../../contracts/stored/keys.ts";

export interface ReadSectorDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
}

/** The sector, and whether somebody is there at `now`. */
export const viewSector = (sector: Sector, now: Time): SectorView => ({
  ...sector,
  isOpen: isOpen(sector.hours, now),
  opensAt: nextOpening(sector.hours, now),
});

/** A sector that the person manages, reads or serves. NOT_FOUND when it is missing or not theirs to read. */
export async function getSector(
  deps: ReadSectorDeps,
  { actor, sectorId }: { readonly actor: Actor; readonly sectorId: SectorId },
): Promise<SectorView> {
  return viewSector(await readableSector(deps, actor, sectorId), deps.clock.now());
}

/** The record of a sector that the person may read. NOT_FOUND. */
export async function readableSector(
  deps: Pick<ReadSectorDeps, "store" | "configuration">,
  actor: Actor,
  sectorId: SectorId,
): Promise<Sector> {
  const sector = await deps.store.get(SectorItem, keys.sector(sectorId));
  const queues = await withAll(deps.configuration.queues, actor.queueIds);
  const ids = queues.filter((queue) => queue.sectorId === sectorId).map((queue) => queue.id);
  if (sector === undefined || !mayReadSector(actor, sectorId, ids)) throw new DeskError("NOT_FOUND");
  return sector;
}

/** The record of a sector that the person manages. NOT_FOUND. */
export async function managedSector(store: Store, actor: Actor, sectorId: SectorId): Promise<Sector> {
  if (!mayManage(actor, sectorId)) throw new DeskError("NOT_FOUND");
  const sector = await store.get(SectorItem, keys.sector(sectorId));
  if (sector === undefined) throw new DeskError("NOT_FOUND");
  return sector;
}
