import type { Directory } from "../../lib/directory/directory.ts";
import type { Me } from "../../lib/session/session.ts";

interface Choice {
  readonly id: string;
  readonly name: string;
}

/** Whether the person sees what others attended, so that it makes sense to ask by whom. */
export const mayFilterByAgent = ({ agent }: Pick<Me, "agent">): boolean =>
  agent.role !== "agent" || agent.permissions.seeQueueHistory;

/** The tags to choose from: those of the chosen sector, or of all the person's, with their sector where a name is in several. */
export function tagChoices(
  { tags }: Pick<Directory, "tags">,
  sectors: readonly Choice[],
  sectorId: string | undefined,
): readonly Choice[] {
  const names = new Map(sectors.map(({ id, name }) => [id, name]));
  const offered = tags.filter((tag) =>
    sectorId === undefined ? names.has(tag.sectorId) : tag.sectorId === sectorId,
  );
  const isTwice = (name: string): boolean => offered.filter((it) => it.name === name).length > 1;
  return offered.map(({ id, name, sectorId: of }) => ({
    id,
    name: isTwice(name) ? `${name} · ${names.get(of) ?? ""}` : name,
  }));
}
