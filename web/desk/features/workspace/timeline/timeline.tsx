import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Components, Virtuoso, type VirtuosoHandle } from "react-virtuoso";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { type Conversation, isGone } from "../../../lib/timeline/conversation.ts";
import { Failed, Loading } from "../../../lib/ui/states.tsx";
import { type About, RowView } from "./row-view.tsx";
import { firstUnread, type Row, rowsOf } from "./rows.ts";
import { JumpDown } from "./jump-down.tsx";
import { NotAll, type Older, OlderNotice } from "./older-notice.tsx";
import { Suggesting } from "../canned/suggesting.tsx";
import { SearchBar } from "../search/search-bar.tsx";
import { useCame } from "./use-came.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useFollow } from "./use-follow.ts";
import { useSearchBar } from "../search/use-search-bar.ts";
import { useStickToBottom } from "./use-stick-to-bottom.ts";
import { useTimeFormat } from "../../../lib/i18n/hooks.ts";
import classes from "./timeline.module.css";

/** Where the numbering of rows begins, so that there is room before the first one. */
const origin = 1_000_000;

/** What was said in a conversation, once there is something. */
export function Timeline(props: { readonly head: Ticket; readonly conversation: Conversation }) {
  const { conversations } = useDesk();
  const { entries, error, sends } = props.conversation;
  if (entries.shown.length + sends.length > 0) return <Lines {...props} />;
  if (error === null) return <Loading />;
  return <Failed error={error} retry={() => void conversations.reload(props.head.id)} />;
}

function Lines({ head, conversation }: Parameters<typeof Timeline>[0]) {
  const { t } = useTranslation("workspace");
  const { conversations } = useDesk();
  const { dayKey } = useTimeFormat();
  const virtuoso = useRef<VirtuosoHandle>(null);
  const [atBottom, setAtBottom] = useState(true);
  const { shown } = conversation.entries;
  // What was unread when the person came stays marked while they are here.
  const [unreadFrom] = useState(() => firstUnread(shown, head.unread));
  const [anchor] = useState(() => shown[0]?.number ?? 1);
  const rows = useMemo(
    () => rowsOf(shown, conversation.sends, dayKey, unreadFrom),
    [shown, conversation.sends, dayKey, unreadFrom],
  );
  const { id: ticketId, channelId, contactName } = head;
  const about = useMemo<About>(
    () => ({ ticketId, channelId, contactName }),
    [ticketId, channelId, contactName],
  );
  const { searching, search, leave } = useSearchBar(about, conversation, rows, virtuoso);
  const { find } = search;
  const current = searching ? search.current : null;
  // The place shrinks and grows with what is written below it, and with the window.
  const frame = useStickToBottom(atBottom, virtuoso);
  const before = rows.findIndex((row) => row.kind === "send" || row.entry.number >= anchor);
  const [start] = useState(() => {
    const unread = rows.findIndex((row) => row.unread);
    return unread !== -1
      ? ({ index: unread, align: "start", offset: -80 } as const)
      : Math.max(0, rows.length - 1);
  });
  const follow = useFollow(rows);
  const came = useCame(shown, atBottom);
  return (
    <Suggesting head={head}>
      {searching ? <SearchBar search={search} leave={leave} /> : null}
      {conversation.error === null || isGone(conversation) ? null : (
        <div className={classes["stale"]}>
          <NotAll text={t("timeline.stale")} retry={() => void conversations.reload(ticketId)} />
        </div>
      )}
      <div className={classes["timeline"]} ref={frame}>
        <Virtuoso
          ref={virtuoso}
          role="log"
          aria-label={t("timeline.label", { name: contactName })}
          tabIndex={0}
          data={rows}
          firstItemIndex={origin - Math.max(0, before)}
          initialTopMostItemIndex={start}
          alignToBottom
          increaseViewportBy={{ top: 600, bottom: 300 }}
          atBottomThreshold={60}
          atBottomStateChange={setAtBottom}
          followOutput={follow}
          startReached={() => void conversations.older(ticketId)}
          computeItemKey={(_, row) => row.key}
          itemContent={(_, row) => <RowView row={row} about={about} find={find} found={isAt(row, current)} />}
          context={{
            loading: conversation.loading === "older",
            retry: conversation.olderError === null ? null : () => void conversations.older(ticketId),
          }}
          components={components}
        />
        {atBottom ? null : (
          <JumpDown
            count={came}
            jump={() => virtuoso.current?.scrollToIndex({ index: "LAST", align: "end" })}
          />
        )}
      </div>
    </Suggesting>
  );
}

const Footer = () => <div className={classes["footer"]} />;
const components: Components<Row, Older> = { Header: OlderNotice, Footer };

const isAt = (row: Row, number: number | null): boolean =>
  row.kind === "entry" && row.entry.number === number;
