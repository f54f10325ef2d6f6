import { hookRoutes, ticketRoutes } from "../../../shared/contracts/routes/tickets.ts";
import { expect, test } from "vitest";
import type { FunctionName } from "../../../shared/contracts/functions.ts";
import { accessRoutes } from "../../../shared/contracts/routes/access.ts";
import { agentRoutes } from "../../../shared/contracts/routes/agents.ts";
import { channelRoutes } from "../../../shared/contracts/routes/channels.ts";
import { contactRoutes } from "../../../shared/contracts/routes/contacts.ts";
import { configRoutes } from "../../../shared/contracts/routes/config.ts";
import { handlingRoutes } from "../../../shared/contracts/routes/lifecycle.ts";
import { queueAgentRoutes, templateRoutes } from "../../../shared/contracts/routes/directory.ts";
import { openingRoutes } from "../../../shared/contracts/routes/opening.ts";
import { routeList } from "../../../shared/contracts/routes/table.ts";

/** The part of the table that each function's handler is made of: within it, types see to it that no route is left out. */
const served: Partial<Record<FunctionName, object>> = {
  "api-access": accessRoutes,
  "api-channels": { ...channelRoutes, ...templateRoutes },
  "api-config": configRoutes,
  "api-contacts": contactRoutes,
  "api-messaging": { ...ticketRoutes, ...handlingRoutes },
  "api-people": agentRoutes,
  "api-tickets": { ...ticketRoutes, ...handlingRoutes, ...openingRoutes, ...queueAgentRoutes },
  "whatsapp-webhook": hookRoutes,
};

test.each(routeList.map((route) => [route.name, route] as const))(
  "%s is in its function's part",
  (name, route) => {
    expect(served[route.function]).toHaveProperty(name, route);
  },
);
