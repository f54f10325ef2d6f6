import { type OfTicket, handleTicket } from "./handle-ticket.ts";
import { authorOf, mayTag } from "../../domain/authorisation.ts";
import type { Clock } from "../../ports/ports.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { SectorId, TagId } from "../../contracts/ids.ts";
import type { Store } from "../../ports/store.ts";
import type { Tag } from "../../contracts/organisation.ts";
import { TagItem } from "../../contracts/stored/shapes.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import { keys } from "../../contracts/stored/keys.ts";

/**
 * Says which tags an open ticket has: these, and no others. TAG_OF_OTHER_SECTOR, NOT_ASSIGNEE, TICKET_NOT_OPEN,
 * TICKET_CLOSED, VERSION_CONFLICT, NOT_FOUND.
 */
export async function tagTicket(
  deps: { readonly store: Store; readonly clock: Clock },
  input: OfTicket & { readonly tagIds: readonly TagId[] },
): Promise<Ticket> {
  const { actor } = input;
  const tagIds = [...new Set(input.tagIds)];
  return handleTicket(deps, input, async (head) => {
    if (!mayTag(actor, head)) throw new DeskError("NOT_ASSIGNEE");
    if (head.phase !== "open") throw new DeskError("TICKET_NOT_OPEN", { phase: head.phase });
    if (tagIds.length === head.tagIds.length && tagIds.every((id) => head.tagIds.includes(id)))
      return undefined;
    await assertTagsOf(deps.store, tagIds, head.sectorId);
    return { do: "tag", by: authorOf(actor), tagIds };
  });
}

/** TAG_OF_OTHER_SECTOR, naming them, unless all tags are there and of this sector. */
export async function assertTagsOf(
  store: Store,
  tagIds: readonly TagId[],
  sectorId: SectorId | null,
): Promise<void> {
  if (tagIds.length === 0) return;
  const tags = await store.getMany<Tag[]>(tagIds.map((tagId) => ({ shape: TagItem, key: keys.tag(tagId) })));
  const strangers = tagIds.filter((_, index) => tags[index]?.sectorId !== sectorId);
  if (strangers.length > 0) throw new DeskError("TAG_OF_OTHER_SECTOR", { tagIds: strangers });
}
