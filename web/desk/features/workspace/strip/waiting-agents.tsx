import { Popover } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { At } from "../../../lib/ui/at.tsx";
import type { TicketView } from "./use-view.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import classes from "./strip.module.css";

/** Who serves the queue, and why each of them could not have the ticket; below the button that opened it. */
export default function WaitingAgents(props: {
  readonly target: HTMLElement | null;
  readonly opened: boolean;
  readonly setOpened: (opened: boolean) => void;
  readonly waiting: NonNullable<TicketView["waiting"]>;
}) {
  const { t } = useTranslation("workspace");
  const names = useNames();
  const { waiting } = props;
  return (
    <Popover
      position="bottom-start"
      width={280}
      trapFocus
      returnFocus
      opened={props.opened}
      onChange={props.setOpened}
    >
      <Popover.Target>
        <At target={props.target} />
      </Popover.Target>
      <Popover.Dropdown aria-label={t("strip.agents", { count: waiting.agentCount })}>
        <ul className={classes["agents"]}>
          {waiting.agents.map(({ agentId, reason }) => (
            <li key={agentId} className={classes["agent"]}>
              <span>{names.agent(agentId) ?? t("author.agent")}</span>
              <span className={classes["reason"]}>{t(`ineligible.${reason ?? "none"}`)}</span>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
