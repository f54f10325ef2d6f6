import type { Change } from "../../shared/ports/store.ts";
import type { Desk } from "./desk.ts";
import { administer } from "../../shared/actions/organisation/administer.ts";

/**
 * Changes configuration as an administrator does, so that whoever remembers the old one learns of it once
 * `configurationSeconds` are over.
 */
export async function configure(desk: Desk, ...changes: readonly Change[]): Promise<void> {
  const act = {
    action: "changed",
    kind: "settings",
    resourceId: "settings",
    before: null,
    after: null,
  } as const;
  await administer(desk, { actor: null, act, changes, answer: {} });
}
