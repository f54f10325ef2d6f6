import { useCallback, useRef, useSyncExternalStore } from "react";

/** A value that changes and tells who listens. */
export interface Store<State> {
  readonly get: () => State;
  /** Replaces the value; listeners hear of it unless it is the same one. */
  readonly set: (next: State) => void;
  readonly subscribe: (listener: () => void) => () => void;
}

/** A store with a first value. */
export function createStore<State>(first: State): Store<State> {
  let state = first;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(next) {
      if (Object.is(next, state)) return;
      state = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What `select` makes of a store's value; renders again only when that is another one. */
export function useStore<State, Selected>(
  store: Pick<Store<State>, "get" | "subscribe">,
  select: (state: State) => Selected,
): Selected {
  const last = useRef<{ state: State; select: (state: State) => Selected; selected: Selected } | null>(null);
  const snapshot = useCallback(() => {
    const state = store.get();
    const known = last.current;
    if (known !== null && Object.is(known.state, state) && known.select === select) return known.selected;
    const selected = select(state);
    last.current = { state, select, selected };
    return selected;
  }, [store, select]);
  return useSyncExternalStore(store.subscribe, snapshot);
}
