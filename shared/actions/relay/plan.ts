import {
  AgentItem,
  AgentSocketItem,
  EntryItem,
  PresenceItem,
  SeatItem,
  type Snooze,
  SnoozeItem,
  WebhookDeliveryItem,
} from "../../contracts/stored/shapes.ts";
import type { Delivery, Entry } from "../../contracts/tickets.ts";
import type { AgentId, QueueId, SectorId, TicketId } from "../../contracts/ids.ts";
import type { Agent, Seat } from "../../contracts/organisation.ts";
import type { Time } from "../../contracts/values.ts";
import { type Shape, entityOf } from "../../contracts/stored/shape.ts";
import type { WebhookDelivery } from "../../contracts/webhooks.ts";
import { UnreadableItem } from "../../ports/store.ts";
import { isVacant, queuesGivenFree, queuesWithNewRoom } from "../../domain/routing.ts";
import type * as z from "zod";

/** A change of the table as its stream tells it: plain items as stored, before and after. */
export interface TableChange {
  /** The stream's own id of the change: the same again when it is told again. */
  readonly id: string;
  readonly old?: Readonly<Record<string, unknown>> | undefined;
  readonly new?: Readonly<Record<string, unknown>> | undefined;
}

/** What a change asks of the rest of the desk. */
export type Effect =
  /** Somebody may be assigned from this queue's line; `agentId`: because this agent's seat changed. */
  | {
      readonly kind: "route";
      readonly queueId: QueueId;
      readonly agentId: AgentId | undefined;
      readonly id: string;
    }
  /** An entry is to be sent. */
  | { readonly kind: "send"; readonly ticketId: TicketId; readonly number: number }
  /** A new entry is to be shown to whom it concerns. */
  | { readonly kind: "announce"; readonly entry: Entry }
  /** A message's delivery changed. */
  | {
      readonly kind: "status";
      readonly ticketId: TicketId;
      readonly number: number;
      readonly delivery: Delivery;
    }
  /** Sessions of a person ended; `agent` is their record as it is, undefined when they were removed. */
  | {
      readonly kind: "sessions-ended";
      readonly agentId: AgentId;
      readonly agent: Agent | undefined;
      readonly id: string;
    }
  /** A socket of a person is not open any more. */
  | { readonly kind: "socket-ended"; readonly agentId: AgentId; readonly id: string }
  /** A seat serves no queue any more and its last ticket ended. */
  | { readonly kind: "vacant"; readonly sectorId: SectorId; readonly agentId: AgentId }
  /** A ticket waits for one agent until then. */
  | { readonly kind: "prefer"; readonly queueId: QueueId; readonly until: Time; readonly id: string }
  /** A ticket came to an agent or to the bot, where the passing of time may do something to it. */
  | { readonly kind: "timer"; readonly ticketId: TicketId; readonly of: "inactivity" | "potential" }
  /** A ticket was put away, and is to wake in its time. */
  | { readonly kind: "schedule"; readonly snooze: Snooze }
  /** A snooze is over, whatever ended it. */
  | { readonly kind: "unschedule"; readonly snooze: Snooze }
  /** A webhook is to be tested. */
  | { readonly kind: "ping"; readonly delivery: WebhookDelivery }
  /** An agent's presence changed. */
  | { readonly kind: "presence"; readonly presence: z.infer<typeof PresenceItem.schema> };

/** The effects of one change, in order. Throws UnreadableItem for an item that is not what its kind says. */
export function effectsOf(change: TableChange): readonly Effect[] {
  const kind = (change.new ?? change.old)?.["shape"];
  switch (kind) {
    case EntryItem.kind:
      return entryEffects(read(EntryItem, change.old), read(EntryItem, change.new));
    case SeatItem.kind: {
      const after = read(SeatItem, change.new);
      if (after === undefined) return [];
      return seatEffects(change.id, read(SeatItem, change.old), after);
    }
    case AgentItem.kind:
      return agentEffects(change.id, read(AgentItem, change.old), read(AgentItem, change.new));
    case AgentSocketItem.kind: {
      const ended = change.new === undefined ? read(AgentSocketItem, change.old) : undefined;
      return ended === undefined ? [] : [{ kind: "socket-ended", agentId: ended.agentId, id: change.id }];
    }
    case PresenceItem.kind: {
      const presence = read(PresenceItem, change.new);
      return presence === undefined ? [] : [{ kind: "presence", presence }];
    }
    case SnoozeItem.kind:
      return snoozeEffects(read(SnoozeItem, change.old), read(SnoozeItem, change.new));
    case WebhookDeliveryItem.kind: {
      const delivery = read(WebhookDeliveryItem, change.new);
      const asked = change.old === undefined && delivery?.event === "ping" && delivery.state === "pending";
      return asked ? [{ kind: "ping", delivery }] : [];
    }
    default:
      return [];
  }
}

function seatEffects(id: string, before: Seat | undefined, after: Seat): readonly Effect[] {
  const { sectorId, agentId } = after;
  const queueIds = new Set([...queuesWithNewRoom(before, after), ...queuesGivenFree(before, after)]);
  return [
    ...[...queueIds].map((queueId) => ({ kind: "route", queueId, agentId, id: `${id}-${queueId}` }) as const),
    ...(isVacant(after) ? [{ kind: "vacant", sectorId, agentId } as const] : []),
  ];
}

/** A ticket that only moved to another queue meanwhile sleeps on. */
function snoozeEffects(old: Snooze | undefined, current: Snooze | undefined): readonly Effect[] {
  if (old !== undefined && old.snooze === current?.snooze) return [];
  return [
    ...(old === undefined ? [] : [{ kind: "unschedule", snooze: old } as const]),
    ...(current === undefined ? [] : [{ kind: "schedule", snooze: current } as const]),
  ];
}

function agentEffects(id: string, old: Agent | undefined, agent: Agent | undefined): readonly Effect[] {
  if (old === undefined) return [];
  const ended =
    agent === undefined || (old.active && !agent.active) || agent.sessionsValidAfter > old.sessionsValidAfter;
  return ended ? [{ kind: "sessions-ended", agentId: old.id, agent, id }] : [];
}

function entryEffects(old: Entry | undefined, entry: Entry | undefined): readonly Effect[] {
  if (entry === undefined) return [];
  const { ticketId, number } = entry;
  if (old !== undefined) {
    if (entry.type !== "message" || entry.direction !== "out") return [];
    // A claim changes nothing that is shown: to the agent the message is on its way before and after it.
    if (entry.delivery.status === "sending") return [];
    return [{ kind: "status", ticketId, number, delivery: entry.delivery }];
  }
  const effects: Effect[] = [];
  if (
    entry.type === "queued" ||
    entry.type === "requeued" ||
    (entry.type === "woken" && entry.agentId === null)
  )
    effects.push({
      ...{ kind: "route", queueId: entry.queueId, agentId: undefined },
      id: `${ticketId}-${number}`,
    });
  if ("preference" in entry && entry.preference !== null)
    effects.push({
      ...{ kind: "prefer", queueId: entry.queueId },
      ...{ until: entry.preference.until, id: `${ticketId}-${number}-preference` },
    });
  if (entry.type === "message" && entry.direction === "out") effects.push({ kind: "send", ticketId, number });
  const of = timed(entry);
  if (of !== undefined) effects.push({ kind: "timer", ticketId, of });
  return [...effects, { kind: "announce", entry }];
}

/** Which rule of time begins to hold for a ticket with this entry. */
function timed(entry: Entry): "inactivity" | "potential" | undefined {
  switch (entry.type) {
    case "opened":
    case "returned":
      return "potential";
    case "assigned":
    case "transferred":
    case "moved":
      return "inactivity";
    case "woken":
      return entry.agentId === null ? undefined : "inactivity";
    default:
      return undefined;
  }
}

function read<Value>(
  shape: Shape<Value>,
  item: Readonly<Record<string, unknown>> | undefined,
): Value | undefined {
  if (item === undefined) return undefined;
  const parsed = shape.schema.safeParse(entityOf(shape, item));
  if (!parsed.success || item["v"] !== shape.version) {
    const key = { pk: String(item["pk"]), sk: String(item["sk"]) };
    throw new UnreadableItem(shape.kind, key, { cause: parsed.error });
  }
  return parsed.data;
}
