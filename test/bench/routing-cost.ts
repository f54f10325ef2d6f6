import { BatchWriteCommand, DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type Channel, type Queue, type Seat } from "../../shared/contracts/organisation.ts";
import {
  ChannelItem,
  HeadItem,
  PlaceItem,
  QueueItem,
  SeatItem,
} from "../../shared/contracts/stored/shapes.ts";
import { AgentId, ChannelId, ContactId, TicketId } from "../../shared/contracts/ids.ts";
import { QueueId, SectorId } from "../../shared/contracts/ids.ts";
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Shape } from "../../shared/contracts/stored/shape.ts";
import type { Store } from "../../shared/ports/store.ts";
import type { Time } from "../../shared/contracts/values.ts";
import type { WaitingTicket } from "../../shared/contracts/tickets.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { encode } from "../../shared/store/items.ts";
import { put } from "../../shared/ports/store.ts";
import { routeQueue } from "../../shared/actions/routing/route-queue.ts";

/** What a run of the router used. */
export interface RoutingCost {
  readonly waiting: number;
  readonly agents: number;
  readonly calls: number;
  readonly readUnits: number;
  readonly writeUnits: number;
}

const since = "2026-11-23T12:00:00.000Z" as Time;
const numbered = (prefix: string, count: number): string =>
  `${prefix}_01KAQ${count.toString().padStart(21, "0")}`;
const sectorId = SectorId.parse(numbered("sec", 1));
const queueId = QueueId.parse(numbered("que", 1));
const channelId = ChannelId.parse(numbered("chn", 1));

const seatOf = (index: number): Seat => ({
  ...{ sectorId, agentId: AgentId.parse(numbered("agt", index)), queueIds: [queueId] },
  presence: { [channelId]: { status: "online", since } },
  // One has room for one ticket: the router makes one assignment and finds nobody else.
  ...{ presenceVersion: 1, load: index === 0 ? 4 : 5, limit: 5, lastAssignedAt: since },
});

const ticketOf = (index: number): WaitingTicket => ({
  ...{ phase: "waiting", id: TicketId.parse(numbered("tkt", index)), version: 3 },
  ...{ contactId: ContactId.parse(numbered("con", index)), contactName: "Lia", channelId },
  ...{ channelKind: "whatsapp", address: { phone: "5511990000001" }, formerTicketId: null },
  ...{ openedAt: since, lastInboundAt: since, lastMessageAt: since, lastDirection: "in" },
  ...{ firstResponseAt: null, unread: 1, sectorId, queueId, priority: 0, preference: null },
  ...{ protocol: `20261123${index.toString().padStart(8, "0")}`, tagIds: [], snoozes: 0, toldPosition: null },
  ownPriority: 0,
  queuedAt: addSeconds(since, index),
});

/**
 * Measures one assignment in a table, each time with so many tickets in the line and agents in the sector as are asked for, in
 * growing numbers. Units are those that the table says it consumed; `client` must be the store's.
 */
export async function measureRouting(
  { client, tableName, store }: { client: DynamoDBClient; tableName: string; store: Store },
  steps: readonly { readonly waiting: number; readonly agents: number }[],
): Promise<readonly RoutingCost[]> {
  const clock = { now: () => addSeconds(since, 1_000_000) };
  const used = meter(client);
  const documents = DynamoDBDocumentClient.from(client);
  const write = async <Value>(shape: Shape<Value>, values: readonly Value[]): Promise<void> => {
    for (let at = 0; at < values.length; at += 25) {
      const puts = values.slice(at, at + 25).map((value) => ({
        PutRequest: { Item: encode(shape as unknown as Shape<never>, value).item },
      }));
      await documents.send(new BatchWriteCommand({ RequestItems: { [tableName]: puts } }));
    }
  };
  await store.commit([put("queue", QueueItem, queue()), put("channel", ChannelItem, channel())]);
  const there = { waiting: 0, agents: 0 };
  const costs: RoutingCost[] = [];
  for (const { waiting, agents } of steps) {
    const range = (from: number, to: number): readonly number[] =>
      Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
    const tickets = range(there.waiting, waiting).map(ticketOf);
    await write(
      PlaceItem,
      tickets.map(({ id: ticketId, priority, queuedAt, preference }) => ({
        queueId,
        channelId,
        priority,
        queuedAt,
        ticketId,
        preference,
      })),
    );
    // Heads of those that the router may look at; the others are never read.
    await write(
      HeadItem,
      tickets.filter(({ queuedAt }) => queuedAt < addSeconds(since, 100)),
    );
    await write(SeatItem, range(there.agents, agents).map(seatOf));
    Object.assign(there, { waiting, agents });
    const configuration = createConfiguration({ store, clock });
    await configuration.queue(queueId);
    used.reset();
    const { assigned } = await routeQueue({ store, clock, configuration }, queueId, [seatOf(0).agentId]);
    if (assigned !== 1) throw new Error(`${assigned} assignments instead of one`);
    costs.push({ waiting, agents, ...used.total() });
    await write(SeatItem, [seatOf(0)]);
  }
  return costs;
}

/** Has every answer of the client say what it consumed, and adds that up. */
function meter(client: DynamoDBClient) {
  let calls = 0;
  let readUnits = 0;
  let writeUnits = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const input = { ...args.input, ReturnConsumedCapacity: "TOTAL" };
      const answer = await next({ ...args, input });
      const consumed = (answer.output as { ConsumedCapacity?: Consumed | readonly Consumed[] })
        .ConsumedCapacity;
      calls += 1;
      const isWrite =
        "TransactItems" in args.input ||
        "Item" in args.input ||
        ("RequestItems" in args.input && isPut(args.input));
      for (const { CapacityUnits = 0 } of [consumed ?? []].flat()) {
        if (isWrite) writeUnits += CapacityUnits;
        else readUnits += CapacityUnits;
      }
      return answer;
    },
    { step: "initialize", priority: "low" },
  );
  return {
    reset: () => {
      [calls, readUnits, writeUnits] = [0, 0, 0];
    },
    total: () => ({ calls, readUnits, writeUnits }),
  };
}

interface Consumed {
  readonly CapacityUnits?: number;
}

const isPut = ({ RequestItems }: { readonly RequestItems?: unknown }): boolean =>
  Object.values((RequestItems ?? {}) as Record<string, unknown>).some(Array.isArray);

const queue = (): Queue => ({
  ...{ id: queueId, version: 1, sectorId, name: "Line", routing: "automatic", channelIds: [] },
  ...{ waitingCap: null, greeting: null, tellsPosition: false, removing: null, createdAt: since },
});

const channel = (): Channel => ({
  ...{ id: channelId, version: 1, kind: "whatsapp", name: "Number", phoneNumberId: "700200" },
  ...{ wabaId: "900100", displayNumber: "+55 11 3000-0000", reception: { kind: "queue", queueId } },
  ...{ removing: null, createdAt: since },
});
