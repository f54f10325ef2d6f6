import { type OfTicket, handleTicket } from "../tickets/handle-ticket.ts";
import type { PersonActor } from "../../domain/authorisation.ts";
import type { Clock } from "../../ports/ports.ts";
import type { Store } from "../../ports/store.ts";
import type { TemplateContent, Ticket } from "../../contracts/tickets.ts";
import type { Time } from "../../contracts/values.ts";
import { sameValue } from "../../domain/equality.ts";

/**
 * Puts an open ticket away until a time, or one that is put away until another; only who holds it does. From then on it takes
 * no room. Asking again for the same changes nothing. SNOOZE_CROSSES_WINDOW when the 24 hours after the contact's last message
 * end before it wakes, unless that is `confirmed` or a template is given to be sent then; BAD_REQUEST for a time that is not in the
 * future, or more than a year ahead; NOT_ASSIGNEE, TICKET_NOT_OPEN, TICKET_CLOSED, VERSION_CONFLICT, NOT_FOUND.
 */
export async function snoozeTicket(
  deps: { readonly store: Store; readonly clock: Clock },
  input: OfTicket & {
    readonly actor: PersonActor;
    readonly until: Time;
    readonly template: TemplateContent | null;
    readonly confirmed: boolean;
  },
): Promise<Ticket> {
  const { actor, until, template, confirmed } = input;
  return handleTicket(deps, input, (head) => {
    const isThere =
      head.phase === "snoozed" &&
      head.agentId === actor.id &&
      head.until === until &&
      sameValue(head.template, template);
    return isThere ? undefined : { do: "snooze", agentId: actor.id, until, template, confirmed };
  });
}
