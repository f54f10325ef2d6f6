import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { type ListName, type Order, sorted, ticketsOf } from "../../../lib/tickets/lists.ts";
import type { Loaded, TicketsState } from "../../../lib/tickets/tickets.ts";
import { ApiError } from "../../../lib/api/error.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useStore } from "../../../lib/store.ts";

/** Whose tickets a list shows: the person's own, or those of all whom they supervise. */
export type Scope = "mine" | "team";

export interface List {
  readonly tickets: readonly Ticket[];
  readonly loaded: Loaded;
  readonly retry: () => void;
}

/** How often tickets of which the socket does not tell are asked for again while they are looked at, in milliseconds. */
const every = 30_000;

const headsOf = ({ heads }: TicketsState) => heads;

/** One of the person's lists in an order; it is loaded when it is first shown. */
export function useList(list: ListName, order: Order): List {
  const { tickets, agentId } = useDesk();
  const heads = useStore(tickets.state, headsOf);
  const loaded = useStore(
    tickets.state,
    useCallback((state: TicketsState) => state.loaded[list], [list]),
  );
  useEffect(() => tickets.show(list), [tickets, list]);
  return {
    loaded,
    retry: () => tickets.show(list),
    tickets: useMemo(() => ticketsOf(heads, list, agentId, order), [heads, list, agentId, order]),
  };
}

/** The socket does not tell of potentials: while they are looked at they are asked for again, at once and from time to time. */
export function useFreshPotentials(list: ListName): void {
  const { tickets } = useDesk();
  useQuery({
    queryKey: ["potentials"],
    enabled: list === "bot",
    staleTime: 0,
    refetchInterval: every,
    queryFn: async () => {
      await tickets.again("bot");
      return null;
    },
  });
}

/** Lists in which others' tickets are to be seen too; the other lists hold everybody's anyway. */
export const hasTeam = (list: ListName): list is "open" | "snoozed" => list === "open" || list === "snoozed";

/**
 * The tickets of all whom the person supervises, asked for again from time to time, at most the first 300. Nothing is asked for while `enabled` is false.
 */
export function useTeamList(list: ListName, order: Order, enabled: boolean): List {
  const { call, tickets } = useDesk();
  const known = useStore(tickets.state, headsOf);
  const query = useQuery({
    queryKey: ["team", list],
    enabled: enabled && hasTeam(list),
    staleTime: 0,
    refetchInterval: every,
    queryFn: async ({ signal }) => {
      const items: Ticket[] = [];
      let cursor: string | null | undefined;
      do {
        const asked = { list, limit: 100, ...(cursor == null ? {} : { cursor }) };
        const page = await call("listTickets", { query: asked }, { signal });
        items.push(...page.items);
        ({ cursor } = page);
      } while (cursor !== null && items.length < 300);
      return items;
    },
  });
  const { data, error, refetch } = query;
  return {
    loaded: data !== undefined ? "loaded" : error instanceof ApiError ? error : "loading",
    retry: () => void refetch(),
    tickets: useMemo(() => {
      // What is known to be newer counts: a ticket that was closed meanwhile is not shown as open.
      const heads = (data ?? []).map((head) => {
        const other = known.get(head.id);
        return other !== undefined && other.version > head.version ? other : head;
      });
      return sorted(
        heads.filter(({ phase }) => phase === list),
        order,
      );
    }, [data, known, list, order]),
  };
}
