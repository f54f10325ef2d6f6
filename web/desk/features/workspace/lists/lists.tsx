import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { hasTeam, type Scope, useFreshLists, useList, useTeamList } from "./use-list.ts";
import type { BulkName } from "../bulk/names.ts";
import { BulkBar } from "../bulk/bulk-bar.tsx";
import { choiceOf, useListPreferences } from "./preferences.ts";
import { isInLayer } from "../../../lib/commands/hotkeys.ts";
import { keep, readKept } from "../../../lib/kept.ts";
import { listNames, type ListName } from "../../../lib/tickets/lists.ts";
import { ListTabs } from "./list-tabs.tsx";
import { stillShown } from "./selection.ts";
import { TicketList } from "./ticket-list.tsx";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import type { TicketId } from "../../../../../shared/contracts/ids.ts";
import { Tools } from "./tools.tsx";
import { useDesk } from "../../../lib/desk/context.ts";
import { useSelection } from "./use-selection.ts";
import { useTicketCommands } from "./use-ticket-commands.ts";
import classes from "../page.module.css";

/** Under this name it is kept which list was shown. */
const keptList = "list";

const ForceTakeDialog = lazy(async () => ({
  default: (await import("../dialogs/small-dialogs.tsx")).ForceTakeDialog,
}));
const BulkDialog = lazy(() => import("../bulk/bulk-dialog.tsx"));

/** The left column: the lists, how they are shown, and several tickets handled together. */
export function Lists(props: {
  readonly ticketId: TicketId | null;
  readonly choose: (ticketId: TicketId | null) => void;
  /** Hears the tickets that are shown, in their order. */
  readonly shown: (ids: readonly TicketId[]) => void;
}) {
  const { t } = useTranslation("workspace");
  const { me, agentId } = useDesk();
  const [list, setList] = useState<ListName>(
    () => choiceOf(listNames, readKept(agentId, keptList)) ?? "open",
  );
  const [scope, setScope] = useState<Scope>(me.agent.role === "viewer" ? "team" : "mine");
  const { order, setOrder, view, setView } = useListPreferences();
  const [bulk, setBulk] = useState<BulkName | null>(null);
  const [full, setFull] = useState<Ticket | null>(null);
  const selecting = useSelection();
  const { selection, begin, end } = selecting;
  const isTeam = scope === "team" && hasTeam(list);
  const mine = useList(list, order);
  const team = useTeamList(list, order, isTeam);
  useFreshLists(list);
  const shown = isTeam ? team : mine;
  const { choose, shown: tell } = props;
  const show = (next: ListName): void => {
    setList(next);
    keep(agentId, keptList, next);
    end();
  };
  const taken = (id: TicketId): void => {
    show("open");
    choose(id);
  };
  useTicketCommands({ shown: shown.tickets, ticketId: props.ticketId, choose, show, select: begin });
  const ids = shown.tickets.map(({ id }) => id);
  useEffect(() => tell(ids));
  const picked = selection === null ? null : stillShown(selection, ids);
  const heads = shown.tickets.filter(({ id }) => picked?.has(id) === true);
  const isBulk = list !== "bot" && me.agent.role !== "viewer";
  useEndByEscape(selection !== null && bulk === null, end);
  return (
    <section className={classes["lists"]} data-view={view} aria-label={t("lists.label")}>
      <ListTabs list={list} setList={show} />
      <div className={classes["tools"]}>
        <Tools
          {...{ order, setOrder, view, setView, setScope }}
          scope={me.agent.role !== "agent" && hasTeam(list) ? scope : null}
          selecting={isBulk ? selection !== null : null}
          toggleSelecting={selection === null ? begin : end}
        />
      </div>
      <TicketList
        list={list}
        shown={shown}
        team={isTeam}
        view={view}
        chosen={props.ticketId}
        selecting={{ ...selecting, selection: picked }}
        choose={choose}
        onTaken={taken}
        onFull={setFull}
      />
      {picked === null ? null : (
        <BulkBar
          count={picked.size}
          mayTransfer={list !== "snoozed"}
          all={() => selecting.pickAll(ids)}
          ask={setBulk}
          end={end}
        />
      )}
      <Suspense>
        {full === null ? null : <ForceTakeDialog head={full} leave={() => setFull(null)} taken={taken} />}
        {bulk === null ? null : (
          <BulkDialog
            name={bulk}
            chosen={heads}
            leave={(done) => {
              setBulk(null);
              if (done) end();
            }}
          />
        )}
      </Suspense>
    </section>
  );
}

/** Ends the choosing by Escape. */
function useEndByEscape(active: boolean, end: () => void): void {
  useEffect(() => {
    if (!active) return undefined;
    const listen = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && !isInLayer(event)) end();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [active, end]);
}
