import type { TicketId } from "../../../contracts/ids.ts";
import { HeadItem, QueueItem, SectorItem } from "../../../contracts/stored/shapes.ts";
import { type Change, type Store, StoreBusy, check, equals } from "../../../ports/store.ts";
import { changeNames, transition } from "../../timeline/transition.ts";
import type { Clock } from "../../../ports/ports.ts";
import type { Command } from "../../../domain/ticket/decide.ts";
import { DeskError } from "../../../contracts/errors.ts";
import type { Author, MoveReason, Ticket } from "../../../contracts/tickets.ts";
import type { Queue } from "../../../contracts/organisation.ts";
import type { RemovalReport } from "../../../contracts/routes/route.ts";
import { decide } from "../../../domain/ticket/decide.ts";
import { keys } from "../../../contracts/stored/keys.ts";
import { untilSettled } from "../../timeline/retry.ts";
import type * as z from "zod";

/** What becomes of a live ticket of something that is removed. */
export type Settlement = { readonly kind: "transfer"; readonly to: Queue } | { readonly kind: "close" };

export type TicketReport = z.infer<typeof RemovalReport>["tickets"][number];

const target = "target queue";
const targetSector = "sector of the target queue";

/**
 * Moves or closes one ticket of what is being removed: in one transaction, or not at all. A waiting ticket goes to the
 * target's line; an open one stays with its agent where they serve the target and have room, and otherwise goes to the head of
 * its line; one that is put away stays so, and wakes there. Undefined when by now `isPart` says that it is none of these any more.
 */
export async function settleTicket(
  deps: { readonly store: Store; readonly clock: Clock },
  input: {
    readonly by: Author;
    readonly ticketId: TicketId;
    readonly isPart: (ticket: Ticket) => boolean;
    readonly settlement: Settlement;
    readonly reason: MoveReason;
  },
): Promise<TicketReport | undefined> {
  const { by, ticketId, isPart, settlement, reason } = input;
  let keepsAgent = true;
  const settle = async (): Promise<TicketReport | { readonly result: "gone" }> => {
    const head = await deps.store.get(HeadItem, keys.head(ticketId));
    if (head === undefined || head.phase === "closed" || !isPart(head)) return { result: "gone" };
    const closes = settlement.kind === "close";
    const command: Command = closes
      ? {
          do: "close",
          by,
          reason: "removed",
          tagIds: "tagIds" in head ? head.tagIds : [],
          tagsRequired: false,
        }
      : { do: "move", by, reason, keepsAgent, sectorId: settlement.to.sectorId, queueId: settlement.to.id };
    const entries = decide(head, command, deps.clock.now());
    if (entries instanceof DeskError) throw entries;
    const terms = closes ? undefined : { queueId: settlement.to.id, onlineOn: undefined };
    const { changes } = transition(head, entries, terms);
    await deps.store.commit([...changes, ...(closes ? [] : targetStays(settlement.to))]);
    return { ticketId, result: closes ? "closed" : "moved", code: null };
  };
  try {
    const settled = await untilSettled(settle, (failure) => {
      if (failure.on(target) || failure.on(targetSector))
        throw new DeskError("NOT_FOUND", {}, { cause: failure });
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

/** The conditions that the target is not itself being removed, nor its sector. */
const targetStays = ({ id, sectorId }: Queue): readonly Change[] => [
  check(target, QueueItem, keys.queue(id), equals(["removing"], null)),
  check(targetSector, SectorItem, keys.sector(sectorId), equals(["removing"], null)),
];
