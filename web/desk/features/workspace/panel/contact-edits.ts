import type { AgentId, ContactId } from "../../../../../shared/contracts/ids.ts";
import { keep, readKept } from "../../../lib/kept.ts";
import type { Edits } from "./contact-draft.ts";

const nameOf = (contactId: ContactId): string => `contact ${contactId}`;

/** What a person changed of a contact and has not saved yet; null where there is nothing. */
export function readEdits(agentId: AgentId, contactId: ContactId): Edits | null {
  const kept = readKept(agentId, nameOf(contactId));
  return kept === "" ? null : (JSON.parse(kept) as Edits);
}

/** Keeps it while the person looks at something else; null forgets it. */
export const keepEdits = (agentId: AgentId, contactId: ContactId, edits: Edits | null): void =>
  keep(agentId, nameOf(contactId), edits === null ? "" : JSON.stringify(edits));
