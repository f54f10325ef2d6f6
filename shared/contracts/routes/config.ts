import { agentRoutes } from "./agents.ts";
import { cannedResponseRoutes } from "./canned-responses.ts";
import { apiKeyRoutes } from "./integrations.ts";
import { channelRoutes } from "./channels.ts";
import { sectorRoutes } from "./sectors.ts";
import { directoryRoutes, templateRoutes } from "./directory.ts";
import { settingsRoutes } from "./settings.ts";
import { webhookRoutes } from "./webhooks.ts";

/** What a business sets up, and who may. */
export const configRoutes = {
  ...settingsRoutes,
  ...directoryRoutes,
  ...channelRoutes,
  ...templateRoutes,
  ...sectorRoutes,
  ...agentRoutes,
  ...cannedResponseRoutes,
  ...webhookRoutes,
  ...apiKeyRoutes,
} as const;
