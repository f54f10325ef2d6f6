import "@mantine/spotlight/styles.layer.css";
import { Spotlight, spotlight, type SpotlightActionGroupData } from "@mantine/spotlight";
import { useEffect } from "react";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { commands, type Command } from "../lib/commands/registry.ts";
import { type Asked, asked } from "./asked.ts";
import { Keys } from "../lib/commands/keys.tsx";
import { ShortcutsSheet } from "./shortcuts-sheet.tsx";
import { useStore } from "../lib/store.ts";

const itself = <Value,>(value: Value): Value => value;

/** More commands than there are anywhere: none is left out. */
const most = 100;

/** The command bar and the sheet of shortcuts, each while it is asked for. */
export default function CommandPalette() {
  const { t } = useTranslation("common");
  const all = useStore(commands, itself<readonly Command[]>);
  const what = useStore(asked, itself<Asked>);
  useEffect(() => {
    if (what === "bar") spotlight.open();
  }, [what]);
  return (
    <>
      <Spotlight
        actions={groupsOf(all)}
        shortcut={null}
        onSpotlightClose={() => asked.set(asked.get() === "bar" ? null : asked.get())}
        nothingFound={t("command.nothing")}
        highlightQuery
        attributes={{ content: { "aria-label": t("command.open") } }}
        limit={most}
        scrollable
        maxHeight={420}
        searchProps={{
          leftSection: <IconSearch size={18} stroke={1.6} aria-hidden />,
          placeholder: t("command.placeholder"),
          "aria-label": t("command.placeholder"),
        }}
      />
      <ShortcutsSheet opened={what === "shortcuts"} close={() => asked.set(null)} />
    </>
  );
}

/** The commands as the bar shows them, in groups. */
function groupsOf(all: readonly Command[]): SpotlightActionGroupData[] {
  const groups = Map.groupBy(
    all.filter(({ id }) => id !== "commands"),
    ({ group }) => group,
  );
  // What is done all day, and so has keys, comes before what is not.
  const rank = (members: readonly Command[]): number =>
    members.some(({ keys }) => keys !== undefined) ? 0 : 1;
  const ordered = [...groups].toSorted(([, one], [, other]) => rank(one) - rank(other));
  return ordered.map(([group, members]) => ({
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
