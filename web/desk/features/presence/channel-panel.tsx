import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../lib/directory/directory.ts";
import { ChannelRow } from "./channel-row.tsx";
import type { ConnectionStatus } from "../../lib/sockets/connection.ts";
import type { MyPresence } from "../../lib/presence/use-presence.ts";
import { overall, statusOn } from "../../lib/presence/rules.ts";
import { useDesk } from "../../lib/desk/context.ts";
import type { useAct } from "./use-act.ts";
import { useStore } from "../../lib/store.ts";
import classes from "./channel-panel.module.css";

const itself = (status: ConnectionStatus): ConnectionStatus => status;

/** A row for each channel, and what can be done with all of them at once. */
export function ChannelPanel(props: {
  readonly mine: MyPresence;
  readonly act: ReturnType<typeof useAct>["act"];
  readonly isPending: boolean;
  readonly pause: (channels: readonly Channel[]) => void;
}) {
  const { mine, act } = props;
  const { channels, known } = mine;
  const { t } = useTranslation("presence");
  const connection = useStore(useDesk().connection, itself);
  const { present } = overall(known, channels);
  const inStatus = (status: ReturnType<typeof statusOn>): readonly Channel[] =>
    channels.filter(({ id }) => statusOn(known, id) === status);
  const online = inStatus("online");
  const all = channels.length > 1;
  return (
    <div aria-busy={props.isPending}>
      <div className={classes["head"]}>
        <h2 className={classes["title"]}>{t("title")}</h2>
        {present === 0 ? <p className={classes["hint"]}>{t("hint.offline")}</p> : null}
        {connection === "waiting" && present > 0 ? (
          <p className={`${classes["hint"]} ${classes["warning"]}`}>{t("hint.noConnection")}</p>
        ) : null}
      </div>
      <ul className={classes["rows"]}>
        {channels.map((channel) => (
          <ChannelRow
            key={channel.id}
            channel={channel}
            mine={mine}
            act={act}
            pause={() => props.pause([channel])}
          />
        ))}
      </ul>
      {all ? (
        <div className={classes["all"]}>
          <Button
            size="xs"
            variant="light"
            disabled={online.length === channels.length}
            onClick={() => act({ status: "online" }, { channels })}
          >
            {t("all.online")}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={online.length === 0}
            onClick={() => props.pause(online)}
          >
            {t("all.pause")}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={present === 0}
            onClick={() => act({ status: "offline" }, { channels })}
          >
            {t("all.offline")}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
