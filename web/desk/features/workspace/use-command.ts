import { useMutation } from "@tanstack/react-query";
import type { Ticket } from "../../../../shared/contracts/tickets.ts";
import { tell } from "../../lib/ui/tell.ts";
import { useDesk } from "../../lib/desk/context.ts";
import { useErrorText } from "../../lib/i18n/hooks.ts";
import { useThere } from "../../lib/ui/use-there.ts";

/** Takes in the head that a command answered, in the lists and in the conversation. */
export function useTakeHead(): (head: Ticket) => void {
  const { tickets, conversations } = useDesk();
  return (head) => {
    tickets.takeHead(head);
    conversations.takeHead(head);
  };
}

/**
 * A command on a ticket. Its answer is taken in and `done` hears of it; `tells`: an error is told at the edge of the screen, as it is
 * where nothing is left to show it.
 */
export function useCommand<Input = void>(
  send: (input: Input) => Promise<Ticket>,
  { done, tells = false }: { readonly done?: (head: Ticket) => void; readonly tells?: boolean } = {},
) {
  const takeHead = useTakeHead();
  const textOf = useErrorText();
  const isThere = useThere();
  return useMutation({
    mutationFn: send,
    onSuccess(head) {
      // First away from a ticket that is left, so that nothing more is asked of it.
      done?.(head);
      takeHead(head);
    },
    onError(error) {
      if (tells || !isThere.current) tell({ kind: "error", text: textOf(error) });
    },
  });
}
