import { type ReactNode, useEffect, useRef } from "react";
import { createStore } from "../store.ts";

/** Something a person can do from anywhere: shown in the command bar, and by its keys if it has any. */
export interface Command {
  /** Unique while it is registered. */
  readonly id: string;
  readonly label: string;
  /** Commands of a group stand together in the command bar and on the sheet of shortcuts. */
  readonly group: string;
  /** Keys as Mantine writes them: `mod+K`, `alt+N`, `shift+?`. */
  readonly keys?: string;
  /** Whether the keys count while somebody types. */
  readonly whileTyping?: boolean;
  /** Whether the keys count within a dialog, a menu or a popover too. */
  readonly everywhere?: boolean;
  readonly icon?: ReactNode;
  readonly run: () => void;
}

/** Whether the keyboard is one of Apple's. */
export const isMac: boolean = /Mac|iPhone|iPad/.test(globalThis.navigator?.userAgent ?? "");

/** Every command there is at this moment, in the order of registration. */
export const commands = createStore<readonly Command[]>([]);

/** Offers commands while the component is there. What they do may change with each render; ids, labels and keys are compared. */
export function useCommands(offered: readonly Command[]): void {
  const latest = useRef(offered);
  latest.current = offered;
  const shape = offered
    .map(({ id, label, group, keys }) => [id, label, group, keys].join("\u0000"))
    .join("\u0001");
  useEffect(() => {
    const mine = latest.current.map((command): Command => ({
      ...command,
      run: () => latest.current.find(({ id }) => id === command.id)?.run(),
    }));
    commands.set([...commands.get(), ...mine]);
    return () => commands.set(commands.get().filter((command) => !mine.includes(command)));
  }, [shape]);
}

/** Keys in the words of the keyboard: `Ctrl K`, `⌘ K`. */
export function keysShown(keys: string, mac: boolean): readonly string[] {
  const names: Readonly<Record<string, string>> = {
    mod: mac ? "⌘" : "Ctrl",
    alt: mac ? "⌥" : "Alt",
    shift: "⇧",
    Enter: "↵",
    ArrowUp: "↑",
    ArrowDown: "↓",
    Escape: "Esc",
  };
  const parts = keys.split("+");
  // The sign itself already says that shift is held.
  const shown = parts.at(-1) === "?" ? ["?"] : parts;
  return shown.map((part) => names[part] ?? part.toUpperCase());
}
