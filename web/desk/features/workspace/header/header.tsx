import { ActionIcon, Avatar, Badge, Button } from "@mantine/core";
import { IconLayoutSidebarRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import type { Action } from "../use-actions.tsx";
import { ActionsMenu } from "./actions-menu.tsx";
import { Back } from "./back.tsx";
import { initials } from "../../../lib/ui/initials.ts";
import { phoneShown } from "../../../lib/contacts/phone.ts";
import { Protocol } from "./protocol.tsx";
import { useNames } from "../../../lib/directory/directory.ts";
import { WindowCountdown } from "./window-countdown.tsx";
import classes from "./header.module.css";

/** What stands beside the menu as a button of its own. */
const prominent = ["take", "takeOver", "wake", "close"] as const;

/** Who the conversation is with, where it stands, and what can be done with it. */
export function Header(props: {
  readonly head: Ticket;
  readonly actions: readonly Action[];
  readonly leave: () => void;
  /** Whether the panel with the contact is shown. */
  readonly panel: boolean;
  readonly togglePanel: () => void;
}) {
  const { head, actions } = props;
  const { t } = useTranslation("workspace");
  const names = useNames();
  const { queueId, sectorId } = head.phase === "bot" ? { queueId: null, sectorId: null } : head;
  const place = [
    sectorId === null ? undefined : names.sector(sectorId),
    queueId === null ? undefined : names.queue(queueId),
  ].filter((it) => it !== undefined);
  const details = [phoneShown(head.address.phone), [...new Set(place)].join(" › ")].filter((it) => it !== "");
  return (
    <header className={classes["header"]}>
      <Back leave={props.leave} />
      <Avatar className={classes["avatar"] ?? ""} radius="md" size={40} color="balcao">
        {initials(head.contactName)}
      </Avatar>
      <div className={classes["who"]}>
        <h2 className={classes["name"]}>{head.contactName}</h2>
        <div className={classes["details"]}>
          <span className={classes["detail"]}>{details.join(" · ")}</span>
          {head.protocol === null ? null : <Protocol protocol={head.protocol} />}
        </div>
      </div>
      {head.phase === "open" ? null : (
        <Badge className={classes["phase"] ?? ""} variant="light" color="gray">
          {t(`phase.${head.phase}`)}
        </Badge>
      )}
      {head.phase === "closed" ? null : <WindowCountdown lastInboundAt={head.lastInboundAt} />}
      {actions
        .filter(({ name }) => prominent.some((it) => it === name))
        .map(({ name, label, icon: Icon, run, busy }) => (
          <Button
            key={name}
            className={name === "close" ? (classes["close"] ?? "") : ""}
            size="xs"
            variant={name === "close" ? "light" : "filled"}
            leftSection={<Icon size={16} stroke={1.8} />}
            loading={busy}
            onClick={run}
          >
            {label}
          </Button>
        ))}
      <ActionIcon
        data-hint={t(props.panel ? "panel.hide" : "panel.show")}
        variant={props.panel ? "light" : "subtle"}
        color={props.panel ? "balcao" : "gray"}
        size="lg"
        aria-label={t("panel.label")}
        aria-pressed={props.panel}
        onClick={props.togglePanel}
      >
        <IconLayoutSidebarRight size={20} stroke={1.6} />
      </ActionIcon>
      <ActionsMenu actions={actions} />
    </header>
  );
}
