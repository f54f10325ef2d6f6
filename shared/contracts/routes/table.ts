import { accessRoutes } from "./access.ts";
import { contactRoutes } from "./contacts.ts";
import { configRoutes } from "./config.ts";
import { handlingRoutes } from "./lifecycle.ts";
import { queueAgentRoutes } from "./directory.ts";
import { openingRoutes } from "./opening.ts";
import { hookRoutes, ticketRoutes } from "./tickets.ts";
import type { Route } from "./route.ts";

/** Every route of the API under its name. */
export const routes = {
  ...accessRoutes,
  ...configRoutes,
  ...contactRoutes,
  ...ticketRoutes,
  ...handlingRoutes,
  ...openingRoutes,
  ...queueAgentRoutes,
  ...hookRoutes,
} as const satisfies Readonly<Record<string, Route>>;

export type RouteName = keyof typeof routes;

/** The table as a list. */
export const routeList: readonly Route[] = Object.values(routes);
