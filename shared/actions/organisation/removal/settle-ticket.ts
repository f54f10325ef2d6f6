import type { QueueId, TicketId } from "../../../contracts/ids.ts";
import { HeadItem, QueueItem } from "../../../contracts/stored/shapes.ts";
import { type Store, StoreBusy, check, equals } from "../../../ports/store.ts";
import { changeNames, transition } from "../../timeline/transition.ts";
import { type Actor, authorOf } from "../../../domain/authorisation.ts";
import type { Clock } from "../../../ports/ports.ts";
import type { Command } from "../../../domain/ticket/decide.ts";
import { DeskError } from "../../../contracts/errors.ts";
import type { MoveReason } from "../../../contracts/tickets.ts";
import type { Queue } from "../../../contracts/organisation.ts";
import type { RemovalReport } from "../../../contracts/routes/route.ts";
import { decide } from "../../../domain/ticket/decide.ts";
import { keys } from "../../../contracts/stored/keys.ts";
import { untilSettled } from "../../timeline/retry.ts";
import type * as z from "zod";

/** What becomes of the live tickets of something that is removed. */
export type Disposition = { readonly kind: "transfer"; readonly to: Queue } | { readonly kind: "close" };

export type TicketReport = z.infer<typeof RemovalReport>["tickets"][number];

const target = "target queue";

/**
 * Moves or closes one ticket of queues that are being removed: in one transaction, or not at all. A waiting ticket goes to the
 * target's line; an open one stays with its agent where they serve the target and have room, and otherwise goes to the head of
 * its line. Undefined when it left those queues by itself meanwhile.
 */
export async function settleTicket(
  deps: { readonly store: Store; readonly clock: Clock },
  input: {
    readonly actor: Actor;
    readonly ticketId: TicketId;
    readonly queueIds: ReadonlySet<QueueId>;
    readonly disposition: Disposition;
    readonly reason: MoveReason;
  },
): Promise<TicketReport | undefined> {
  const { actor, ticketId, queueIds, disposition, reason } = input;
  const by = authorOf(actor);
  let keepsAgent = true;
  const settle = async (): Promise<TicketReport | { readonly result: "gone" }> => {
    const head = await deps.store.get(HeadItem, keys.head(ticketId));
    if (head?.phase !== "waiting" && head?.phase !== "open") return { result: "gone" };
    if (!queueIds.has(head.queueId)) return { result: "gone" };
    const closes = disposition.kind === "close";
    const command: Command = closes
      ? { do: "close", by, tagIds: [], tagsRequired: false }
      : { do: "move", by, reason, keepsAgent, sectorId: disposition.to.sectorId, queueId: disposition.to.id };
    const entries = decide(head, command, deps.clock.now());
    if (entries instanceof DeskError) throw entries;
    const terms = closes ? undefined : { queueId: disposition.to.id, onlineOn: undefined };
    const { changes } = transition(head, entries, terms);
    await deps.store.commit([
      ...changes,
      ...(closes
        ? []
        : [check(target, QueueItem, keys.queue(disposition.to.id), equals(["removing"], false))]),
    ]);
    return { ticketId, result: closes ? "closed" : "moved", code: null };
  };
  try {
    const settled = await untilSettled(settle, (failure) => {
      if (failure.on(target)) throw new DeskError("NOT_FOUND", {}, { cause: failure });
      if (failure.on(changeNames.seat)) keepsAgent = false;
      return undefined;
    });
    return settled.result === "gone" ? undefined : settled;
  } catch (error) {
    if (error instanceof DeskError) return { ticketId, result: "failed", code: error.code };
    if (error instanceof StoreBusy) return { ticketId, result: "failed", code: "BUSY" };
    throw error;
  }
}
