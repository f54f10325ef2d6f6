import { type CannedResponseDeps, sectorsReadBy } from "./access.ts";
import { openCursor, sealCursor } from "../listing/cursors.ts";
import { partitions, prefixes } from "../../contracts/stored/keys.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { CannedResponse } from "../../contracts/canned-responses.ts";
import { CannedResponseItem } from "../../contracts/stored/shapes.ts";
import type { CursorSeal } from "../../ports/cursors.ts";
import type { SectorId } from "../../contracts/ids.ts";
import { filteredPage } from "../listing/filtered-page.ts";
import { maySeeCannedResponse } from "../../domain/authorisation.ts";

/**
 * Canned responses that exist for the person, in order of creation: approved ones of their sectors and for all; suggestions, also
 * rejected ones, for who decides on them and who made them.
 */
export async function listCannedResponses(
  deps: Pick<CannedResponseDeps, "store" | "configuration"> & { readonly cursors: CursorSeal },
  input: {
    readonly actor: Actor;
    readonly cursor?: string | undefined;
    readonly limit: number;
    readonly sectorId?: SectorId | undefined;
    readonly state?: CannedResponse["state"]["kind"] | undefined;
  },
): Promise<{ items: CannedResponse[]; cursor: string | null }> {
  const { actor, cursor, limit, sectorId, state } = input;
  const scope = { list: "canned-responses", actor: actor.id, sectorId, state };
  const reads = await sectorsReadBy(deps, actor);
  const { items, next } = await filteredPage(
    deps.store,
    CannedResponseItem,
    {
      pk: partitions.cannedResponses,
      prefix: prefixes.cannedResponses,
      after: openCursor(deps.cursors, cursor, scope),
      limit,
    },
    (response) =>
      (sectorId === undefined || response.sectorId === sectorId) &&
      (state === undefined || response.state.kind === state) &&
      maySeeCannedResponse(actor, response, reads),
  );
  return { items, cursor: sealCursor(deps.cursors, next, scope) };
}
