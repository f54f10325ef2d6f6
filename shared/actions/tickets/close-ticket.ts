import { type Actor, authorOf, mayClose } from "../../domain/authorisation.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { TagId, TicketId } from "../../contracts/ids.ts";
import type { Clock } from "../../ports/ports.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Store } from "../../ports/store.ts";
import type { Tag } from "../../contracts/organisation.ts";
import { TagItem } from "../../contracts/stored/shapes.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import { assertVersion } from "./expected-version.ts";
import { decide } from "../../domain/ticket/decide.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { readTicket } from "./read-ticket.ts";
import { transition } from "../timeline/transition.ts";
import { untilSettled } from "../timeline/retry.ts";

export interface CloseTicketDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
}

/**
 * Closes a ticket with tags of its sector; its agent's room is free from then on. TAGS_REQUIRED where the sector wants
 * one, TAG_OF_OTHER_SECTOR, NOT_ASSIGNEE, TICKET_CLOSED, VERSION_CONFLICT, NOT_FOUND.
 */
export async function closeTicket(
  deps: CloseTicketDeps,
  input: {
    readonly actor: Actor;
    readonly ticketId: TicketId;
    readonly tagIds: readonly TagId[];
    readonly expectedVersion?: number | undefined;
  },
): Promise<Ticket> {
  return untilSettled(async () => {
    const { actor, tagIds } = input;
    const head = await readTicket(deps, input);
    if (head.phase === "closed") throw new DeskError("TICKET_CLOSED", { closedAt: head.closedAt });
    if (!mayClose(actor, head)) throw new DeskError("NOT_ASSIGNEE");
    assertVersion(head, input.expectedVersion);
    const sectorId = head.phase === "bot" ? null : head.sectorId;
    await assertTags(deps.store, tagIds, sectorId);
    const sector = sectorId && (await deps.configuration.sector(sectorId));
    const by = authorOf(actor);
    const tagsRequired = sector ? sector.tagsRequired : false;
    const entries = decide(head, { do: "close", by, tagIds, tagsRequired }, deps.clock.now());
    if (entries instanceof DeskError) throw entries;
    const { after, changes } = transition(head, entries);
    await deps.store.commit(changes);
    return after;
  });
}

async function assertTags(store: Store, tagIds: readonly TagId[], sectorId: string | null): Promise<void> {
  if (tagIds.length === 0) return;
  const tags = await store.getMany<Tag[]>(tagIds.map((tagId) => ({ shape: TagItem, key: keys.tag(tagId) })));
  const strangers = tagIds.filter((_, index) => tags[index]?.sectorId !== sectorId);
  if (strangers.length > 0) throw new DeskError("TAG_OF_OTHER_SECTOR", { tagIds: strangers });
}
