import { type KeyboardEvent, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Virtuoso } from "react-virtuoso";
import type { TicketId } from "../../../../../shared/contracts/ids.ts";
import { ApiError } from "../../../lib/api/error.ts";
import { Empty, Failed, Loading } from "../../../lib/ui/states.tsx";
import type { List } from "./use-list.ts";
import type { ListName } from "../../../lib/tickets/lists.ts";
import type { Selecting } from "./use-selection.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { TicketRow } from "./ticket-row.tsx";
import { TicketSquare } from "./ticket-square.tsx";
import type { View } from "./preferences.ts";
import classes from "./ticket-list.module.css";

/** The tickets of one list. The arrow keys go from one to the next. */
export function TicketList(props: {
  readonly list: ListName;
  readonly shown: List;
  readonly team: boolean;
  readonly view: View;
  readonly chosen: TicketId | null;
  readonly selecting: Selecting;
  readonly choose: (ticketId: TicketId) => void;
  readonly onTaken: (ticketId: TicketId) => void;
  readonly onFull: (head: Ticket) => void;
}) {
  const { t } = useTranslation("workspace");
  const { tickets, loaded, retry } = props.shown;
  const { selection, pick } = props.selecting;
  const { choose } = props;
  const isSelecting = selection !== null;
  const press = useMemo(
    () =>
      isSelecting
        ? (ticketId: TicketId, range: boolean): void =>
            pick(
              ticketId,
              range,
              tickets.map(({ id }) => id),
            )
        : choose,
    [isSelecting, pick, choose, tickets],
  );
  if (tickets.length === 0) {
    if (loaded instanceof ApiError) return <Failed error={loaded} retry={retry} />;
    if (loaded !== "loaded") return <Loading />;
    if (props.team) return <Empty title={t("lists.emptyTeam")} />;
    return <Empty title={t(`lists.emptyTitle.${props.list}`)} hint={t(`lists.emptyHint.${props.list}`)} />;
  }
  const pickedOf = (id: TicketId): boolean | null => selection?.has(id) ?? null;
  if (props.view === "squares")
    return (
      <div className={classes["squares"]} role="presentation" onKeyDown={stepByArrows}>
        {tickets.map((head) => (
          <TicketSquare
            key={head.id}
            head={head}
            chosen={head.id === props.chosen}
            picked={pickedOf(head.id)}
            press={press}
            onTaken={props.onTaken}
            onFull={props.onFull}
          />
        ))}
      </div>
    );
  return (
    <Virtuoso
      className={classes["rows"] ?? ""}
      data={[...tickets]}
      onKeyDown={stepByArrows}
      computeItemKey={(_, head) => head.id}
      itemContent={(_, head) => (
        <TicketRow
          head={head}
          team={props.team}
          chosen={head.id === props.chosen}
          picked={pickedOf(head.id)}
          press={press}
          onTaken={props.onTaken}
          onFull={props.onFull}
        />
      )}
    />
  );
}

/** Moves the focus among the tickets of a list by the arrow keys. */
function stepByArrows(event: KeyboardEvent<HTMLDivElement>): void {
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  const step = steps[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-ticket]")];
  const at = all.findIndex((it) => it === document.activeElement);
  const next = at === -1 ? undefined : all[at + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
