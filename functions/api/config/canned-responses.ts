import type { ConfigDeps, ConfigHandlers, Sealed } from "./deps.ts";
import { changeCannedResponse } from "../../../shared/actions/canned-responses/change.ts";
import { createCannedResponse } from "../../../shared/actions/canned-responses/create.ts";
import { decideCannedResponse } from "../../../shared/actions/canned-responses/decide.ts";
import { listCannedResponses } from "../../../shared/actions/canned-responses/list.ts";
import { removeCannedResponse } from "../../../shared/actions/canned-responses/remove.ts";
import { renderCannedResponse } from "../../../shared/actions/canned-responses/render.ts";
import { repeatable } from "../../middleware/repeatable.ts";

/** Canned responses: their suggestion, decision and use. */
export const cannedResponseHandlers = (deps: ConfigDeps, sealed: () => Promise<Sealed>) =>
  ({
    listCannedResponses: async ({ actor, query }) => listCannedResponses(await sealed(), { actor, ...query }),
    createCannedResponse: async (request) => {
      const { actor, body } = request;
      return createCannedResponse(deps, repeatable("createCannedResponse", request), { actor, ...body });
    },
    changeCannedResponse: async ({ actor, params, body }) =>
      changeCannedResponse(deps, { actor, ...params, ...body }),
    removeCannedResponse: async ({ actor, params }) => {
      await removeCannedResponse(deps, { actor, ...params });
      return {};
    },
    decideCannedResponse: async ({ actor, params, body }) =>
      decideCannedResponse(deps, { actor, ...params, ...body }),
    renderCannedResponse: async ({ actor, params }) => renderCannedResponse(deps, { actor, ...params }),
  }) satisfies Partial<ConfigHandlers>;
