import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import type { AnswerOf } from "../../../lib/api/types.ts";
import { holds } from "../may.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useDesk } from "../../../lib/desk/context.ts";

/** A ticket's head, and of one that waits also how and why. */
export type TicketView = AnswerOf<"getTicket">;

/** How often a ticket is asked for again of which the socket tells this person nothing, in milliseconds. */
const every = 20_000;

/**
 * A ticket that is not the person's, as it is now: the socket tells of it to others, so it is asked for again while it is
 * looked at. Undefined for their own, for a closed one, and until it is known.
 */
export function useView(head: Ticket): TicketView | undefined {
  const { me, call, conversations, tickets } = useDesk();
  const isFollowed = head.phase !== "closed" && !holds(head, me);
  const { data } = useQuery({
    queryKey: ["ticket", head.id, isFollowed],
    enabled: isFollowed,
    staleTime: 0,
    refetchInterval: every,
    queryFn: async ({ signal }) => call("getTicket", { params: { ticketId: head.id } }, { signal }),
  });
  useEffect(() => {
    if (data === undefined) return;
    const { waiting: _, ...known } = data;
    tickets.takeHead(known);
    conversations.takeHead(known);
  }, [data, conversations, tickets]);
  return isFollowed && data?.phase === head.phase ? data : undefined;
}
