import { agentRoutes } from "./agents.ts";
import { cannedResponseRoutes } from "./canned-responses.ts";
import { channelRoutes } from "./channels.ts";
import { sectorRoutes } from "./sectors.ts";
import { settingsRoutes } from "./settings.ts";

/** What a business sets up, and who may. */
export const configRoutes = {
  ...settingsRoutes,
  ...channelRoutes,
  ...sectorRoutes,
  ...agentRoutes,
  ...cannedResponseRoutes,
} as const;
