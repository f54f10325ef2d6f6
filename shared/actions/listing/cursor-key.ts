import { ConditionFailed, type Store, absent, put } from "../../ports/store.ts";
import { CursorKeyItem } from "../../contracts/stored/shapes.ts";
import type { Digest, Random } from "../../ports/ports.ts";
import { keys } from "../../contracts/stored/keys.ts";

/** The key (64 hexadecimal digits) with which this deployment seals list cursors; made by whoever needs it first. */
export async function cursorKey(deps: {
  readonly store: Store;
  readonly random: Random;
  readonly digest: Digest;
}): Promise<string> {
  const known = await deps.store.get(CursorKeyItem, keys.cursorKey());
  if (known !== undefined) return known.secret;
  const made = { name: "list cursors", secret: deps.digest.sha256(deps.random.secret()) };
  try {
    await deps.store.commit([put("cursor key", CursorKeyItem, made, absent)]);
    return made.secret;
  } catch (error) {
    const first = error instanceof ConditionFailed ? error.failures.get("cursor key") : undefined;
    if (first === undefined) throw error;
    return (first as typeof made).secret;
  }
}
