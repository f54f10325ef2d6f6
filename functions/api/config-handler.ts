import type { ConfigDeps } from "./config/deps.ts";
import type { RestHandler } from "../middleware/rest.ts";
import { apiKeyHandlers } from "./config/api-keys.ts";
import { apiKeyRoutes } from "../../shared/contracts/routes/integrations.ts";
import { cannedResponseHandlers } from "./config/canned-responses.ts";
import { cannedResponseRoutes } from "../../shared/contracts/routes/canned-responses.ts";
import { createRestHandler } from "../middleware/rest.ts";
import { cursorsOf } from "../middleware/cursors.ts";
import { queueHandlers } from "./config/queues.ts";
import { sectorHandlers } from "./config/sectors.ts";
import { sectorRoutes } from "../../shared/contracts/routes/sectors.ts";
import { directoryRoutes } from "../../shared/contracts/routes/directory.ts";
import { settingsHandlers } from "./config/settings.ts";
import { settingsRoutes } from "../../shared/contracts/routes/settings.ts";
import { tagHandlers } from "./config/tags.ts";
import { webhookHandlers } from "./config/webhooks.ts";
import { webhookRoutes } from "../../shared/contracts/routes/webhooks.ts";

/** The organisation: settings, sectors, queues, tags, pause reasons, canned responses, API keys, outgoing webhooks and the audit. It touches the table and nothing else. */
export function createConfigHandler(deps: ConfigDeps): RestHandler {
  const cursors = cursorsOf(deps);
  const sealed = async () => ({ ...deps, cursors: await cursors() });
  return createRestHandler(
    "api-config",
    {
      ...settingsRoutes,
      ...directoryRoutes,
      ...sectorRoutes,
      ...cannedResponseRoutes,
      ...apiKeyRoutes,
      ...webhookRoutes,
    },
    {
      ...settingsHandlers(deps, sealed),
      ...sectorHandlers(deps, sealed),
      ...queueHandlers(deps, sealed),
      ...tagHandlers(deps, sealed),
      ...cannedResponseHandlers(deps, sealed),
      ...apiKeyHandlers(deps, sealed),
      ...webhookHandlers(deps, sealed),
    },
    deps,
  );
}
