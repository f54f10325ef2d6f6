import { ApiError } from "../../lib/api/error.ts";
import type { CannedResponse } from "./canned.ts";
import { changedOf } from "../../lib/forms/changes.ts";

interface Fields {
  readonly shortcut: string;
  readonly text: string;
}

type Patch = Partial<Fields> & { readonly expectedVersion?: number | undefined };

/** Whether the API refused because somebody else decided on the suggestion already. */
export function isDecided(error: unknown): error is ApiError {
  if (!(error instanceof ApiError) || error.code !== "VERSION_CONFLICT") return false;
  const { current } = error.details;
  if (typeof current !== "object" || current === null || !("state" in current)) return false;
  const { state } = current;
  return typeof state === "object" && state !== null && "kind" in state && state.kind !== "suggested";
}

/**
 * Changes a suggestion and approves it, which the API does in two acts. Where the second failed, trying again goes on from what the
 * first made of the record: its version is nobody else's change.
 */
export function createApproval(acts: {
  readonly change: (patch: Patch) => Promise<CannedResponse>;
  readonly approve: (expectedVersion: number | undefined) => Promise<CannedResponse>;
}): (values: Fields, patch: Patch) => Promise<CannedResponse> {
  let changed: CannedResponse | undefined;
  return async (values, patch) => {
    const { shortcut, text, expectedVersion } = patch;
    const own = changed !== undefined && changed.version > (expectedVersion ?? 0) ? changed : undefined;
    const wanted =
      own === undefined
        ? { ...(shortcut === undefined ? {} : { shortcut }), ...(text === undefined ? {} : { text }) }
        : changedOf<Fields>({ shortcut: own.shortcut, text: own.text }, values);
    const version = own?.version ?? expectedVersion;
    if (Object.keys(wanted).length === 0) return acts.approve(version);
    changed = await acts.change({ ...wanted, expectedVersion: version });
    return acts.approve(changed.version);
  };
}
