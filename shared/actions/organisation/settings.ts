import { type AdministerDeps, administer, refuseStale } from "./administer.ts";
import { type Patch, patched } from "./patch.ts";
import { type Settings, defaultSettings } from "../../contracts/settings.ts";
import { absent, put, versionIs } from "../../ports/store.ts";
import type { Actor } from "../../domain/authorisation.ts";
import { DeskError } from "../../contracts/errors.ts";
import { SettingsItem } from "../../contracts/stored/shapes.ts";
import type { Store } from "../../ports/store.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { untilSettled } from "../timeline/retry.ts";

/** The settings of the business: the defaults until somebody saved them. */
export const getSettings = async ({ store }: { readonly store: Store }): Promise<Settings> =>
  (await store.get(SettingsItem, keys.settings())) ?? { ...defaultSettings };

/** Changes the settings. BAD_REQUEST for two fields of contacts with one key, VERSION_CONFLICT with the current ones. */
export async function changeSettings(
  deps: AdministerDeps,
  input: Patch<Omit<Settings, "version">> & { readonly actor: Actor },
): Promise<Settings> {
  const { actor, ...patch } = input;
  const keysOfFields = (patch.contactFields ?? []).map(({ key }) => key);
  const twice = keysOfFields.find((key, index) => keysOfFields.indexOf(key) !== index);
  if (twice !== undefined) throw new DeskError("BAD_REQUEST", { field: twice, reason: "defined twice" });
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
