import type { Clock, Log } from "../../ports/ports.ts";
import { type Store, StoreBusy, put } from "../../ports/store.ts";
import { NumberSeenItem } from "../../contracts/stored/shapes.ts";
import type { Time } from "../../contracts/values.ts";
import { addSeconds } from "../../domain/time.ts";

/** How long a number counts as just seen: within it, a sandbox does not write that it saw it again. */
const sightingSeconds = 3_600;

/** Remembers of which numbers Meta told something, so that a check of a number can say whether events arrive at all. */
export interface Sightings {
  /** Costs one small write an hour and number in each sandbox. That the store is busy is no reason to fail: it is only a note. */
  note(phoneNumberId: string): Promise<void>;
}

/** The sightings of one sandbox. */
export function createSightings(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}): Sightings {
  const notedAt = new Map<string, Time>();
  return {
    note: async (phoneNumberId) => {
      const at = deps.clock.now();
      const last = notedAt.get(phoneNumberId);
      if (last !== undefined && at < addSeconds(last, sightingSeconds)) return;
      try {
        await deps.store.commit([put("sighting", NumberSeenItem, { phoneNumberId, at })]);
        notedAt.set(phoneNumberId, at);
      } catch (error) {
        if (!(error instanceof StoreBusy)) throw error;
        deps.log.warn("could not note that a number was seen");
      }
    },
  };
}
