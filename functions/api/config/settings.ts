import type { ConfigDeps, ConfigHandlers, Sealed } from "./deps.ts";
import { changeSettings, getSettings } from "../../../shared/actions/organisation/settings.ts";
import {
  createPauseReason,
  changePauseReason,
  removePauseReason,
} from "../../../shared/actions/organisation/pause-reasons.ts";
import { getDirectory } from "../../../shared/actions/directory/get-directory.ts";
import { createColleagues } from "../../../shared/actions/directory/colleagues.ts";
import { listHolidays } from "../../../shared/actions/organisation/holidays.ts";
import { listAudit } from "../../../shared/actions/organisation/audit.ts";
import { listPauseReasons } from "../../../shared/actions/organisation/lists.ts";
import { repeatable } from "../../middleware/repeatable.ts";

/** What holds for the whole business: settings, holidays to choose from, pause reasons, and the audit. */
export const settingsHandlers = (deps: ConfigDeps, sealed: () => Promise<Sealed>) => {
  const colleagues = createColleagues(deps);
  return {
    getSettings: async () => getSettings(deps),
    getDirectory: async () => getDirectory({ ...deps, colleagues }),
    changeSettings: async ({ actor, body }) => changeSettings(deps, { actor, ...body }),
    listHolidays: async ({ query }) => ({ items: listHolidays(query) }),
    listPauseReasons: async ({ actor, query }) => listPauseReasons(await sealed(), { actor, ...query }),
    createPauseReason: async (request) =>
      createPauseReason(deps, repeatable("createPauseReason", request), {
        actor: request.actor,
        ...request.body,
      }),
    changePauseReason: async ({ actor, params, body }) =>
      changePauseReason(deps, { actor, ...params, ...body }),
    removePauseReason: async ({ actor, params }) => {
      await removePauseReason(deps, { actor, ...params });
      return {};
    },
    listAudit: async ({ query }) => listAudit(await sealed(), query),
  } satisfies Partial<ConfigHandlers>;
};
