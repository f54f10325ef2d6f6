import { useMutation } from "@tanstack/react-query";
import type { AnswerOf, RequestOf } from "../../../lib/api/types.ts";
import { ApiError } from "../../../lib/api/error.ts";
import { groupsOf } from "../lists/selection.ts";
import type { Ticket } from "../../../../../shared/contracts/tickets.ts";
import { useDesk } from "../../../lib/desk/context.ts";

type Body = RequestOf<"bulkTickets">["body"];

/** What is done with each ticket. */
export type BulkAct = Body extends infer Each ? (Each extends Body ? Omit<Each, "tickets"> : never) : never;

/** What became of one ticket. `code`: why it failed; null where it did not. */
export interface Result {
  readonly head: Ticket;
  readonly code: AnswerOf<"bulkTickets">["results"][number]["code"] | ApiError["code"];
}

/** What became of all tickets, after some of them were tried again. */
export const withAgain = (results: readonly Result[], again: readonly Result[]): readonly Result[] => {
  const later = new Map(again.map((result) => [result.head.id, result]));
  return results.map((result) => later.get(result.head.id) ?? result);
};

/** Handles several tickets, in groups where they are many; a group that got no answer has failed, and the others go on. */
export function useBulk() {
  const { call, tickets: lists } = useDesk();
  return useMutation({
    async mutationFn({ heads, act }: { readonly heads: readonly Ticket[]; readonly act: BulkAct }) {
      const results: Result[] = [];
      for (const group of groupsOf(heads)) {
        const tickets = group.map(({ id: ticketId }) => ({ ticketId }));
        try {
          const answer = await call("bulkTickets", { body: { ...act, tickets } });
          const codes = new Map(answer.results.map(({ ticketId, code }) => [ticketId, code]));
          results.push(...group.map((head) => ({ head, code: codes.get(head.id) ?? null })));
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          const { code } = error;
          results.push(...group.map((head) => ({ head, code })));
        }
      }
      return results;
    },
    // Others hear of their tickets by the socket; the lists are read again for what does not come that way.
    onSettled: () => lists.resume(),
  });
}
