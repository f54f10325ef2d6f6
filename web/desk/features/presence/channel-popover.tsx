import { Popover } from "@mantine/core";
import type { ComponentProps } from "react";
import { useTranslation } from "react-i18next";
import { At } from "../../lib/ui/at.tsx";
import { ChannelPanel } from "./channel-panel.tsx";
import { Failed } from "../../lib/ui/states.tsx";
import type { MyPresence } from "../../lib/presence/use-presence.ts";
import classes from "./channel-button.module.css";

/** The person's channels, below the button that opened them. */
export default function ChannelPopover(
  props: Omit<ComponentProps<typeof ChannelPanel>, "mine"> & {
    readonly target: HTMLElement | null;
    readonly opened: boolean;
    readonly setOpened: (opened: boolean) => void;
    /** Null while it is not known; `error` says why. */
    readonly mine: MyPresence | null;
    readonly error: unknown;
    readonly reload: () => void;
  },
) {
  const { t } = useTranslation("presence");
  const { mine } = props;
  return (
    <Popover
      position="bottom"
      width={400}
      opened={props.opened}
      onChange={props.setOpened}
      trapFocus
      returnFocus
      shadow="md"
    >
      <Popover.Target>
        <At target={props.target} />
      </Popover.Target>
      <Popover.Dropdown className={classes["panel"] ?? ""} aria-label={t("title")}>
        {mine === null ? (
          <Failed error={props.error} retry={props.reload} />
        ) : (
          <ChannelPanel mine={mine} act={props.act} isPending={props.isPending} pause={props.pause} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
