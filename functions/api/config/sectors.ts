import type { ConfigDeps, ConfigHandlers, Sealed } from "./deps.ts";
import { changeSector } from "../../../shared/actions/organisation/change-sector.ts";
import { createSector } from "../../../shared/actions/organisation/create-sector.ts";
import { getSector } from "../../../shared/actions/organisation/read-sector.ts";
import { listSectors } from "../../../shared/actions/organisation/lists.ts";
import { removeSector } from "../../../shared/actions/organisation/removal/remove-sector.ts";
import { repeatable } from "../../middleware/repeatable.ts";

/** Sectors. */
export const sectorHandlers = (deps: ConfigDeps, sealed: () => Promise<Sealed>) =>
  ({
    listSectors: async ({ actor, query }) => listSectors(await sealed(), { actor, ...query }),
    createSector: async (request) =>
      createSector(deps, repeatable("createSector", request), { actor: request.actor, ...request.body }),
    getSector: async ({ actor, params }) => getSector(deps, { actor, ...params }),
    changeSector: async ({ actor, params, body }) => changeSector(deps, { actor, ...params, ...body }),
    removeSector: async ({ actor, params, query }) => removeSector(deps, { actor, ...params, ...query }),
  }) satisfies Partial<ConfigHandlers>;
