import { type Actor, mayManage, mayReadSector, maySeeCannedResponse } from "../../domain/authorisation.ts";
import type { AdministerDeps } from "../organisation/administer.ts";
import type { CannedResponse } from "../../contracts/canned-responses.ts";
import type { CannedResponseId, SectorId } from "../../contracts/ids.ts";
import { CannedResponseItem } from "../../contracts/stored/shapes.ts";
import { type Configuration, withAll } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Store } from "../../ports/store.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { unknownVariables } from "../../domain/canned-response.ts";

export interface CannedResponseDeps extends AdministerDeps {
  readonly configuration: Configuration;
}

export interface OfResponse {
  readonly actor: Actor;
  readonly cannedResponseId: CannedResponseId;
}

type Reading = { readonly store: Store; readonly configuration: Configuration };

/** Tells of each sector whether the person manages, reads or serves it. */
export async function sectorsReadBy(
  { configuration }: Pick<Reading, "configuration">,
  actor: Actor,
): Promise<(sectorId: SectorId) => boolean> {
  const queues = await withAll(configuration.queues, actor.queueIds);
  return (sectorId) =>
    mayReadSector(
      actor,
      sectorId,
      queues.filter((queue) => queue.sectorId === sectorId).map((queue) => queue.id),
    );
}

/** A canned response as far as it exists for the person. NOT_FOUND. */
export async function visibleResponse(
  deps: Reading,
  { actor, cannedResponseId }: OfResponse,
): Promise<CannedResponse> {
  const response = await deps.store.get(CannedResponseItem, keys.cannedResponse(cannedResponseId));
  const reads = await sectorsReadBy(deps, actor);
  if (response === undefined || !maySeeCannedResponse(actor, response, reads))
    throw new DeskError("NOT_FOUND");
  return response;
}

/** One that is the person's to change and decide on. NOT_FOUND, FORBIDDEN for one they may only see. */
export async function managedResponse(deps: Reading, input: OfResponse): Promise<CannedResponse> {
  const response = await visibleResponse(deps, input);
  if (!mayManage(input.actor, response.sectorId)) throw new DeskError("FORBIDDEN");
  return response;
}

/** Refuses a text with variables that do not exist: UNKNOWN_VARIABLE lists them as they are written. */
export function assertVariables(text: string): void {
  const unknown = unknownVariables(text);
  if (unknown.length > 0) throw new DeskError("UNKNOWN_VARIABLE", { variables: unknown });
}
