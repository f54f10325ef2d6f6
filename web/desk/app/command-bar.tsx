import { Suspense, useEffect, useState } from "react";
import { useHotkeys } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { type Asked, asked, openCommandBar, openShortcuts } from "./asked.ts";
import { characterKeys, isCharacterKey, reloadCharacterKeys } from "../lib/commands/character-keys.ts";
import { commands, type Command, isMac, useCommands } from "../lib/commands/registry.ts";
import { ErrorBoundary } from "../lib/ui/error-boundary.tsx";
import { hotkeysOf } from "../lib/commands/hotkeys.ts";
import { later } from "../lib/ui/later.ts";
import { useStore } from "../lib/store.ts";

const CommandPalette = later(() => import("./command-palette.tsx"));

const itself = <Value,>(value: Value): Value => value;

/** The keys of every command that is registered (lib/commands), and the command bar once it is asked for. */
export function CommandBar() {
  const { t } = useTranslation("common");
  const all = useStore(commands, itself<readonly Command[]>);
  useCommands([
    {
      id: "commands",
      label: t("shortcuts.commands"),
      group: t("shortcuts.general"),
      keys: "mod+K",
      whileTyping: true,
      everywhere: true,
      run: openCommandBar,
    },
    {
      id: "shortcuts",
      label: t("shortcuts.help"),
      group: t("shortcuts.general"),
      keys: "shift+?",
      run: openShortcuts,
    },
  ]);
  useEffect(reloadCharacterKeys, []);
  const withCharacters = useStore(characterKeys, itself<boolean>);
  const counting = all.filter(({ keys }) => keys !== undefined && (withCharacters || !isCharacterKey(keys)));
  useHotkeys(
    hotkeysOf(
      counting.filter(({ whileTyping }) => whileTyping !== true),
      isMac,
    ),
  );
  useHotkeys(
    hotkeysOf(
      counting.filter(({ whileTyping }) => whileTyping === true),
      isMac,
    ),
    [],
    true,
  );
  // Once it was there it stays: it closes by fading away.
  const isAsked = useStore(asked, itself<Asked>) !== null;
  const [wasAsked, remember] = useState(false);
  useEffect(() => {
    if (isAsked) remember(true);
  }, [isAsked]);
  if (!isAsked && !wasAsked) return null;
  return (
    <ErrorBoundary fallback={null}>
      <Suspense>
        <CommandPalette />
      </Suspense>
    </ErrorBoundary>
  );
}
