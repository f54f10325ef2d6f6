import type { Digest, Log, Random } from "../../shared/ports/ports.ts";
import { readTimeline } from "../../shared/actions/tickets/read-ticket.ts";
import type { CloseTicketDeps } from "../../shared/actions/tickets/close-ticket.ts";
import type { WebhookTargets } from "../../shared/ports/webhooks.ts";
import type { RestHandler } from "../middleware/rest.ts";
import { bulkTickets } from "../../shared/actions/tickets/bulk-tickets.ts";
import { closeTicket } from "../../shared/actions/tickets/close-ticket.ts";
import { createRestHandler } from "../middleware/rest.ts";
import { cursorsOf } from "../middleware/cursors.ts";
import { dropTicket } from "../../shared/actions/reception/drop-ticket.ts";
import { handBack } from "../../shared/actions/reception/hand-back.ts";
import { handlingRoutes } from "../../shared/contracts/routes/lifecycle.ts";
import { openFlow } from "../../shared/actions/tickets/open-flow.ts";
import { openOutreach } from "../../shared/actions/tickets/open-outreach.ts";
import { openingRoutes } from "../../shared/contracts/routes/opening.ts";
import { repeatable } from "../middleware/repeatable.ts";
import { listQueueAgents } from "../../shared/actions/directory/list-queue-agents.ts";
import { queueAgentRoutes } from "../../shared/contracts/routes/directory.ts";
import { listTickets } from "../../shared/actions/tickets/list-tickets.ts";
import { snoozeTicket } from "../../shared/actions/snooze/snooze-ticket.ts";
import { tagTicket } from "../../shared/actions/tickets/tag-ticket.ts";
import { takeTicket } from "../../shared/actions/tickets/take-ticket.ts";
import { ticketRoutes } from "../../shared/contracts/routes/tickets.ts";
import { wakeTicket } from "../../shared/actions/snooze/wake-ticket.ts";
import { viewTicket } from "../../shared/actions/tickets/view-ticket.ts";
import { transferTicket } from "../../shared/actions/tickets/transfer-ticket.ts";

export interface TicketsDeps extends CloseTicketDeps {
  readonly random: Random;
  readonly digest: Digest;
  readonly log: Log;
  readonly targets: WebhookTargets;
}

/** Opening, reading and taking tickets, sending them on, putting them away, saying what they are about, and closing them. */
export function createTicketsHandler(deps: TicketsDeps): RestHandler {
  const cursors = cursorsOf(deps);
  return createRestHandler(
    "api-tickets",
    { ...ticketRoutes, ...handlingRoutes, ...openingRoutes, ...queueAgentRoutes },
    {
      listTickets: async ({ actor, query }) =>
        listTickets({ ...deps, cursors: await cursors() }, { actor, ...query }),
      getTicket: async ({ actor, params }) => viewTicket(deps, { actor, ...params }),
      getTimeline: async ({ actor, params, query }) => readTimeline(deps, { actor, ...params, ...query }),
      listQueueAgents: async ({ params }) => listQueueAgents(deps, params),
      openTicket: async (request) => {
        const { actor, body } = request;
        const asked = repeatable("openTicket", request);
        return body.kind === "flow"
          ? openFlow(deps, asked, { ...body, actor })
          : openOutreach(deps, asked, { ...body, actor });
      },
      takeTicket: async ({ actor, params, body }) => takeTicket(deps, { actor, ...params, ...body }),
      closeTicket: async ({ actor, params, body }) => closeTicket(deps, { actor, ...params, ...body }),
      setTags: async ({ actor, params, body }) => tagTicket(deps, { actor, ...params, ...body }),
      transferTicket: async ({ actor, params, body }) => transferTicket(deps, { actor, ...params, ...body }),
      snoozeTicket: async ({ actor, params, body }) => snoozeTicket(deps, { actor, ...params, ...body }),
      handBack: async ({ actor, params, body }) => handBack(deps, { actor, ...params, ...body }),
      dropTicket: async ({ actor, params, body }) => dropTicket(deps, { actor, ...params, ...body }),
      wakeTicket: async ({ actor, params, body }) => wakeTicket(deps, { actor, ...params, ...body }),
      bulkTickets: async ({ actor, body }) => bulkTickets(deps, { actor, ...body }),
    },
    deps,
  );
}
