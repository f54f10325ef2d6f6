import { Button, Switch } from "@mantine/core";
import { IconBrandWhatsapp, IconMessage2 } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../lib/directory/directory.ts";
import { listed } from "./words-of.ts";
import type { MyPresence } from "../../lib/presence/use-presence.ts";
import { PauseLine } from "./pause-line.tsx";
import { sharingWith, statusOn } from "../../lib/presence/rules.ts";
import { timer } from "../../lib/time/format.ts";
import type { useAct } from "./use-act.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useLocale } from "../../lib/i18n/hooks.ts";
import { useNow } from "../../lib/ui/use-now.ts";
import classes from "./channel-row.module.css";
import statusClasses from "./status.module.css";

/** One channel: whether the person attends there, for how long, and with which others it pauses. */
export function ChannelRow(props: {
  readonly channel: Channel;
  readonly mine: MyPresence;
  readonly act: ReturnType<typeof useAct>["act"];
  readonly pause: () => void;
}) {
  const { act, channel, mine } = props;
  const { t } = useTranslation("presence");
  const locale = useLocale();
  const now = useNow(useDesk().clock, 1_000);
  const status = statusOn(mine.known, channel.id);
  const presence = mine.known.find(({ channelId }) => channelId === channel.id);
  const sharing = sharingWith(mine.every, mine.queues, channel.id);
  const Icon = channel.kind === "whatsapp" ? IconBrandWhatsapp : IconMessage2;
  const spent = presence === undefined ? 0 : now - Date.parse(presence.since);
  const { id: channelId, name } = channel;
  return (
    <li className={`${classes["row"]} ${statusClasses["status"]}`} data-status={status}>
      <span className={classes["icon"]}>
        <Icon size={22} stroke={1.7} role="img" aria-label={t(`row.${channel.kind}`)} />
      </span>
      <span>
        <span className={classes["name"]}>{name}</span>
        <span className={classes["state"]}>
          {t(`status.${status}`)}
          {status === "offline" ? null : <> · {timer(spent)}</>}
        </span>
      </span>
      {status === "offline" ? (
        <span />
      ) : (
        <Button
          size="compact-sm"
          variant={status === "paused" ? "light" : "default"}
          aria-label={t(status === "paused" ? "row.resumeOf" : "row.pauseOf", { name })}
          onClick={() => (status === "paused" ? act({ status: "online" }, { channelId }) : props.pause())}
        >
          {t(status === "paused" ? "row.resume" : "row.pause")}
        </Button>
      )}
      <Switch
        aria-label={t("row.switch", { name })}
        color={status === "paused" ? "orange.9" : "green.9"}
        checked={status !== "offline"}
        onChange={() => act({ status: status === "offline" ? "online" : "offline" }, { channelId })}
      />
      {presence?.pause === undefined ? null : <PauseLine pause={presence.pause} spent={spent} />}
      {sharing.length === 0 || status === "offline" ? null : (
        <p className={classes["more"]}>
          {t("row.shares", {
            names: listed(
              sharing.map((it) => it.name),
              locale,
            ),
          })}
        </p>
      )}
    </li>
  );
}
