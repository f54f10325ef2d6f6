import type { ConfigDeps, ConfigHandlers, Sealed } from "./deps.ts";
import { createApiKey, listApiKeys, removeApiKey } from "../../../shared/actions/api-keys/api-keys.ts";

/** Keys by which programs call the API. */
export const apiKeyHandlers = (deps: ConfigDeps, sealed: () => Promise<Sealed>) =>
  ({
    listApiKeys: async ({ actor, query }) => listApiKeys(await sealed(), { actor, ...query }),
    createApiKey: async ({ actor, body }) => createApiKey(deps, { actor, ...body }),
    removeApiKey: async ({ actor, params }) => {
      await removeApiKey(deps, { actor, ...params });
      return {};
    },
  }) satisfies Partial<ConfigHandlers>;
