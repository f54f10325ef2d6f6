import { expect, test } from "vitest";
import { isCharacterKey } from "../../../web/desk/lib/commands/character-keys.ts";
import { hotkeysOf } from "../../../web/desk/lib/commands/hotkeys.ts";
import { keysShown } from "../../../web/desk/lib/commands/registry.ts";

test.each(["T", "1", "/", "shift+?"])("%s is a character: people turn such keys off", (keys) => {
  expect(isCharacterKey(keys)).toBe(true);
});

test.each(["mod+K", "alt+N", "alt+ArrowDown", "Escape"])("%s is none", (keys) => {
  expect(isCharacterKey(keys)).toBe(false);
});

test("keys are shown as they are on the keyboard", () => {
  expect(keysShown("mod+K", false)).toEqual(["Ctrl", "K"]);
  expect(keysShown("mod+K", true)).toEqual(["⌘", "K"]);
  expect(keysShown("shift+?", false)).toEqual(["?"]);
});

const command = (keys: string, run: () => void) => ({ id: keys, label: keys, group: "", keys, run });

test("keys are a dialog's own while it has the focus, except those that count everywhere", () => {
  const ran: string[] = [];
  const [close, bar] = hotkeysOf(
    [command("F", () => ran.push("close")), { ...command("mod+K", () => ran.push("bar")), everywhere: true }],
    false,
    () => true,
  );
  const event = new Event("keydown", { cancelable: true }) as KeyboardEvent;
  close?.[1](event);
  // The dialog does with it what it likes.
  expect(event.defaultPrevented).toBe(false);
  bar?.[1](event);
  expect(ran).toEqual(["bar"]);
  expect(event.defaultPrevented).toBe(true);
});

test("on a Mac the key counts where Option makes another character of it", () => {
  const physical = (keys: string, mac: boolean) =>
    hotkeysOf([command(keys, () => undefined)], mac)[0]?.[2].usePhysicalKeys;
  expect(physical("alt+N", true)).toBe(true);
  expect(physical("alt+N", false)).toBe(false);
  expect(physical("mod+K", true)).toBe(false);
});
