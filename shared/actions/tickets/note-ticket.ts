import { type IdempotencyDeps, type Request, commitOnce, firstAnswer } from "../organisation/idempotent.ts";
import { type OfTicket, handleTicket } from "./handle-ticket.ts";
import { authorOf, mayNote } from "../../domain/authorisation.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Ticket } from "../../contracts/tickets.ts";

/**
 * A line between colleagues, which the contact never sees. The same request under the same key notes once. FORBIDDEN for who
 * only reads, TICKET_CLOSED, VERSION_CONFLICT, IDEMPOTENCY_MISMATCH, NOT_FOUND.
 */
export async function addNote(
  deps: IdempotencyDeps,
  request: Request,
  input: OfTicket & { readonly text: string },
): Promise<Ticket> {
  const first = await firstAnswer<Ticket>(deps, request);
  if (first !== undefined) return first;
  const { actor, text } = input;
  return handleTicket(
    deps,
    input,
    (head) => {
      if (!mayNote(actor, head)) throw new DeskError("FORBIDDEN");
      return { do: "note", by: authorOf(actor), text };
    },
    (changes, after) => commitOnce(deps, request, after, changes),
  );
}
