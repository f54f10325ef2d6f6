import type { Me } from "../../lib/session/session.ts";
import type { AgentId, SectorId } from "../../../../shared/contracts/ids.ts";
import type { Directory } from "../../lib/directory/directory.ts";
import { rightsOver } from "../../../../shared/domain/authorisation.ts";

/** Whether the person may change the sector: an administrator any, a supervisor those they manage. */
export const mayManage = ({ agent }: Me, sectorId: SectorId): boolean =>
  agent.role === "admin" || (agent.role === "supervisor" && agent.sectorIds.includes(sectorId));

/** Whether the person makes and removes sectors and says who manages them. */
export const isAdmin = ({ agent }: Me): boolean => agent.role === "admin";

/**
 * Whether the person may name somebody for a queue: an administrator anybody who attends; a supervisor themselves, who works in a
 * sector of theirs, and who has no post yet. What somebody reads or manages is told of the sector's own managers only.
 */
export function mayName(
  { agent: mine }: Me,
  person: Directory["agents"][number],
  { queues, managerIds }: { readonly queues: Directory["queues"]; readonly managerIds: readonly AgentId[] },
): boolean {
  if (person.role === "viewer") return false;
  if (mine.role === "admin" || person.id === mine.id || managerIds.includes(person.id)) return true;
  const sectorIds = queues.filter(({ id }) => person.queueIds.includes(id)).map(({ sectorId }) => sectorId);
  if (sectorIds.length === 0) return person.role === "agent";
  return rightsOver(mine, { role: person.role, sectorIds: [...new Set(sectorIds)] }) !== "none";
}
