import { useQuery } from "@tanstack/react-query";
import type { AnswerOf } from "../../../lib/api/types.ts";
import { ApiError } from "../../../lib/api/error.ts";
import { holds } from "../may.ts";
import { maySee } from "../../../../../shared/domain/authorisation.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useTakeHead } from "../use-command.ts";

/** A ticket's head, and of one that waits also how and why. */
export type TicketView = AnswerOf<"getTicket">;

/** How often a ticket is asked for again of which the socket tells this person nothing, in milliseconds. */
const every = 20_000;

/**
 * A ticket that is not the person's, as it is now: the socket tells of it to others, so it is asked for again while it is
 * looked at and they may see it, and when they come back to the page. Undefined for their own, for a closed one, and until it is
 * known. `gone`: it was not there any more when it was asked for.
 */
export function useView(head: Ticket, gone: boolean): TicketView | undefined {
  const { me, call, conversations } = useDesk();
  const takeHead = useTakeHead();
  const isFollowed = head.phase !== "closed" && !holds(head, me) && maySee(me.agent, head) && !gone;
  const { data } = useQuery({
    queryKey: ["ticket", head.id, isFollowed],
    enabled: isFollowed,
    staleTime: 0,
    refetchInterval: every,
    refetchOnWindowFocus: true,
    queryFn: async ({ signal }) => {
      try {
        const view = await call("getTicket", { params: { ticketId: head.id } }, { signal });
        const { waiting: _, ...known } = view;
        takeHead(known);
        return view;
      } catch (error) {
        if (error instanceof ApiError && error.code === "NOT_FOUND") conversations.gone(head.id, error);
        throw error;
      }
    },
  });
  return isFollowed && data?.phase === head.phase ? data : undefined;
}
