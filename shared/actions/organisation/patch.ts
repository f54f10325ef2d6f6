import { DeskError } from "../../contracts/errors.ts";
import { assertVersion } from "../tickets/expected-version.ts";
import { sameValue } from "../../domain/equality.ts";

/** A body of a PATCH: what is absent or undefined stays, and the version says on which record it was decided. */
export type Patch<Fields> = { readonly [Name in keyof Fields]?: Fields[Name] | undefined } & {
  readonly expectedVersion?: number | undefined;
};

/**
 * The record with the patch in it, one version on; undefined when that changes nothing. VERSION_CONFLICT, with the record as
 * it is, when it was decided on another version, or on a record whose removal has begun since.
 */
export function patched<Fields extends object, Value extends Fields & { readonly version: number }>(
  current: Value,
  { expectedVersion, ...patch }: Patch<Fields>,
): Value | undefined {
  assertVersion(current, expectedVersion);
  const said = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
  const after = { ...current, ...said };
  if (sameValue(current, after)) return undefined;
  if ("removing" in current && current.removing !== null)
    throw new DeskError("VERSION_CONFLICT", { current: { ...current } });
  return { ...after, version: current.version + 1 };
}
