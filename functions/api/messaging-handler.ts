import type { Log } from "../../shared/ports/ports.ts";
import type { RestHandler } from "../middleware/rest.ts";
import type { SendMessageDeps } from "../../shared/actions/tickets/send-message.ts";
import { createRestHandler } from "../middleware/rest.ts";
import { sendMessage } from "../../shared/actions/tickets/send-message.ts";
import { ticketRoutes } from "../../shared/contracts/routes/tickets.ts";

/** Answers to contacts. */
export const createMessagingHandler = (deps: SendMessageDeps & { readonly log: Log }): RestHandler =>
  createRestHandler(
    "api-messaging",
    ticketRoutes,
    {
      sendMessage: async ({ actor, params, body }) => sendMessage(deps, { actor, ...params, ...body }),
    },
    deps,
  );
