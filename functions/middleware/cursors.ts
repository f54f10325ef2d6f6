import type { Digest, Random } from "../../shared/ports/ports.ts";
import type { CursorSeal } from "../../shared/ports/cursors.ts";
import type { Store } from "../../shared/ports/store.ts";
import { createCursorSeal } from "../../shared/adapters/cursor-seal.ts";
import { cursorKey } from "../../shared/actions/listing/cursor-key.ts";

/** Gives the seal of this deployment's cursors; its key is read once, and again after a failure. */
export function cursorsOf(deps: {
  readonly store: Store;
  readonly random: Random;
  readonly digest: Digest;
}): () => Promise<CursorSeal> {
  let known: Promise<CursorSeal> | undefined;
  return () => {
    known ??= cursorKey(deps).then(createCursorSeal);
    known.catch(() => {
      known = undefined;
    });
    return known;
  };
}
