import { type CannedResponseDeps, type OfResponse, assertVariables, managedResponse } from "./access.ts";
import { type Patch, patched } from "../organisation/patch.ts";
import { administer, refuseStale } from "../organisation/administer.ts";
import { freeShortcut, refuseTaken, takeShortcut } from "./shortcut.ts";
import { put, versionIs } from "../../ports/store.ts";
import type { CannedResponse } from "../../contracts/canned-responses.ts";
import { CannedResponseItem } from "../../contracts/stored/shapes.ts";
import { DeskError } from "../../contracts/errors.ts";
import { untilSettled } from "../timeline/retry.ts";

type Fields = Pick<CannedResponse, "shortcut" | "text">;

/**
 * Changes a canned response or a suggestion, which stays one. A rejected suggestion is as it was judged: VERSION_CONFLICT, as
 * for another version, with the current record. ALREADY_EXISTS for a shortcut in use, UNKNOWN_VARIABLE, NOT_FOUND, FORBIDDEN.
 */
export async function changeCannedResponse(
  deps: CannedResponseDeps,
  input: Patch<Fields> & OfResponse,
): Promise<CannedResponse> {
  const { actor, cannedResponseId, ...patch } = input;
  return untilSettled(
    async () => {
      const before = await managedResponse(deps, input);
      if (patch.text !== undefined) assertVariables(patch.text);
      const after = patched<Fields, CannedResponse>(before, patch);
      if (after === undefined) return before;
      if (before.state.kind === "rejected")
        throw new DeskError("VERSION_CONFLICT", { current: { ...before } });
      return administer(deps, {
        actor,
        act: { action: "changed", kind: "canned-response", resourceId: cannedResponseId, before, after },
        changes: [
          put("canned response", CannedResponseItem, after, versionIs(before.version)),
          ...(after.shortcut === before.shortcut ? [] : [freeShortcut(before), takeShortcut(after)]),
        ],
        answer: after,
      });
    },
    (failure) => {
      refuseStale<CannedResponse>(failure, "canned response");
      refuseTaken(failure, patch.shortcut);
      return undefined;
    },
  );
}
