import { memo } from "react";
import { useTranslation } from "react-i18next";
import { initials } from "../../../lib/ui/initials.ts";
import { PickedMark } from "./picked-mark.tsx";
import type { TicketItem } from "./ticket-row.tsx";
import classes from "./ticket-square.module.css";

/** One ticket as a square with the contact's initials, and a dot while a message waits for an answer. */
export const TicketSquare = memo(function TicketSquare({ head, chosen, picked, press }: TicketItem) {
  const { t } = useTranslation("workspace");
  const unread = head.unread > 0 ? `, ${t("row.unread", { count: head.unread })}` : "";
  return (
    <button
      data-hint={head.contactName}
      data-hint-side="bottom"
      type="button"
      data-ticket
      className={classes["square"]}
      aria-label={`${initials(head.contactName)}, ${head.contactName}${unread}`}
      {...(picked === null ? { "aria-current": chosen } : { "aria-pressed": picked })}
      onClick={(event) => press(head.id, event.shiftKey)}
    >
      {initials(head.contactName)}
      {picked === null ? null : <PickedMark className={classes["check"]} picked={picked} />}
      {head.unread > 0 ? <span className={classes["dot"]} aria-hidden /> : null}
    </button>
  );
});
