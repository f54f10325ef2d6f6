import type { Command } from "./registry.ts";

/** A key as Mantine's `useHotkeys` takes it. */
export type Hotkey = [
  string,
  (event: KeyboardEvent) => void,
  { preventDefault: false; usePhysicalKeys: boolean },
];

/** What lies over the page: while one has the focus, the keys are its own. */
const layers = `[role="dialog"], [role="alertdialog"], [role="menu"]`;
/** What leaves no focus to the page at all while it is there. */
const exclusive = `[aria-modal="true"], [role="menu"]`;

/** Whether a key was pressed in a dialog, a menu or a popover, or while the page waits for one. */
export const isInLayer = (event: Pick<KeyboardEvent, "target">): boolean =>
  (event.target instanceof Element && event.target.closest(layers) !== null) ||
  document.querySelector(exclusive) !== null;

/**
 * The keys of commands. Only what counts `everywhere` counts within a dialog, a menu or a popover too. On a Mac, Option makes other
 * characters of the letters, so there the key itself counts.
 */
export const hotkeysOf = (
  some: readonly Command[],
  mac: boolean,
  inLayer: (event: KeyboardEvent) => boolean = isInLayer,
): Hotkey[] =>
  some.flatMap(({ keys, everywhere, run }): Hotkey[] => {
    if (keys === undefined) return [];
    const press = (event: KeyboardEvent): void => {
      if (everywhere !== true && inLayer(event)) return;
      event.preventDefault();
      run();
    };
    return [[keys, press, { preventDefault: false, usePhysicalKeys: mac && /^alt\+/i.test(keys) }]];
  });
