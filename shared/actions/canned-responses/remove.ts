import { type CannedResponseDeps, type OfResponse, visibleResponse } from "./access.ts";
import { remove, versionIs } from "../../ports/store.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { CannedResponse } from "../../contracts/canned-responses.ts";
import { CannedResponseItem } from "../../contracts/stored/shapes.ts";
import { DeskError } from "../../contracts/errors.ts";
import { administer } from "../organisation/administer.ts";
import { freeShortcut } from "./shortcut.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { mayManage } from "../../domain/authorisation.ts";
import { untilSettled } from "../timeline/retry.ts";

/** Removes a canned response, or withdraws a suggestion of one's own that was not approved. NOT_FOUND, FORBIDDEN. */
export async function removeCannedResponse(deps: CannedResponseDeps, input: OfResponse): Promise<void> {
  const { actor, cannedResponseId } = input;
  await untilSettled(async () => {
    const before = await visibleResponse(deps, input);
    if (!mayManage(actor, before.sectorId) && !isOwnSuggestion(actor, before))
      throw new DeskError("FORBIDDEN");
    const key = keys.cannedResponse(cannedResponseId);
    return administer(deps, {
      actor,
      act: {
        action: "removed",
        kind: "canned-response",
        resourceId: cannedResponseId,
        before,
        after: null,
      },
      changes: [
        remove("canned response", CannedResponseItem, key, versionIs(before.version)),
        ...(before.state.kind === "rejected" ? [] : [freeShortcut(before)]),
      ],
      answer: {},
    });
  });
}

const isOwnSuggestion = (actor: Actor, { suggestedBy, state }: CannedResponse): boolean =>
  suggestedBy === actor.id && state.kind !== "approved";
