import { type CannedResponseDeps, type OfResponse, managedResponse } from "./access.ts";
import { administer, refuseStale } from "../organisation/administer.ts";
import { put, versionIs } from "../../ports/store.ts";
import type { CannedResponse } from "../../contracts/canned-responses.ts";
import { CannedResponseItem } from "../../contracts/stored/shapes.ts";
import { DeskError } from "../../contracts/errors.ts";
import { assertVersion } from "../tickets/expected-version.ts";
import { freeShortcut } from "./shortcut.ts";
import { untilSettled } from "../timeline/retry.ts";

type Decision = { readonly decision: "approve" } | { readonly decision: "reject"; readonly reason: string };

/**
 * Decides on a suggestion, once: what was decided already answers VERSION_CONFLICT with the current record, as does another
 * version. Who suggested it sees what became of it; a rejected one lets others have its shortcut. NOT_FOUND, FORBIDDEN.
 */
export async function decideCannedResponse(
  deps: CannedResponseDeps,
  input: Decision & OfResponse & { readonly expectedVersion?: number | undefined },
): Promise<CannedResponse> {
  const { actor, cannedResponseId, expectedVersion } = input;
  return untilSettled(
    async () => {
      const before = await managedResponse(deps, input);
      assertVersion(before, expectedVersion);
      if (before.state.kind !== "suggested")
        throw new DeskError("VERSION_CONFLICT", { current: { ...before } });
      const by = actor.id;
      const at = deps.clock.now();
      const state: CannedResponse["state"] =
        input.decision === "approve"
          ? { kind: "approved", by, at }
          : { kind: "rejected", suggestedBy: before.state.by, by, at, reason: input.reason };
      const after: CannedResponse = { ...before, version: before.version + 1, state };
      return administer(deps, {
        actor,
        act: { action: "decided", kind: "canned-response", resourceId: cannedResponseId, before, after },
        changes: [
          put("canned response", CannedResponseItem, after, versionIs(before.version)),
          ...(state.kind === "rejected" ? [freeShortcut(before)] : []),
        ],
        answer: after,
      });
    },
    (failure) => refuseStale<CannedResponse>(failure, "canned response"),
  );
}
