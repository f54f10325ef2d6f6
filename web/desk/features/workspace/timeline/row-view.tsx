import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { ChannelId, TicketId } from "../../../../../shared/contracts/ids.ts";
import { EventLine } from "./event-line.tsx";
import { InboundBubble } from "./inbound-bubble.tsx";
import { NoteBubble } from "./note-bubble.tsx";
import { OutboundBubble } from "./outbound-bubble.tsx";
import { SendBubble } from "./send-bubble.tsx";
import type { Row } from "./rows.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import classes from "./timeline.module.css";

/** What the rows of a conversation share; it changes seldom. */
export interface About {
  readonly ticketId: TicketId;
  readonly channelId: ChannelId;
  readonly contactName: string;
}

/** One row, with what stands before it: the day, and where the unread begins. */
export const RowView = memo(function RowView(props: {
  readonly row: Row;
  readonly about: About;
  /** What is searched for. */
  readonly find: string;
  /** Whether this is the message that the search is at. */
  readonly found: boolean;
}) {
  const { t } = useTranslation("workspace");
  const { clock } = useDesk();
  const { day } = useTimeFormat();
  const { row } = props;
  return (
    <div className={classes["row"]} data-found={props.found || undefined}>
      {row.day && row.kind === "entry" ? (
        <div className={classes["separator"]}>
          <span className={classes["day"]}>{day(row.entry.at, clock())}</span>
        </div>
      ) : null}
      {row.unread ? <div className={classes["unread"]}>{t("timeline.unread")}</div> : null}
      <Line {...props} />
    </div>
  );
});

function Line({ row, about, find }: Parameters<typeof RowView>[0]) {
  const { channelId } = about;
  if (row.kind === "send")
    return <SendBubble send={row.send} ticketId={about.ticketId} channelId={channelId} />;
  const { entry } = row;
  if (entry.type === "note") return <NoteBubble entry={entry} find={find} />;
  if (entry.type !== "message") return <EventLine entry={entry} find={find} />;
  if (entry.direction === "in")
    return <InboundBubble entry={entry} name={about.contactName} channelId={channelId} find={find} />;
  return <OutboundBubble entry={entry} channelId={channelId} find={find} />;
}
