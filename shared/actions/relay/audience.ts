import type { AgentId, QueueId, SectorId, TicketId } from "../../contracts/ids.ts";
import { EntryItem, HeadItem } from "../../contracts/stored/shapes.ts";
import type { Entry, Ticket } from "../../contracts/tickets.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import type { Effect } from "./plan.ts";
import { isPresent } from "../../domain/presence.ts";
import type { Seat } from "../../contracts/organisation.ts";
import type { SingleSocketMessage } from "../../contracts/socket-messages.ts";
import type { Store } from "../../ports/store.ts";
import { seatsOfSector } from "../organisation/seating.ts";

/** Something to tell an agent, on every socket they have. */
export interface Push {
  readonly agentId: AgentId;
  readonly message: SingleSocketMessage;
}

/** Newest entries that come along when a ticket enters somebody's open list. */
const entriesShown = 20;
/** Bytes that entries may have in one message: API Gateway takes 128 KB, and the rest of it has a few. */
const entriesBytes = 120_000;

/**
 * Who is told what: the agent who holds the ticket hears of its entries and statuses; agents who serve a line and are
 * there, online or paused, hear of tickets that enter and leave it. What is over already when it could be told is not told.
 */
export async function audience(
  { store }: { readonly store: Store },
  effects: readonly Effect[],
): Promise<readonly Push[]> {
  const heads = await headsOf(store, effects);
  const seats = new Map<SectorId, Promise<readonly Seat[]>>();
  const servers = async (sectorId: SectorId, queueId: QueueId): Promise<readonly AgentId[]> => {
    const read = seats.get(sectorId) ?? seatsOfSector(store, sectorId, "eventual");
    seats.set(sectorId, read);
    return (await read)
      .filter((seat) => seat.queueIds.includes(queueId) && isPresent(seat.presence))
      .map((seat) => seat.agentId);
  };
  // Side by side, as some read; what is told keeps the order of the effects.
  const told = effects.map(async (effect): Promise<readonly Push[]> => {
    if (effect.kind === "presence") {
      const { at: since, ...presence } = effect.presence;
      return [{ agentId: presence.agentId, message: { type: "presence", since, ...presence } }];
    }
    if (effect.kind === "status") {
      const head = heads.get(effect.ticketId);
      const { ticketId, number, delivery } = effect;
      return head?.phase === "open"
        ? [{ agentId: head.agentId, message: { type: "message-status", ticketId, number, delivery } }]
        : [];
    }
    if (effect.kind !== "announce") return [];
    const head = heads.get(effect.entry.ticketId);
    return head === undefined ? [] : announcements(store, effect.entry, head, servers);
  });
  return (await Promise.all(told)).flat();
}

type Line = { readonly sectorId: SectorId; readonly queueId: QueueId };

async function announcements(
  store: Store,
  entry: Entry,
  head: Ticket,
  servers: (sectorId: SectorId, queueId: QueueId) => Promise<readonly AgentId[]>,
): Promise<readonly Push[]> {
  const { ticketId, number } = entry;
  const listed = (
    agentId: AgentId,
    list: "open" | "waiting" | "snoozed",
    change: "entered" | "left",
    entries: readonly Entry[] = [],
  ): Push => ({
    agentId,
    message: { type: "ticket", ticketId, list, change, head, entries: [...entries] },
  });
  const toServers = async (line: Line, change: "entered" | "left"): Promise<readonly Push[]> =>
    (await servers(line.sectorId, line.queueId)).map((agentId) => listed(agentId, "waiting", change));
  const toHolder = (): readonly Push[] => {
    if (head.phase !== "open" && head.phase !== "snoozed") return [];
    // Too large to be told: the head says that there is more, and the client asks for it.
    if (sizeOf(entry) > entriesBytes) return [listed(head.agentId, head.phase, "entered")];
    return [{ agentId: head.agentId, message: { type: "entry", ticketId, number, entry, head } }];
  };
  const entersOpen = async (agentId: AgentId): Promise<readonly Push[]> =>
    head.phase === "open" && head.agentId === agentId
      ? [listed(agentId, "open", "entered", await newestEntries(store, ticketId))]
      : [];
  const entersLine = async (): Promise<readonly Push[]> =>
    head.phase === "waiting" ? toServers(head, "entered") : [];
  const leaves = async (from: Line & { readonly agentId: AgentId | null }): Promise<readonly Push[]> =>
    from.agentId === null ? toServers(from, "left") : [listed(from.agentId, "open", "left")];
  switch (entry.type) {
    case "opened":
    case "reception":
      return [];
    case "message":
    case "note":
    case "marked":
    case "tagged":
    case "moved":
      return toHolder();
    case "queued":
      return entersLine();
    case "assigned": {
      if (head.phase === "bot" || head.sectorId === null || head.queueId === null) return [];
      const others = await servers(head.sectorId, head.queueId);
      const left = others
        .filter((agentId) => agentId !== entry.agentId)
        .map((agentId) => listed(agentId, "waiting", "left"));
      return [...(await entersOpen(entry.agentId)), ...left];
    }
    case "requeued":
      return [...(await leaves(entry.from)), ...(await entersLine())];
    case "transferred":
      return [...(await leaves(entry.from)), ...(await entersOpen(entry.agentId))];
    case "snoozed": {
      if (head.phase !== "snoozed" || head.snoozes !== entry.snooze) return [];
      const { agentId } = head;
      return [listed(agentId, "open", "left"), listed(agentId, "snoozed", "entered")];
    }
    case "woken": {
      const woken = entry.agentId === null ? await entersLine() : await entersOpen(entry.agentId);
      return [listed(entry.owner, "snoozed", "left"), ...woken];
    }
    case "returned":
      return entry.was === "snoozed" && entry.from.agentId !== null
        ? [listed(entry.from.agentId, "snoozed", "left")]
        : leaves(entry.from);
    case "closed":
      if (entry.agentId !== null)
        return [listed(entry.agentId, entry.was === "snoozed" ? "snoozed" : "open", "left")];
      if (
        entry.was !== "waiting" ||
        head.phase !== "closed" ||
        head.sectorId === null ||
        head.queueId === null
      )
        return [];
      return toServers({ sectorId: head.sectorId, queueId: head.queueId }, "left");
    case "rated":
      return [];
  }
}

async function headsOf(store: Store, effects: readonly Effect[]): Promise<ReadonlyMap<TicketId, Ticket>> {
  const ids = new Set<TicketId>();
  for (const effect of effects) {
    if (effect.kind === "announce") ids.add(effect.entry.ticketId);
    if (effect.kind === "status") ids.add(effect.ticketId);
  }
  if (ids.size === 0) return new Map();
  const heads = await store.getMany<Ticket[]>(
    [...ids].map((id) => ({ shape: HeadItem, key: keys.head(id) })),
  );
  return new Map(heads.flatMap((head) => (head === undefined ? [] : [[head.id, head] as const])));
}

/** The newest without a gap, as many as a message takes: what is missing the client asks for by number. */
async function newestEntries(store: Store, ticketId: TicketId): Promise<readonly Entry[]> {
  const page = await store.query(EntryItem, {
    pk: partitions.ticket(ticketId),
    prefix: prefixes.entries,
    limit: entriesShown,
    descending: true,
    consistency: "eventual",
  });
  let room = entriesBytes;
  const left = page.items.findIndex((entry) => {
    room -= sizeOf(entry);
    return room < 0;
  });
  return page.items.slice(0, left === -1 ? undefined : left).toReversed();
}

const sizeOf = (entry: Entry): number => Buffer.byteLength(JSON.stringify(entry)) + 1;
