import type { Clock, Job } from "../../ports/ports.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { DepartureItem } from "../../contracts/stored/shapes.ts";
import type { Store } from "../../ports/store.ts";
import type { WakeupJob } from "../../contracts/queue-messages.ts";
import { addSeconds } from "../../domain/time.ts";
import { partitions } from "../../contracts/stored/keys.ts";

/** How much longer than the grace a departure is left to its own job. */
const lateSeconds = 60;

/** Jobs for people whose lost connection nobody looked at although the grace is long over. */
export async function forgottenDepartures(
  deps: {
    readonly store: Pick<Store, "query">;
    readonly clock: Clock;
    readonly configuration: Configuration;
  },
  minute: string,
): Promise<readonly Job<WakeupJob>[]> {
  const { items } = await deps.store.query(DepartureItem, {
    ...{ pk: partitions.departures, limit: 1_000 },
    consistency: "eventual",
  });
  if (items.length === 0) return [];
  const { offlineGraceSeconds } = await deps.configuration.settings();
  const before = addSeconds(deps.clock.now(), -offlineGraceSeconds - lateSeconds);
  return items
    .filter(({ at }) => at < before)
    .map(({ agentId, at }) => ({
      body: { v: 1, kind: "presence", agentId, at },
      group: agentId,
      id: `sweep-${agentId}-${minute}`,
    }));
}
