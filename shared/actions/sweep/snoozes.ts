import type { Clock, Job } from "../../ports/ports.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import { SnoozeItem } from "../../contracts/stored/shapes.ts";
import type { Store } from "../../ports/store.ts";
import type { WakeupJob } from "../../contracts/queue-messages.ts";
import { addSeconds } from "../../domain/time.ts";
import { snoozeJob } from "../relay/schedules.ts";

/** How late a snooze may be before it counts as forgotten: the scheduler promises the minute, and its message takes a while. */
const lateSeconds = 120;
/** Tickets woken by one sweep. */
const most = 500;

/** Jobs for tickets that should have woken and did not. Where none is due, the reading costs half a unit. */
export async function forgottenSnoozes(
  deps: { readonly store: Pick<Store, "query">; readonly clock: Clock },
  minute: string,
): Promise<readonly Job<WakeupJob>[]> {
  const before = keys.snooze(addSeconds(deps.clock.now(), -lateSeconds), "").sk;
  const { items } = await deps.store.query(SnoozeItem, {
    ...{ pk: partitions.snoozes, prefix: prefixes.snoozes, before, limit: most },
    consistency: "eventual",
  });
  return items.map((it) => snoozeJob(it, `sweep-${it.ticketId}-${it.snooze}-${minute}`));
}
