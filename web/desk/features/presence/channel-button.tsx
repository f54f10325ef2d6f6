import { UnstyledButton } from "@mantine/core";
import { IconMessageCircle } from "@tabler/icons-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Channel } from "../../lib/directory/directory.ts";
import { later } from "../../lib/ui/later.ts";
import { overall } from "../../lib/presence/rules.ts";
import { tell } from "../../lib/ui/tell.ts";
import { useAct } from "./use-act.ts";
import { useFollowPresence } from "../../lib/presence/use-follow-presence.ts";
import { useOpened } from "../../lib/ui/use-opened.ts";
import { usePresence } from "../../lib/presence/use-presence.ts";
import { usePresenceCommands } from "./use-presence-commands.ts";
import classes from "./channel-button.module.css";
import statusClasses from "./status.module.css";

const ChannelPopover = later(() => import("./channel-popover.tsx"));
const PauseDialog = lazy(() => import("./pause-dialog.tsx"));

/** The channels on which the person attends: how it stands in the top bar, and what to do about it below. */
export default function ChannelButton() {
  const { t } = useTranslation("presence");
  const { mine, error, reload } = usePresence();
  const button = useRef<HTMLButtonElement>(null);
  const { opened, setOpened, wasOpened } = useOpened();
  const [pausing, setPausing] = useState<readonly Channel[] | null>(null);
  const { act, isPending } = useAct(mine);
  useFollowPresence(() => tell({ kind: "error", text: t("hint.lost") }));
  const pause = (channels: readonly Channel[]): void => {
    setOpened(false);
    setPausing(channels);
  };
  usePresenceCommands({ mine, act, pause, open: () => setOpened(true) });
  if (mine === null ? error === null : mine.channels.length === 0) return null;
  const { status, present, of } = overall(mine?.known ?? [], mine?.channels ?? []);
  const count = t("count", { present, of });
  const label = mine === null ? t("failed") : t("button", { status: t(`status.${status}`), count });
  return (
    <>
      <UnstyledButton
        ref={button}
        aria-haspopup="dialog"
        aria-expanded={opened}
        className={`${classes["button"]} ${statusClasses["status"]}`}
        data-status={status}
        aria-label={label}
        onClick={() => setOpened(!opened)}
      >
        <IconMessageCircle size={20} stroke={1.8} aria-hidden />
        {mine === null ? (
          <span className={classes["count"]}>–</span>
        ) : (
          <>
            <span className={classes["word"]}>{t(`status.${status}`)} </span>
            <span className={classes["count"]}>{count}</span>
          </>
        )}
      </UnstyledButton>
      <Suspense fallback={null}>
        {wasOpened ? (
          <ChannelPopover
            target={button.current}
            {...{ opened, setOpened, mine, act, isPending, pause, error, reload }}
          />
        ) : null}
      </Suspense>
      {mine === null || pausing === null ? null : (
        <Suspense fallback={null}>
          <PauseDialog
            mine={mine}
            channels={pausing}
            isPending={isPending}
            leave={() => setPausing(null)}
            pause={(reasonId) => {
              const [only, ...others] = pausing;
              if (only === undefined) return;
              act(
                { status: "paused", reasonId },
                others.length === 0 ? { channelId: only.id } : { channels: pausing },
                () => setPausing(null),
              );
            }}
          />
        </Suspense>
      )}
    </>
  );
}
