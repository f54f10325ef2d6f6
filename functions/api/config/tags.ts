import type { ConfigDeps, ConfigHandlers, Sealed } from "./deps.ts";
import { changeTag, createTag, removeTag } from "../../../shared/actions/organisation/tags.ts";
import { listTags } from "../../../shared/actions/organisation/lists.ts";
import { repeatable } from "../../middleware/repeatable.ts";

/** Tags of sectors. */
export const tagHandlers = (deps: ConfigDeps, sealed: () => Promise<Sealed>) =>
  ({
    listTags: async ({ actor, params, query }) => listTags(await sealed(), { actor, ...params, ...query }),
    createTag: async (request) => {
      const { actor, params, body } = request;
      return createTag(deps, repeatable("createTag", request), { actor, ...params, ...body });
    },
    changeTag: async ({ actor, params, body }) => changeTag(deps, { actor, ...params, ...body }),
    removeTag: async ({ actor, params }) => {
      await removeTag(deps, { actor, ...params });
      return {};
    },
  }) satisfies Partial<ConfigHandlers>;
