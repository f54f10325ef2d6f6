import { useCallback, useEffect, useMemo } from "react";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { type ListName, type Order, ticketsOf } from "../../../lib/tickets/lists.ts";
import type { Loaded, TicketsState } from "../../../lib/tickets/tickets.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useStore } from "../../../lib/store.ts";

const headsOf = ({ heads }: TicketsState) => heads;

/** One of the person's lists in an order; it is loaded when it is first shown. */
export function useList(list: ListName, order: Order): { tickets: readonly Ticket[]; loaded: Loaded } {
  const { tickets, agentId } = useDesk();
  const heads = useStore(tickets.state, headsOf);
  const loaded = useStore(
    tickets.state,
    useCallback((state: TicketsState) => state.loaded[list], [list]),
  );
  useEffect(() => tickets.show(list), [tickets, list]);
  return {
    loaded,
    tickets: useMemo(() => ticketsOf(heads, list, agentId, order), [heads, list, agentId, order]),
  };
}
