import type { Me } from "../../lib/session/session.ts";
import type { SectorId } from "../../../../shared/contracts/ids.ts";

/** Whether the person may change the sector: an administrator any, a supervisor those they manage. */
export const mayManage = ({ agent }: Me, sectorId: SectorId): boolean =>
  agent.role === "admin" || (agent.role === "supervisor" && agent.sectorIds.includes(sectorId));

/** Whether the person makes and removes sectors and says who manages them. */
export const isAdmin = ({ agent }: Me): boolean => agent.role === "admin";
