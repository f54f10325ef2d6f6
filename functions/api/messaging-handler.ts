import type { Log } from "../../shared/ports/ports.ts";
import type { RestHandler } from "../middleware/rest.ts";
import type { SendMessageDeps } from "../../shared/actions/tickets/send-message.ts";
import { addNote } from "../../shared/actions/tickets/note-ticket.ts";
import { createRestHandler } from "../middleware/rest.ts";
import { handlingRoutes } from "../../shared/contracts/routes/lifecycle.ts";
import { markTicket } from "../../shared/actions/tickets/mark-ticket.ts";
import { repeatable } from "../middleware/repeatable.ts";
import { sendMessage } from "../../shared/actions/tickets/send-message.ts";
import { ticketRoutes } from "../../shared/contracts/routes/tickets.ts";

/** What is written on tickets: answers to contacts, notes between colleagues, and whether somebody was answered. */
export const createMessagingHandler = (deps: SendMessageDeps & { readonly log: Log }): RestHandler =>
  createRestHandler(
    "api-messaging",
    { ...ticketRoutes, ...handlingRoutes },
    {
      sendMessage: async ({ actor, params, body }) => sendMessage(deps, { actor, ...params, ...body }),
      addNote: async (request) => {
        const { actor, params, body } = request;
        return addNote(deps, repeatable("addNote", request), { actor, ...params, ...body });
      },
      markRead: async ({ actor, params, body }) =>
        markTicket(deps, { actor, ...params, ...body, unread: false }),
      markUnread: async ({ actor, params, body }) =>
        markTicket(deps, { actor, ...params, ...body, unread: true }),
    },
    deps,
  );
