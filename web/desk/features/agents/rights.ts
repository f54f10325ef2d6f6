import type { Agent } from "../../../../shared/contracts/organisation.ts";
import type { Role } from "../../../../shared/contracts/values.ts";
import type { SectorId } from "../../../../shared/contracts/ids.ts";
import { mayGiveRole, rightsOver } from "../../../../shared/domain/authorisation.ts";
import type { Directory } from "../../lib/directory/directory.ts";
import type { Me } from "../../lib/session/session.ts";

/** What may be done about somebody: everything, their queues and sectors only, or nothing but look. */
export type Rights = "all" | "places" | "see";

/** Every sector that somebody manages, reads or serves a queue of. */
export const sectorsOf = (
  person: Pick<Agent, "sectorIds" | "queueIds">,
  queues: Directory["queues"],
): readonly SectorId[] => [
  ...new Set([
    ...person.sectorIds,
    ...queues.filter(({ id }) => person.queueIds.includes(id)).map(({ sectorId }) => sectorId),
  ]),
];

/** What the person who looks may do about another. */
export function rightsOf(
  { agent: mine }: Me,
  person: Pick<Agent, "role" | "sectorIds" | "queueIds">,
  queues: Directory["queues"],
): Rights {
  const rights = rightsOver(mine, { role: person.role, sectorIds: sectorsOf(person, queues) });
  return rights === "none" ? "see" : rights;
}

/** Whether somebody with these places would be nobody whom the person who looks can see. */
export const isOutOfSight = (
  { agent: mine }: Me,
  person: Pick<Agent, "role" | "sectorIds" | "queueIds">,
  queues: Directory["queues"],
): boolean => rightsOver(mine, { role: person.role, sectorIds: sectorsOf(person, queues) }) === "none";

/** The roles that the person who looks may give. */
export const rolesToGive = ({ agent: mine }: Me): readonly Role[] =>
  (["agent", "supervisor", "viewer", "admin"] as const).filter((role) => mayGiveRole(mine, role));

/** Sectors in which the person who looks may place somebody. */
export const sectorsToGive = ({ agent: mine }: Me, sectors: Directory["sectors"]): Directory["sectors"] =>
  mine.role === "admin" ? sectors : sectors.filter(({ id }) => mine.sectorIds.includes(id));
