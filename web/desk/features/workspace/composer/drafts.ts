import { keep, readKept } from "../../../lib/kept.ts";
import type { AgentId, TicketId } from "../../../../../shared/contracts/ids.ts";

/** What is written: an answer to the contact, or a note between colleagues. */
export type Kind = "message" | "note";

/** What is written in the composer, or as a note beside the conversation. */
type Place = Kind | "panel";

/** What a person wrote for a ticket and has not sent yet. */
export const readDraft = (agentId: AgentId, ticketId: TicketId, place: Place): string =>
  readKept(agentId, `${place} ${ticketId}`);

/** Keeps a draft; an empty one is forgotten. */
export const keepDraft = (agentId: AgentId, ticketId: TicketId, place: Place, text: string): void =>
  keep(agentId, `${place} ${ticketId}`, text);
