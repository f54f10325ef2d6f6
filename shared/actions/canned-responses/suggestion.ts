import { AgentItem, EntryItem } from "../../contracts/stored/shapes.ts";
import type { Actor } from "../../domain/authorisation.ts";
import { CannedResponse } from "../../contracts/canned-responses.ts";
import type { CannedResponseDeps } from "./access.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { TicketId } from "../../contracts/ids.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { readTicket } from "../tickets/read-ticket.ts";
import { recognise } from "../../domain/canned-response.ts";
import { valuesFor } from "./subject.ts";

/**
 * The text of a canned response made of a message that was sent on a ticket, with names in it as variables. NOT_FOUND for a
 * ticket that is missing or not the person's to see, or a message that is missing; BAD_REQUEST for what is not a text to the
 * contact, or is too long once it has variables.
 */
export async function textFrom(
  deps: Pick<CannedResponseDeps, "store" | "clock" | "configuration">,
  actor: Actor,
  { ticketId, number }: { readonly ticketId: TicketId; readonly number: number },
): Promise<string> {
  const ticket = await readTicket(deps, { actor, ticketId });
  const entry = await deps.store.get(EntryItem, keys.entry(ticketId, number));
  if (entry === undefined) throw new DeskError("NOT_FOUND");
  if (entry.type !== "message" || entry.direction !== "out" || entry.content.type !== "text") {
    throw new DeskError("BAD_REQUEST", { reason: "not a text that was sent to the contact" });
  }
  const author =
    entry.by.kind === "agent" ? await deps.store.get(AgentItem, keys.agent(entry.by.agentId)) : undefined;
  const values = await valuesFor(deps, ticket, author?.name ?? "");
  const text = CannedResponse.shape.text.safeParse(recognise(entry.content.text, values));
  if (!text.success) throw new DeskError("BAD_REQUEST", { reason: "too long or empty as a canned response" });
  return text.data;
}
