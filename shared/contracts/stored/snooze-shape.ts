import { AgentId, ChannelId, QueueId, SectorId, TicketId } from "../ids.ts";
import { Time } from "../values.ts";
import { keys } from "./keys.ts";
import { shape } from "./shape.ts";
import * as z from "zod";

/**
 * A ticket that is put away, in the list of all of them: exactly the tickets whose phase is `snoozed`, by the time of their
 * waking, because it changes in the same transactions as they do. `snooze` is the number of the ticket's snooze.
 */
export const Snooze = z.strictObject({
  ticketId: TicketId,
  snooze: z.int().min(1),
  until: Time,
  sectorId: SectorId,
  queueId: QueueId,
  channelId: ChannelId,
  agentId: AgentId,
});
export type Snooze = z.infer<typeof Snooze>;
export const SnoozeItem = shape({
  kind: "snooze",
  version: 1,
  schema: Snooze,
  key: (it) => keys.snooze(it.until, it.ticketId),
});
