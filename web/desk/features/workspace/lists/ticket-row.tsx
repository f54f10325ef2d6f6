import { Avatar, Button, Text } from "@mantine/core";
import { memo, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { TicketId } from "../../../../../shared/contracts/ids.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { initials } from "../../../lib/ui/initials.ts";
import { mayTake } from "../may.ts";
import { PickedMark } from "./picked-mark.tsx";
import { phoneShown } from "../../../lib/contacts/phone.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNames } from "../../../lib/directory/directory.ts";
import { useTake } from "../use-take.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import classes from "./ticket-row.module.css";

/** What a row or a square of a list is given. */
export interface TicketItem {
  readonly head: Ticket;
  /** Whether its conversation is the one shown. */
  readonly chosen: boolean;
  /** Whether it is one of those that are to be handled together; null: nobody is choosing. */
  readonly picked: boolean | null;
  /** A click; `range`: with shift held. */
  readonly press: (ticketId: TicketId, range: boolean) => void;
  readonly onTaken: (ticketId: TicketId) => void;
  /** There is no room for it, but the person may go over that. */
  readonly onFull: (head: Ticket) => void;
}

/** One ticket of a list: who, where, since when, and how many messages wait for an answer. */
export const TicketRow = memo(function TicketRow(
  props: TicketItem & {
    /** Whether it is said who holds it. */
    readonly team: boolean;
  },
) {
  const { head, chosen, picked, press } = props;
  const { t } = useTranslation("workspace");
  const { clock, me } = useDesk();
  const { brief } = useTimeFormat();
  const take = useTake(props.onTaken, props.onFull);
  return (
    <div className={classes["row"]} data-chosen={picked ?? chosen}>
      <button
        type="button"
        data-ticket
        className={classes["button"]}
        {...(picked === null ? { "aria-current": chosen } : { "aria-pressed": picked })}
        onClick={(event: MouseEvent) => press(head.id, event.shiftKey)}
      >
        {picked === null ? null : <PickedMark className={classes["check"]} picked={picked} />}
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
              <Detail head={head} team={props.team} />
            </Text>
            {head.unread > 0 ? (
              <span className={classes["count"]} aria-label={t("row.unread", { count: head.unread })}>
                {head.unread}
              </span>
            ) : null}
          </span>
        </span>
      </button>
      {mayTake(head, me) && picked === null ? (
        <Button size="compact-sm" variant="light" loading={take.isPending} onClick={() => take.mutate(head)}>
          {t("take")}
        </Button>
      ) : null}
    </div>
  );
});

/** The second line: what matters most of a ticket in its list. */
function Detail({ head, team }: { readonly head: Ticket; readonly team: boolean }) {
  const { t } = useTranslation("workspace");
  const { clock } = useDesk();
  const { brief, dayAndHour } = useTimeFormat();
  const names = useNames();
  const queue = head.phase === "bot" || head.queueId === null ? undefined : names.queue(head.queueId);
  const agent = team && "agentId" in head && head.agentId !== null ? names.agent(head.agentId) : undefined;
  const phone = phoneShown(head.address.phone);
  const parts: Readonly<Record<Ticket["phase"], readonly (string | undefined)[]>> = {
    bot: [head.phase === "bot" ? t(`row.bot.${head.bot.kind}`) : undefined, phone],
    waiting: [
      head.phase === "waiting" ? t("row.since", { time: brief(head.queuedAt, clock()) }) : undefined,
      queue,
    ],
    open: [agent, queue, phone],
    snoozed: [head.phase === "snoozed" ? t("row.until", { time: dayAndHour(head.until) }) : undefined, agent],
    closed: [queue, phone],
  };
  return parts[head.phase].filter((it) => it !== undefined && it !== "").join(" · ");
}
