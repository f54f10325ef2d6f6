import type { Clock, Log } from "../../ports/ports.ts";
import { ConditionFailed, type Store, update } from "../../ports/store.ts";
import type { ApiKeyId } from "../../contracts/ids.ts";
import { ApiKeyItem, type StoredApiKey } from "../../contracts/stored/shapes.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Time } from "../../contracts/values.ts";
import { keys } from "../../contracts/stored/keys.ts";

/** Whether a key of this expiry is good at `now`. */
export const isGood = ({ expiresAt }: { readonly expiresAt: Time | null }, now: Time): boolean =>
  expiresAt === null || now < expiresAt;

/** The record of an API key, read anew. UNAUTHENTICATED when it was removed or has expired. */
export async function keyInUse(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  apiKeyId: ApiKeyId,
): Promise<StoredApiKey> {
  const apiKey = await store.get(ApiKeyItem, keys.apiKey(apiKeyId));
  if (apiKey === undefined || !isGood(apiKey, clock.now())) throw new DeskError("UNAUTHENTICATED");
  return apiKey;
}

/** Notes that keys are used, to the hour. */
export interface KeyUses {
  /** Writes when the record does not tell of this hour yet, once an hour and key in each sandbox. Never throws: it is a note. */
  note(apiKey: Pick<StoredApiKey, "id" | "lastUsedAt">): Promise<void>;
}

/** The notes of one sandbox. */
export function createKeyUses(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}): KeyUses {
  const tried = new Map<ApiKeyId, Time>();
  return {
    note: async ({ id, lastUsedAt }) => {
      const hour = `${deps.clock.now().slice(0, 13)}:00:00.000Z` as Time;
      if (lastUsedAt === hour || tried.get(id) === hour) return;
      tried.set(id, hour);
      try {
        await deps.store.commit([
          update("API key", ApiKeyItem, keys.apiKey(id), { set: [[["lastUsedAt"], hour]] }),
        ]);
      } catch (error) {
        // Removed meanwhile: there is nothing to note it in.
        if (error instanceof ConditionFailed) return;
        deps.log.error("could not note that an API key was used", { apiKeyId: id }, error);
      }
    },
  };
}
