import { type Sector, useDirectory } from "../../lib/directory/directory.ts";
import { useDesk } from "../../lib/desk/context.ts";

/** The sectors of which the person may see responses: an administrator all, others theirs. */
export function useSectorChoice(): readonly Pick<Sector, "id" | "name">[] {
  const { me } = useDesk();
  const { data } = useDirectory();
  return me.agent.role === "admin" ? (data?.sectors ?? []) : me.sectors;
}
