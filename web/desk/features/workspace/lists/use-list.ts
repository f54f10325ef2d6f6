import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { type ListName, type Order, sorted, ticketsOf } from "../../../lib/tickets/lists.ts";
import type { Loaded, TicketsState } from "../../../lib/tickets/tickets.ts";
import { ApiError } from "../../../lib/api/error.ts";
import { overall } from "../../../lib/presence/rules.ts";
import type { Time } from "../../../../../shared/contracts/values.ts";
import { timeOf } from "../../../lib/time/clock.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useNow } from "../../../lib/ui/use-now.ts";
import { usePresence } from "../../../lib/presence/use-presence.ts";
import { useStore } from "../../../lib/store.ts";

/** Whose tickets a list shows: the person's own, or those of all whom they supervise. */
export type Scope = "mine" | "team";

export interface List {
  readonly tickets: readonly Ticket[];
  readonly loaded: Loaded;
  readonly retry: () => void;
}

/**
 * How often tickets of which the socket does not tell are asked for again, in milliseconds: while they are looked at, and while only
 * their number is shown.
 */
const [every, seldom] = [30_000, { waiting: 120_000, bot: 300_000 }] as const;

const headsOf = ({ heads }: TicketsState) => heads;

/** One of the person's lists in an order; it is loaded when it is first shown. */
export function useList(list: ListName, order: Order): List {
  const { tickets, me } = useDesk();
  const heads = useStore(tickets.state, headsOf);
  const loaded = useStore(
    tickets.state,
    useCallback((state: TicketsState) => state.loaded[list], [list]),
  );
  useEffect(() => tickets.show(list), [tickets, list]);
  const now = useOrderingTime(order);
  return {
    loaded,
    retry: () => tickets.show(list),
    tickets: useMemo(() => ticketsOf(heads, list, me.agent, order, now), [heads, list, me.agent, order, now]),
  };
}

/** The time for an order that depends on it, minute by minute; for the others always the same. */
function useOrderingTime(order: Order): Time {
  const { clock } = useDesk();
  const now = useNow(clock, 60_000);
  return timeOf(order === "window" ? now : 0);
}

/**
 * Asks again for what the socket does not tell this person, often while `shown` is the list and seldom for its number: potentials,
 * and who waits in lines that the person only watches over, or serves but is not there for.
 */
export function useFreshLists(shown: ListName): void {
  const { me } = useDesk();
  const { agent } = me;
  const { mine } = usePresence();
  const isTold =
    agent.role === "agent" &&
    (agent.queueIds.length === 0 || mine === null || overall(mine.known, mine.every).status !== "offline");
  useFresh("waiting", shown, !isTold);
  const potentials =
    agent.role === "admin" ||
    agent.role === "supervisor" ||
    (agent.role === "agent" && agent.permissions.dropPotentials && agent.queueIds.length > 0);
  useFresh("bot", shown, potentials);
}

function useFresh(list: "waiting" | "bot", shown: ListName, enabled: boolean): void {
  const { tickets } = useDesk();
  const isShown = list === shown;
  useQuery({
    // When it comes into sight it is asked for at once.
    queryKey: ["fresh", list, isShown],
    enabled,
    staleTime: isShown ? 0 : seldom[list],
    refetchInterval: isShown ? every : seldom[list],
    queryFn: async () => {
      await tickets.again(list);
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
  const now = useOrderingTime(order);
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
        now,
      );
    }, [data, known, list, order, now]),
  };
}
