import { useTranslation } from "react-i18next";
import { Virtuoso } from "react-virtuoso";
import type { TicketId } from "../../../../../shared/contracts/ids.ts";
import { ApiError } from "../../../lib/api/error.ts";
import { Empty, Failed, Loading } from "../../../lib/ui/states.tsx";
import type { ListName, Order } from "../../../lib/tickets/lists.ts";
import { TicketRow } from "./ticket-row.tsx";
import { TicketSquare } from "./ticket-square.tsx";
import type { View } from "./preferences.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useList } from "./use-list.ts";
import classes from "./ticket-list.module.css";

/** The tickets of one list. */
export function TicketList(props: {
  readonly list: ListName;
  readonly order: Order;
  readonly view: View;
  readonly chosen: TicketId | null;
  readonly choose: (ticketId: TicketId) => void;
  readonly onTaken: (ticketId: TicketId) => void;
}) {
  const { t } = useTranslation("workspace");
  const desk = useDesk();
  const { tickets, loaded } = useList(props.list, props.order);
  if (tickets.length === 0) {
    if (loaded instanceof ApiError)
      return <Failed error={loaded} retry={() => desk.tickets.show(props.list)} />;
    if (loaded !== "loaded") return <Loading />;
    return <Empty title={t(`lists.emptyTitle.${props.list}`)} hint={t(`lists.emptyHint.${props.list}`)} />;
  }
  if (props.view === "squares")
    return (
      <div className={classes["squares"]}>
        {tickets.map((head) => (
          <TicketSquare key={head.id} head={head} chosen={head.id === props.chosen} choose={props.choose} />
        ))}
      </div>
    );
  return (
    <Virtuoso
      className={classes["rows"] ?? ""}
      data={[...tickets]}
      computeItemKey={(_, head) => head.id}
      itemContent={(_, head) => (
        <TicketRow
          head={head}
          chosen={head.id === props.chosen}
          choose={props.choose}
          onTaken={props.onTaken}
        />
      )}
    />
  );
}
