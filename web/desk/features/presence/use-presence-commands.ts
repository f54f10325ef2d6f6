import { useTranslation } from "react-i18next";
import type { Channel } from "../../lib/directory/directory.ts";
import { type Command, useCommands } from "../../lib/commands/registry.ts";
import type { MyPresence } from "../../lib/presence/use-presence.ts";
import { overall, statusOn } from "../../lib/presence/rules.ts";
import type { useAct } from "./use-act.ts";

/** What can be done with all channels, in the command bar; what would change nothing is not offered. */
export function usePresenceCommands(props: {
  readonly mine: MyPresence | null;
  readonly act: ReturnType<typeof useAct>["act"];
  readonly pause: (channels: readonly Channel[]) => void;
  readonly open: () => void;
}): void {
  const { t } = useTranslation("presence");
  const { mine, act, pause } = props;
  const group = t("commands.group");
  const offered: Command[] = [];
  if (mine !== null && mine.channels.length > 0) {
    const { channels, known } = mine;
    const online = channels.filter(({ id }) => statusOn(known, id) === "online");
    const { present } = overall(known, channels);
    offered.push({
      id: "presence.open",
      label: t("commands.open"),
      group,
      keys: "alt+C",
      whileTyping: true,
      run: props.open,
    });
    if (online.length < channels.length)
      offered.push({
        id: "presence.online",
        label: t("commands.online"),
        group,
        run: () => act({ status: "online" }, { channels }),
      });
    if (online.length > 0)
      offered.push({ id: "presence.pause", label: t("commands.pause"), group, run: () => pause(online) });
    if (present > 0)
      offered.push({
        id: "presence.offline",
        label: t("commands.offline"),
        group,
        run: () => act({ status: "offline" }, { channels }),
      });
  }
  useCommands(offered);
}
