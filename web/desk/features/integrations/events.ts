import type { WebhookEvent } from "../../../../shared/contracts/webhooks.ts";

/** Every event as a choice, in groups, under the key of its words: those have no dots. */
export const eventGroups = {
  message: {
    "message.received": "received",
    "message.sent": "sent",
    "message.status": "status",
  },
  ticket: {
    "ticket.opened": "opened",
    "ticket.reception": "reception",
    "ticket.queued": "queued",
    "ticket.assigned": "assigned",
    "ticket.transferred": "transferred",
    "ticket.moved": "moved",
    "ticket.requeued": "requeued",
    "ticket.returned": "returned",
    "ticket.snoozed": "snoozed",
    "ticket.woken": "woken",
    "ticket.noted": "noted",
    "ticket.marked": "marked",
    "ticket.tagged": "tagged",
    "ticket.closed": "closed",
    "ticket.rated": "rated",
  },
} as const satisfies Readonly<Record<string, Readonly<Partial<Record<WebhookEvent, string>>>>>;

/** The key of the words of each event, pings among them. */
export const eventWords = { ...eventGroups.message, ...eventGroups.ticket, ping: "ping" } as const;
