import { type Subject, type Values, valuesOf } from "../../domain/canned-response.ts";
import type { Clock } from "../../ports/ports.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Ticket } from "../../contracts/tickets.ts";

/** The values of the variables for a ticket, when somebody of this name speaks on it now. */
export async function valuesFor(
  { clock, configuration }: { readonly clock: Clock; readonly configuration: Configuration },
  ticket: Ticket,
  agentName: string,
): Promise<Values> {
  const settings = await configuration.settings();
  return valuesOf(await subjectOf(configuration, ticket, agentName), settings, clock.now());
}

async function subjectOf(configuration: Configuration, ticket: Ticket, agentName: string): Promise<Subject> {
  const { contactName } = ticket;
  if (ticket.phase === "bot") return { contactName, agentName, protocol: null, queue: null, sector: null };
  const { protocol, queueId, sectorId } = ticket;
  const queue = queueId && (await configuration.queue(queueId));
  const sector = sectorId && (await configuration.sector(sectorId));
  return { contactName, agentName, protocol, queue: queue?.name ?? null, sector: sector?.name ?? null };
}
