import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { EventLine } from "./event-line.tsx";
import { InboundBubble } from "./inbound-bubble.tsx";
import { NoteBubble } from "./note-bubble.tsx";
import { OutboundBubble } from "./outbound-bubble.tsx";
import { SendBubble } from "./send-bubble.tsx";
import type { Row } from "./rows.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import classes from "./timeline.module.css";

/** One row, with what stands before it: the day, and where the unread begins. */
export const RowView = memo(function RowView({ row, head }: { readonly row: Row; readonly head: Ticket }) {
  const { t } = useTranslation("workspace");
  const { clock } = useDesk();
  const { day } = useTimeFormat();
  return (
    <div className={classes["row"]}>
      {row.day && row.kind === "entry" ? (
        <div className={classes["separator"]}>
          <span className={classes["day"]}>{day(row.entry.at, clock())}</span>
        </div>
      ) : null}
      {row.unread ? <div className={classes["unread"]}>{t("timeline.unread")}</div> : null}
      <Line row={row} head={head} />
    </div>
  );
});

function Line({ row, head }: { readonly row: Row; readonly head: Ticket }) {
  if (row.kind === "send") return <SendBubble send={row.send} ticketId={head.id} />;
  const { entry } = row;
  if (entry.type === "note") return <NoteBubble entry={entry} />;
  if (entry.type !== "message") return <EventLine entry={entry} />;
  if (entry.direction === "in") return <InboundBubble entry={entry} name={head.contactName} />;
  return <OutboundBubble entry={entry} />;
}
