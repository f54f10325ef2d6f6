import { createStore } from "../store.ts";

const key = "balcao-character-keys";

const read = (): boolean => localStorage.getItem(key) !== "off";

/**
 * Whether keys without Ctrl, Alt or ⌘ do something in this browser. Who speaks to their computer, or touches keys without meaning to,
 * turns them off (WCAG 2.2, 2.1.4); everything they do is in the command bar too.
 */
export const characterKeys = createStore<boolean>(true);

/** Takes up what was chosen before, perhaps in another tab. */
export const reloadCharacterKeys = (): void => characterKeys.set(read());

/** Turns them on or off, from now on. */
export function wantCharacterKeys(wanted: boolean): void {
  localStorage.setItem(key, wanted ? "on" : "off");
  reloadCharacterKeys();
}

/** Whether keys of a command are one character, pressed alone or with shift. */
export const isCharacterKey = (keys: string): boolean => /^(?:shift\+)?.$/u.test(keys);
