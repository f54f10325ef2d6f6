import { type AdministerDeps, administer, refuseStale } from "./administer.ts";
import { type Patch, patched } from "./patch.ts";
import { type Request, firstAnswer } from "./idempotent.ts";
import { absent, put, remove, versionIs } from "../../ports/store.ts";
import type { Actor } from "../../domain/authorisation.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { PauseReason } from "../../contracts/organisation.ts";
import type { PauseReasonId } from "../../contracts/ids.ts";
import { PauseReasonItem } from "../../contracts/stored/shapes.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { untilSettled } from "../timeline/retry.ts";

type Fields = Omit<PauseReason, "id" | "version" | "createdAt">;
type OfReason = { readonly actor: Actor; readonly pauseReasonId: PauseReasonId };

/** Adds a reason for which agents pause. */
export async function createPauseReason(
  deps: AdministerDeps,
  request: Request,
  { actor, ...fields }: Fields & { readonly actor: Actor },
): Promise<PauseReason> {
  const first = await firstAnswer<PauseReason>(deps, request);
  if (first !== undefined) return first;
  const now = deps.clock.now();
  const id = `pau_${deps.random.ulid(now)}` as PauseReasonId;
  const reason: PauseReason = { ...fields, id, version: 1, createdAt: now };
  return administer(deps, {
    actor,
    request,
    act: { action: "created", kind: "pause-reason", resourceId: id, before: null, after: reason },
    changes: [put("pause reason", PauseReasonItem, reason, absent)],
    answer: reason,
  });
}

/** Changes a pause reason. VERSION_CONFLICT with the current record, NOT_FOUND. */
export async function changePauseReason(
  deps: AdministerDeps,
  input: Patch<Fields> & OfReason,
): Promise<PauseReason> {
  const { actor, pauseReasonId, ...patch } = input;
  return untilSettled(
    async () => {
      const before = await existing(deps, pauseReasonId);
      const after = patched<Fields, PauseReason>(before, patch);
      if (after === undefined) return before;
      return administer(deps, {
        actor,
        act: { action: "changed", kind: "pause-reason", resourceId: pauseReasonId, before, after },
        changes: [put("pause reason", PauseReasonItem, after, versionIs(before.version))],
        answer: after,
      });
    },
    (failure) => refuseStale<PauseReason>(failure, "pause reason"),
  );
}

/** Removes a pause reason. NOT_FOUND. */
export async function removePauseReason(
  deps: AdministerDeps,
  { actor, pauseReasonId }: OfReason,
): Promise<void> {
  await untilSettled(async () => {
    const before = await existing(deps, pauseReasonId);
    const key = keys.pauseReason(pauseReasonId);
    return administer(deps, {
      actor,
      act: { action: "removed", kind: "pause-reason", resourceId: pauseReasonId, before, after: null },
      changes: [remove("pause reason", PauseReasonItem, key, versionIs(before.version))],
      answer: {},
    });
  });
}

async function existing({ store }: AdministerDeps, pauseReasonId: PauseReasonId): Promise<PauseReason> {
  const reason = await store.get(PauseReasonItem, keys.pauseReason(pauseReasonId));
  if (reason === undefined) throw new DeskError("NOT_FOUND");
  return reason;
}
