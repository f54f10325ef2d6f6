import { type Transfer, transferTicket } from "./transfer-ticket.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { CloseTicketDeps } from "./close-ticket.ts";
import { DeskError, type ErrorCode } from "../../contracts/errors.ts";
import type { Log } from "../../ports/ports.ts";
import { StoreBusy } from "../../ports/store.ts";
import type { TagId, TicketId } from "../../contracts/ids.ts";
import { addSeconds } from "../../domain/time.ts";
import { closeTicket } from "./close-ticket.ts";

/** What is done to several tickets. */
export type Bulk = {
  readonly tickets: readonly {
    readonly ticketId: TicketId;
    readonly expectedVersion?: number | undefined;
  }[];
} & (
  | { readonly action: "close"; readonly tagIds: readonly TagId[] }
  | ({ readonly action: "transfer" } & Transfer)
);

/** What became of one of them: null where it was done, else why not. */
export interface BulkResult {
  readonly ticketId: TicketId;
  readonly ok: boolean;
  readonly code: ErrorCode | null;
}

/** No ticket is begun later than this, so that the caller hears of those that were done. */
const seconds = 10;

/**
 * Closes or transfers tickets one after the other, in the order given, each as if it had been asked for alone: none of the
 * rules is relaxed, and one that is refused holds none of the others up. Those that would have begun after ten seconds are
 * BUSY, and unchanged.
 */
export async function bulkTickets(
  deps: CloseTicketDeps & { readonly log: Log },
  { actor, ...bulk }: Bulk & { readonly actor: Actor },
): Promise<{ results: BulkResult[] }> {
  const until = addSeconds(deps.clock.now(), seconds);
  const results: BulkResult[] = [];
  for (const ticket of bulk.tickets) {
    const code = deps.clock.now() < until ? await codeOf(deps, actor, bulk, ticket) : "BUSY";
    results.push({ ticketId: ticket.ticketId, ok: code === null, code });
  }
  return { results };
}

async function codeOf(
  deps: CloseTicketDeps & { readonly log: Log },
  actor: Actor,
  bulk: Bulk,
  ticket: Bulk["tickets"][number],
): Promise<ErrorCode | null> {
  try {
    if (bulk.action === "close") await closeTicket(deps, { actor, ...ticket, tagIds: bulk.tagIds });
    else await transferTicket(deps, { actor, ...ticket, ...bulk });
    return null;
  } catch (error) {
    if (error instanceof DeskError) return error.code;
    if (error instanceof StoreBusy) return "BUSY";
    // The others have their results: who asked must hear of them.
    deps.log.error("a ticket of several failed", { ticketId: ticket.ticketId, action: bulk.action }, error);
    return "INTERNAL";
  }
}
