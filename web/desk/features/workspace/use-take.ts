import { useMutation } from "@tanstack/react-query";
import { ApiError } from "../../lib/api/error.ts";
import { mayForce } from "./may.ts";
import type { TicketId } from "../../../../shared/contracts/ids.ts";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";
import { tell } from "../../lib/ui/tell.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";
import { useTakeHead } from "./use-command.ts";

/** Takes a waiting ticket; says why where that is refused. `onFull` hears instead where the person has no room left but may go over it. */
export function useTake(onTaken: (ticketId: TicketId) => void, onFull: (head: Ticket) => void) {
  const desk = useDesk();
  const takeHead = useTakeHead();
  const textOf = useErrorText();
  return useMutation({
    mutationFn: (head: Ticket) => desk.call("takeTicket", { params: { ticketId: head.id }, body: {} }),
    onSuccess(head) {
      takeHead(head);
      onTaken(head.id);
    },
    onError(error, head) {
      const isFull = error instanceof ApiError && error.code === "AGENT_AT_LIMIT";
      if (isFull && head.phase === "waiting" && mayForce(head.sectorId, desk.me)) {
        onFull(head);
        return;
      }
      tell({ kind: "error", text: textOf(error) });
      // Somebody else was quicker, or it is gone: the list is read again.
      desk.tickets.resume();
    },
  });
}
