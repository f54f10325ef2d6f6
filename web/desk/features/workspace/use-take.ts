import { useMutation } from "@tanstack/react-query";
import type { TicketId } from "../../../../shared/contracts/ids.ts";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";
import { tell } from "../../lib/ui/tell.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";

/** Takes a waiting ticket; says why where that is refused. */
export function useTake(onTaken: (ticketId: TicketId) => void) {
  const desk = useDesk();
  const textOf = useErrorText();
  return useMutation({
    mutationFn: (head: Ticket) => desk.call("takeTicket", { params: { ticketId: head.id }, body: {} }),
    onSuccess(head) {
      desk.tickets.takeHead(head);
      desk.conversations.takeHead(head);
      onTaken(head.id);
    },
    onError(error) {
      tell({ kind: "error", text: textOf(error) });
      // Somebody else was quicker, or it is gone: the list is read again.
      desk.tickets.resume();
    },
  });
}
