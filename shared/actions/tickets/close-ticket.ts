import { type OfTicket, handleTicket } from "./handle-ticket.ts";
import { authorOf, mayClose } from "../../domain/authorisation.ts";
import type { Clock } from "../../ports/ports.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Store } from "../../ports/store.ts";
import type { TagId } from "../../contracts/ids.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import { assertTagsOf } from "./tag-ticket.ts";
import { surveyOf } from "../../domain/survey.ts";

export interface CloseTicketDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
}

/**
 * Closes a ticket in whatever phase it is, with these tags of its sector, or with those it has where none is given; its
 * agent's room is free from then on. Where the sector surveys, the contact is asked in the same step how it was. TAGS_REQUIRED where the sector wants one, TAG_OF_OTHER_SECTOR, NOT_ASSIGNEE, TICKET_CLOSED,
 * VERSION_CONFLICT, NOT_FOUND.
 */
export async function closeTicket(
  deps: CloseTicketDeps,
  input: OfTicket & { readonly tagIds: readonly TagId[] },
): Promise<Ticket> {
  const { actor } = input;
  const given = [...new Set(input.tagIds)];
  return handleTicket(deps, input, async (head) => {
    if (!mayClose(actor, head)) throw new DeskError("NOT_ASSIGNEE");
    const placed = head.phase === "bot" ? undefined : head;
    const ofSector = head.phase === "bot" ? head.returnedFrom : head;
    await assertTagsOf(deps.store, given, ofSector?.sectorId ?? null);
    const sector = placed && (await deps.configuration.sector(placed.sectorId));
    const tagIds = given.length > 0 ? given : (placed?.tagIds ?? []);
    const tagsRequired = sector?.tagsRequired ?? false;
    const settings = await deps.configuration.settings();
    const asked = surveyOf(head, sector, settings, deps.clock.now());
    return [...asked, { do: "close", by: authorOf(actor), reason: "agent", tagIds, tagsRequired }];
  });
}
