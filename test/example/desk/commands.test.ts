import { expect, test } from "vitest";
import { isCharacterKey } from "../../../web/desk/lib/commands/character-keys.ts";
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
