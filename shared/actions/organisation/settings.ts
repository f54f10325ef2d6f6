import { type AdministerDeps, administer, refuseStale } from "./administer.ts";
import { type Patch, patched } from "./patch.ts";
import { type Settings, defaultSettings } from "../../contracts/settings.ts";
import { absent, put, versionIs } from "../../ports/store.ts";
import type { Actor } from "../../domain/authorisation.ts";
import { SettingsItem } from "../../contracts/stored/shapes.ts";
import type { Store } from "../../ports/store.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { untilSettled } from "../timeline/retry.ts";

/** The settings of the business: the defaults until somebody saved them. */
export const getSettings = async ({ store }: { readonly store: Store }): Promise<Settings> =>
  (await store.get(SettingsItem, keys.settings())) ?? { ...defaultSettings };

/** Changes the settings. VERSION_CONFLICT with the current ones. */
export async function changeSettings(
  deps: AdministerDeps,
  input: Patch<Omit<Settings, "version">> & { readonly actor: Actor },
): Promise<Settings> {
  const { actor, ...patch } = input;
  return untilSettled(
    async () => {
      const before = await getSettings(deps);
      const after = patched<Omit<Settings, "version">, Settings>(before, patch);
      if (after === undefined) return before;
      return administer(deps, {
        actor,
        act: { action: "changed", kind: "settings", resourceId: "settings", before, after },
        changes: [
          put("settings", SettingsItem, after, before.version === 0 ? absent : versionIs(before.version)),
        ],
        answer: after,
      });
    },
    (failure) => refuseStale<Settings>(failure, "settings"),
  );
}
