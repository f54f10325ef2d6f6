import { check, equals } from "../../../ports/store.ts";
import { rosterChanges } from "../roster.ts";
import type { Actor } from "../../../domain/authorisation.ts";
import type { QueueId } from "../../../contracts/ids.ts";
import type { RemovalDeps } from "./removal.ts";
import type { Sector } from "../../../contracts/organisation.ts";
import { SectorItem } from "../../../contracts/stored/shapes.ts";
import { administer } from "../administer.ts";
import { keys } from "../../../contracts/stored/keys.ts";
import { seatsOfSector } from "../seating.ts";
import { untilSettled } from "../../timeline/retry.ts";

/** People who leave at once: each takes up to two places of a transaction's hundred. */
const atOnce = 30;

/** Takes these queues of a sector from everybody who serves them. */
export async function vacate(
  deps: RemovalDeps,
  actor: Actor,
  sector: Pick<Sector, "id" | "ticketLimit">,
  queueIds: ReadonlySet<QueueId>,
): Promise<void> {
  for (;;) {
    const left = await untilSettled(async () => {
      const seats = (await seatsOfSector(deps.store, sector.id)).filter((seat) =>
        seat.queueIds.some((queueId) => queueIds.has(queueId)),
      );
      const posts = seats.slice(0, atOnce).map(({ agentId, queueIds: served }) => ({
        agentId,
        leave: served.filter((queueId) => queueIds.has(queueId)),
      }));
      if (posts.length === 0) return 0;
      const names = posts.map((post) => post.agentId);
      await administer(deps, {
        actor,
        act: {
          action: "changed",
          kind: "sector",
          resourceId: sector.id,
          before: { serving: names, queueIds: [...queueIds] },
          after: { serving: [] },
        },
        changes: [
          check("sector", SectorItem, keys.sector(sector.id), equals(["ticketLimit"], sector.ticketLimit)),
          ...(await rosterChanges(deps, actor, sector, posts, deps.clock.now())),
        ],
        answer: {},
      });
      return seats.length - posts.length;
    });
    if (left === 0) return;
  }
}
