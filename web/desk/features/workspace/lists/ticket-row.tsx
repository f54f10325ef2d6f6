import { Avatar, Button, Text } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { TicketId } from "../../../../../shared/contracts/ids.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { initials } from "../../../lib/ui/initials.ts";
import { phoneShown } from "../../../lib/contacts/phone.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import { useTake } from "../use-take.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import classes from "./ticket-row.module.css";

/** One ticket of a list: who, where, since when, and how many messages wait for an answer. */
export const TicketRow = memo(function TicketRow(props: {
  readonly head: Ticket;
  readonly chosen: boolean;
  readonly choose: (ticketId: TicketId) => void;
  readonly onTaken: (ticketId: TicketId) => void;
}) {
  const { head } = props;
  const { t } = useTranslation("workspace");
  const { clock } = useDesk();
  const { brief, dayAndHour } = useTimeFormat();
  const { queue: queueName } = useNames();
  const take = useTake(props.onTaken);
  const where = head.phase === "bot" || head.queueId === null ? undefined : queueName(head.queueId);
  return (
    <div className={classes["row"]} data-chosen={props.chosen}>
      <button
        type="button"
        className={classes["button"]}
        aria-current={props.chosen}
        onClick={() => props.choose(head.id)}
      >
        <span className={classes["avatar"]}>
          <Avatar radius="md" size={40} color="balcao">
            {initials(head.contactName)}
          </Avatar>
          {head.unread > 0 ? <span className={classes["dot"]} aria-hidden /> : null}
        </span>
        <span className={classes["text"]}>
          <span className={classes["line"]}>
            <span className={classes["name"]} data-unread={head.unread > 0}>
              {head.contactName}
            </span>
            <time className={classes["time"]}>{brief(head.lastMessageAt ?? head.openedAt, clock())}</time>
          </span>
          <span className={classes["line"]}>
            <Text component="span" size="xs" c="dimmed" truncate>
              {head.phase === "snoozed"
                ? t("row.until", { time: dayAndHour(head.until) })
                : [where, phoneShown(head.address.phone)].filter(Boolean).join(" · ")}
            </Text>
            {head.unread > 0 ? (
              <span className={classes["count"]} aria-label={t("row.unread", { count: head.unread })}>
                {head.unread}
              </span>
            ) : null}
          </span>
        </span>
      </button>
      {head.phase === "waiting" ? (
        <Button size="compact-sm" variant="light" loading={take.isPending} onClick={() => take.mutate(head)}>
          {t("take")}
        </Button>
      ) : null}
    </div>
  );
});
