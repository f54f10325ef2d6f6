import { Tooltip } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { TicketId } from "../../../../../shared/contracts/ids.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { initials } from "../../../lib/ui/initials.ts";
import classes from "./ticket-square.module.css";

/** One ticket as a square with the contact's initials, and a dot while a message waits for an answer. */
export const TicketSquare = memo(function TicketSquare(props: {
  readonly head: Ticket;
  readonly chosen: boolean;
  readonly choose: (ticketId: TicketId) => void;
}) {
  const { head, chosen, choose } = props;
  const { t } = useTranslation("workspace");
  const unread = head.unread > 0 ? `, ${t("row.unread", { count: head.unread })}` : "";
  return (
    <Tooltip label={head.contactName} position="bottom">
      <button
        type="button"
        className={classes["square"]}
        aria-label={`${initials(head.contactName)}, ${head.contactName}${unread}`}
        aria-current={chosen}
        onClick={() => choose(head.id)}
      >
        {initials(head.contactName)}
        {head.unread > 0 ? <span className={classes["dot"]} aria-hidden /> : null}
      </button>
    </Tooltip>
  );
});
