import { ActionIcon, Avatar, Badge, Button } from "@mantine/core";
import { IconArrowLeft, IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { ActionsMenu } from "./actions-menu.tsx";
import { initials } from "../../../lib/ui/initials.ts";
import { mayClose } from "../may.ts";
import { phoneShown } from "../../../lib/contacts/phone.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import { useTake } from "../use-take.ts";
import { WindowCountdown } from "./window-countdown.tsx";
import classes from "./header.module.css";

/** Who the conversation is with, where it stands, and what can be done with it. */
export function Header(props: {
  readonly head: Ticket;
  readonly close: () => void;
  readonly leave: () => void;
}) {
  const { head } = props;
  const { t } = useTranslation("workspace");
  const { me } = useDesk();
  const { queue: queueName } = useNames();
  const take = useTake(() => undefined);
  const queueId = head.phase === "bot" ? null : head.queueId;
  const details = [
    phoneShown(head.address.phone),
    head.protocol === null ? "" : t("header.protocol", { protocol: head.protocol }),
    queueId === null ? "" : (queueName(queueId) ?? ""),
  ].filter((it) => it !== "");
  return (
    <header className={classes["header"]}>
      <ActionIcon
        className={classes["back"] ?? ""}
        variant="subtle"
        color="gray"
        aria-label={t("header.back")}
        onClick={props.leave}
      >
        <IconArrowLeft size={20} />
      </ActionIcon>
      <Avatar radius="md" size={40} color="balcao">
        {initials(head.contactName)}
      </Avatar>
      <div className={classes["who"]}>
        <h2 className={classes["name"]}>{head.contactName}</h2>
        <p className={classes["details"]}>{details.join(" · ")}</p>
      </div>
      {head.phase === "open" ? null : (
        <Badge variant="light" color="gray">
          {t(`phase.${head.phase}`)}
        </Badge>
      )}
      {head.phase === "closed" ? null : <WindowCountdown lastInboundAt={head.lastInboundAt} />}
      {head.phase === "waiting" ? (
        <Button size="xs" loading={take.isPending} onClick={() => take.mutate(head)}>
          {t("take")}
        </Button>
      ) : null}
      {mayClose(head, me) ? (
        <Button
          className={classes["close"] ?? ""}
          size="xs"
          variant="light"
          leftSection={<IconCheck size={16} />}
          onClick={props.close}
        >
          {t("header.close")}
        </Button>
      ) : null}
      <ActionsMenu head={head} close={props.close} />
    </header>
  );
}
