import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { holds, mayTake } from "../may.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { ApiError } from "../../../lib/api/error.ts";
import { maySee } from "../../../../../shared/domain/authorisation.ts";
import { tell } from "../../../lib/ui/tell.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useTakeHead } from "../use-command.ts";

/** How often is asked, in milliseconds. */
const every = 60_000;

/**
 * Keeps up with a ticket of which the socket does not tell this person: somebody else's, or one with the bot. It is asked for once
 * a minute and when the person comes back to the page, and they are told when it is not theirs to see any more.
 */
export function useFresh(head: Ticket): void {
  const { t } = useTranslation("workspace");
  const { call, me } = useDesk();
  const takeHead = useTakeHead();
  const others = head.phase !== "closed" && !holds(head, me) && !mayTake(head, me);
  useQuery({
    queryKey: ["ticket-of-others", head.id],
    enabled: others && maySee(me.agent, head),
    refetchInterval: ({ state }) => (state.data === "gone" ? false : every),
    refetchOnWindowFocus: ({ state }) => state.data !== "gone",
    staleTime: 0,
    // What was answered is in the conversation; nobody reads it here.
    gcTime: 0,
    queryFn: async ({ signal }) => {
      try {
        takeHead(await call("getTicket", { params: { ticketId: head.id } }, { signal }));
        return "seen";
      } catch (error) {
        if (!(error instanceof ApiError && error.code === "NOT_FOUND")) throw error;
        tell({ kind: "error", text: t("timeline.gone") });
        return "gone";
      }
    },
  });
}
