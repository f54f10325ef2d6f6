import type { ClosedTicket } from "../../../../shared/contracts/tickets.ts";
import type { Names } from "../../lib/directory/directory.ts";
import { phoneShown } from "../../lib/contacts/phone.ts";

/** A closed ticket in words, as the table and the file show it; empty where there is nothing. */
export interface Row {
  readonly id: ClosedTicket["id"];
  readonly contact: string;
  readonly phone: string;
  readonly protocol: string;
  readonly channel: string;
  readonly sector: string;
  readonly queue: string;
  readonly agent: string;
  readonly tags: readonly string[];
  readonly openedAt: ClosedTicket["openedAt"];
  readonly closedAt: ClosedTicket["closedAt"];
  readonly reason: ClosedTicket["reason"];
  readonly rating: number | null;
}

/** A ticket with names in place of ids. What was removed since has none any more: `gone` stands for it. */
export function rowOf(ticket: ClosedTicket, names: Names, gone: string): Row {
  const { id, openedAt, closedAt, reason, rating, contactName } = ticket;
  const named = <Id>(it: Id | null, nameOf: (id: Id) => string | undefined): string =>
    it === null ? "" : (nameOf(it) ?? gone);
  const phone = phoneShown(ticket.address.phone);
  return {
    ...{ id, openedAt, closedAt, reason, rating },
    contact: contactName === "" ? phone || (ticket.address.userId ?? "") : contactName,
    phone,
    protocol: ticket.protocol ?? "",
    channel: named(ticket.channelId, names.channel),
    sector: named(ticket.sectorId, names.sector),
    queue: named(ticket.queueId, names.queue),
    agent: named(ticket.agentId, names.agent),
    tags: ticket.tagIds.map((tagId) => named(tagId, names.tag)),
  };
}
