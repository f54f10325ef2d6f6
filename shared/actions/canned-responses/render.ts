import { type CannedResponseDeps, visibleResponse } from "./access.ts";
import type { CannedResponseId, TicketId } from "../../contracts/ids.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { Agent } from "../../contracts/organisation.ts";
import { DeskError } from "../../contracts/errors.ts";
import { readTicket } from "../tickets/read-ticket.ts";
import { render } from "../../domain/canned-response.ts";
import { valuesFor } from "./subject.ts";

/**
 * An approved canned response as the person would send it on a ticket now: they are the agent it speaks of. NOT_FOUND for a ticket
 * or response that is missing, not theirs to see, or not approved.
 */
export async function renderCannedResponse(
  deps: Pick<CannedResponseDeps, "store" | "clock" | "configuration">,
  input: {
    readonly actor: Actor & Pick<Agent, "name">;
    readonly ticketId: TicketId;
    readonly cannedResponseId: CannedResponseId;
  },
): Promise<{ text: string }> {
  const ticket = await readTicket(deps, input);
  const response = await visibleResponse(deps, input);
  if (response.state.kind !== "approved") throw new DeskError("NOT_FOUND");
  return { text: render(response.text, await valuesFor(deps, ticket, input.actor.name)) };
}
