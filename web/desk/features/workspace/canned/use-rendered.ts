import { useMutation } from "@tanstack/react-query";
import type { Canned } from "./choice.ts";
import type { TicketId } from "../../../../../shared/contracts/ids.ts";
import { tell } from "../../../lib/ui/tell.ts";
import { useDesk } from "../../../lib/desk/context.ts";
import { useErrorText } from "../../../lib/i18n/hooks.ts";

/** Fills a canned response with the ticket's values; says so where that fails. `busy` while the API is asked. */
export function useRendered(ticketId: TicketId): {
  readonly busy: boolean;
  readonly render: (response: Canned, then: (text: string) => void) => void;
} {
  const { call } = useDesk();
  const textOf = useErrorText();
  const { mutate, isPending } = useMutation({
    mutationFn: ({ id }: Canned) =>
      call("renderCannedResponse", { params: { ticketId, cannedResponseId: id } }),
    onError: (error) => tell({ kind: "error", text: textOf(error) }),
  });
  return {
    busy: isPending,
    render: (response, then) => mutate(response, { onSuccess: ({ text }) => then(text) }),
  };
}
