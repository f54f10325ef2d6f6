import type { Digest, Log, Random } from "../../shared/ports/ports.ts";
import { readTicket, readTimeline } from "../../shared/actions/tickets/read-ticket.ts";
import type { CloseTicketDeps } from "../../shared/actions/tickets/close-ticket.ts";
import type { RestHandler } from "../middleware/rest.ts";
import { closeTicket } from "../../shared/actions/tickets/close-ticket.ts";
import { createRestHandler } from "../middleware/rest.ts";
import { cursorsOf } from "../middleware/cursors.ts";
import { listTickets } from "../../shared/actions/tickets/list-tickets.ts";
import { takeTicket } from "../../shared/actions/tickets/take-ticket.ts";
import { ticketRoutes } from "../../shared/contracts/routes/tickets.ts";

export interface TicketsDeps extends CloseTicketDeps {
  readonly random: Random;
  readonly digest: Digest;
  readonly log: Log;
}

/** Reading, taking and closing tickets. */
export function createTicketsHandler(deps: TicketsDeps): RestHandler {
  const cursors = cursorsOf(deps);
  return createRestHandler(
    "api-tickets",
    ticketRoutes,
    {
      listTickets: async ({ actor, query }) =>
        listTickets({ ...deps, cursors: await cursors() }, { actor, ...query }),
      getTicket: async ({ actor, params }) => readTicket(deps, { actor, ...params }),
      getTimeline: async ({ actor, params, query }) => readTimeline(deps, { actor, ...params, ...query }),
      takeTicket: async ({ actor, params, body }) => takeTicket(deps, { actor, ...params, ...body }),
      closeTicket: async ({ actor, params, body }) => closeTicket(deps, { actor, ...params, ...body }),
    },
    deps,
  );
}
