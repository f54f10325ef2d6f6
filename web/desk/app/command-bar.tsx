import "@mantine/spotlight/styles.layer.css";
import { Spotlight, spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { useHotkeys } from "@mantine/hooks";
import { useTranslation } from "react-i18next";
import { Keys } from "../lib/commands/keys.tsx";
import { ShortcutsSheet, openShortcuts } from "./shortcuts-sheet.tsx";
import { commands, type Command, useCommands } from "../lib/commands/registry.ts";
import { useStore } from "../lib/store.ts";

const itself = (all: readonly Command[]): readonly Command[] => all;

export const openCommandBar = (): void => spotlight.open();

/** The command bar and the keys of every command that is registered (lib/commands). */
export function CommandBar() {
  const { t } = useTranslation("common");
  const all = useStore(commands, itself);
  useCommands([
    {
      id: "commands",
      label: t("shortcuts.commands"),
      group: t("shortcuts.general"),
      keys: "mod+K",
      whileTyping: true,
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
  useHotkeys(hotkeys(all.filter(({ whileTyping }) => whileTyping !== true)));
  useHotkeys(hotkeys(all.filter(({ whileTyping }) => whileTyping === true)), [], true);
  return (
    <>
      <Spotlight
        actions={groupsOf(all)}
        shortcut={null}
        nothingFound={t("command.nothing")}
        highlightQuery
        attributes={{ content: { "aria-label": t("command.open") } }}
        limit={30}
        scrollable
        maxHeight={420}
        searchProps={{
          leftSection: <IconSearch size={18} stroke={1.6} aria-hidden />,
          placeholder: t("command.placeholder"),
          "aria-label": t("command.placeholder"),
        }}
      />
      <ShortcutsSheet />
    </>
  );
}

const hotkeys = (some: readonly Command[]): [string, () => void][] =>
  some.flatMap(({ keys, run }) => (keys === undefined ? [] : [[keys, run] as [string, () => void]]));

/** The commands as the bar shows them, in groups. */
function groupsOf(all: readonly Command[]): SpotlightActionGroupData[] {
  const groups = Map.groupBy(
    all.filter(({ id }) => id !== "commands"),
    ({ group }) => group,
  );
  return [...groups].map(([group, members]) => ({
    group,
    actions: members.map(({ id, label, icon, keys, run }) => ({
      id,
      label,
      onClick: run,
      leftSection: icon,
      rightSection: keys === undefined ? undefined : <Keys keys={keys} />,
    })),
  }));
}
