import { createStore } from "../lib/store.ts";

/** What a person asked for to find a command: the bar, the sheet of all keys, or nothing. */
export type Asked = "bar" | "shortcuts" | null;

export const asked = createStore<Asked>(null);

export const openCommandBar = (): void => asked.set("bar");

export const openShortcuts = (): void => asked.set("shortcuts");
