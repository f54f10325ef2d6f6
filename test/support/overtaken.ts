import type { Desk } from "./desk.ts";
import type { Store } from "../../shared/ports/store.ts";

/** The desk, where `meanwhile` happens just before its first transaction. */
export function overtaken(desk: Desk, meanwhile: () => Promise<unknown>): Desk {
  let pending: typeof meanwhile | undefined = meanwhile;
  const commit: Store["commit"] = async (changes) => {
    const first = pending;
    pending = undefined;
    await first?.();
    return desk.store.commit(changes);
  };
  return { ...desk, store: Object.assign(Object.create(desk.store) as typeof desk.store, { commit }) };
}
