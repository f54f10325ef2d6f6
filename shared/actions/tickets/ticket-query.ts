import type { AgentId, ChannelId, QueueId, SectorId, TagId } from "../../contracts/ids.ts";
import type { Protocol, Ticket } from "../../contracts/tickets.ts";
import type { TicketList } from "../../contracts/routes/tickets.ts";
import type { Time } from "../../contracts/values.ts";

/** What to list. See the route `listTickets` for what each list means. */
export interface TicketQuery {
  readonly list: TicketList;
  readonly sectorId?: SectorId | undefined;
  readonly queueId?: QueueId | undefined;
  readonly agentId?: AgentId | undefined;
  readonly channelId?: ChannelId | undefined;
  readonly from?: Time | undefined;
  readonly to?: Time | undefined;
  readonly tagId?: TagId | undefined;
  /** An id, a phone however it is written, or a name in full. */
  readonly contact?: string | undefined;
  readonly protocol?: Protocol | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Whether a head, as it is now, is on the list that led to it. */
export function belongs(head: Ticket, query: TicketQuery): boolean {
  if (head.phase !== query.list) return false;
  if (query.channelId !== undefined && head.channelId !== query.channelId) return false;
  if (query.tagId !== undefined && !(head.phase !== "bot" && head.tagIds.includes(query.tagId))) return false;
  if (head.phase === "bot") {
    return query.sectorId === undefined && query.queueId === undefined && query.agentId === undefined;
  }
  if (query.sectorId !== undefined && head.sectorId !== query.sectorId) return false;
  if (query.queueId !== undefined && head.queueId !== query.queueId) return false;
  return query.agentId === undefined || (head.phase !== "waiting" && head.agentId === query.agentId);
}
