import { type PresenceDeps, decideChange } from "./change-presence.ts";
import type { Actor } from "../../domain/authorisation.ts";
import { type AdministerDeps, auditRecord } from "../organisation/administer.ts";
import type { AgentId, PauseReasonId } from "../../contracts/ids.ts";
import type { ChannelPresence } from "../../contracts/routes/access.ts";
import { DeskError } from "../../contracts/errors.ts";
import { assertReason } from "./set-presence.ts";
import { equals } from "../../ports/store.ts";
import { personFor } from "../people/person.ts";
import { untilSettled } from "../timeline/retry.ts";

/** What a supervisor may do to somebody's presence. */
export type PresenceAction =
  | { readonly action: "pause"; readonly reasonId: PauseReasonId | null }
  | { readonly action: "resume" };

/**
 * Pauses a person on every channel on which they are online, or ends every pause of theirs, whoever began it. Only who holds
 * no ticket in any sector can be paused, also at the moment it is made. The answer lists the channels that changed. On record
 * where anything did. NOT_FOUND, FORBIDDEN for who may only see them, AGENT_HAS_OPEN_TICKETS.
 */
export async function supervisePresence(
  deps: PresenceDeps & AdministerDeps,
  { actor, agentId, ...act }: PresenceAction & { readonly actor: Actor; readonly agentId: AgentId },
): Promise<readonly ChannelPresence[]> {
  const { rights } = await personFor(deps, actor, agentId);
  if (rights === "see") throw new DeskError("FORBIDDEN");
  if (act.action === "pause") await assertReason(deps.store, act.reasonId);
  return untilSettled(async () => {
    const { changes, touched } = await decideChange(deps, {
      agentId,
      begin: deps.clock.now(),
      ...(act.action === "resume"
        ? { command: { do: "resume" } }
        : {
            command: { do: "induce", reasonId: act.reasonId },
            allow: (seats) => {
              const openTickets = seats.reduce((sum, seat) => sum + seat.load, 0);
              if (openTickets > 0) throw new DeskError("AGENT_HAS_OPEN_TICKETS", { openTickets });
            },
            when: [equals(["load"], 0)],
          }),
    });
    if (touched.length === 0) return [];
    const record = auditRecord(deps, actor, {
      ...{ action: act.action === "pause" ? "paused" : "resumed", kind: "agent", resourceId: agentId },
      ...{ before: null, after: { presence: touched } },
    });
    await deps.store.commit([...changes, record]);
    return touched;
  });
}
