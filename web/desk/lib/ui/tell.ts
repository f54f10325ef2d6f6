import { createStore } from "../store.ts";

/** A short word to the person at the edge of the screen. */
export interface Told {
  readonly id: number;
  readonly kind: "error" | "done";
  readonly text: string;
}

/** What is being told; app/told.tsx shows it. */
export const told = createStore<readonly Told[]>([]);

let last = 0;

/** Tells the person something that passes. */
export function tell(what: Omit<Told, "id">): void {
  last += 1;
  told.set([...told.get(), { ...what, id: last }]);
}

/** Takes a word away. */
export const untell = (id: number): void => told.set(told.get().filter((it) => it.id !== id));
