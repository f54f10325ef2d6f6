import { DeskError } from "../../contracts/errors.ts";

/** Refuses with VERSION_CONFLICT, and the record as it is now, when the caller decided on another version. */
export function assertVersion(current: { readonly version: number }, expected: number | undefined): void {
  if (expected !== undefined && current.version !== expected) {
    throw new DeskError("VERSION_CONFLICT", { current: { ...current } });
  }
}
