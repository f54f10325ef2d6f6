import type { AgentId, ChannelId } from "../../shared/contracts/ids.ts";
import type { Presence, Seat } from "../../shared/contracts/organisation.ts";
import type { ChangeRecord } from "../../shared/store/memory.ts";
import { Violation } from "./violation.ts";
import { SeatItem } from "../../shared/contracts/stored/shapes.ts";
import { entityOf } from "../../shared/contracts/stored/shape.ts";
import { isDeepStrictEqual } from "node:util";

type PresenceRecord = {
  readonly agentId: AgentId;
  readonly channelId: ChannelId;
  readonly at: string;
} & Pick<Presence, "status" | "pause">;

type Fields = Readonly<Record<string, unknown>>;

/**
 * Invariant i, and what is said of pauses and lost connections: presence log, seats, queues' channels, sockets and departures
 * as the stream tells them. `live` hears of one commit after the other; otherwise of a whole table at once.
 */
export function createPresenceShadow(seats: ReadonlyMap<string, Seat>, live: boolean) {
  const last = new Map<string, PresenceRecord>();
  const feeds = new Map<string, readonly string[]>();
  const sockets = new Map<string, Set<string>>();
  const departures = new Set<string>();
  /** How many commits there were when an agent's last socket ended, and when a presence was last said. */
  const lost = new Map<string, number>();
  const said = new Map<string, number>();
  /** With which commit an agent came to serve a queue. */
  const joined = new Map<string, number>();
  let commits = 0;

  const isConnected = (agentId: string): boolean => (sockets.get(agentId)?.size ?? 0) > 0;
  const isFed = (queueId: string, channelId: string): boolean => {
    const named = feeds.get(queueId) ?? [];
    return named.length === 0 || named.includes(channelId);
  };

  const takeSocket = (agentId: string, connectionId: string, isOpen: boolean): void => {
    const own = sockets.get(agentId) ?? new Set();
    sockets.set(agentId, own);
    if (isOpen) own.add(connectionId);
    else if (own.delete(connectionId) && own.size === 0) lost.set(agentId, commits);
  };

  const takePresence = (record: PresenceRecord): void => {
    const { agentId, at, status, pause } = record;
    const key = `${agentId}/${record.channelId}`;
    const before = last.get(key);
    if (before !== undefined && at <= before.at)
      throw new Violation("i", `presence of ${key} at ${at} begins before that of ${before.at}`);
    if (before !== undefined && status === before.status)
      throw new Violation("i", `presence of ${key} is ${status} twice, at ${before.at} and ${at}`);
    if ((pause !== undefined) !== (status === "paused"))
      throw new Violation("i", `presence of ${key} is ${status} with pause ${JSON.stringify(pause)}`);
    const holds = [...seats.values()].some((seat) => seat.agentId === agentId && seat.load > 0);
    if (live && pause?.induced === true && before?.status === "online" && holds)
      throw new Violation("presence", `${agentId} was paused while holding tickets`);
    last.set(key, record);
    said.set(key, commits);
  };

  const checkSeats = (): void => {
    for (const seat of seats.values()) {
      for (const { agentId, channelId, at, status, pause } of last.values()) {
        if (seat.agentId !== agentId) continue;
        const known = seat.presence[channelId];
        // One that was made for somebody who had none knows nothing of before, and by the log they were offline then.
        if (known === undefined && status === "offline") continue;
        if (known?.status !== status || known.since !== at || !isDeepStrictEqual(known.pause, pause))
          throw new Violation(
            "i",
            `${agentId} is ${JSON.stringify(known)} in ${seat.sectorId}, by the log ${status} since ${at}`,
          );
      }
    }
  };

  const takeQueues = ({ oldItem, newItem }: ChangeRecord): void => {
    if (newItem?.["shape"] !== "seat") return;
    const { agentId, queueIds } = entityOf(SeatItem, newItem) as unknown as Seat;
    const before = oldItem === undefined ? [] : (entityOf(SeatItem, oldItem) as unknown as Seat).queueIds;
    for (const queueId of queueIds)
      if (!before.includes(queueId)) joined.set(`${agentId}/${queueId}`, commits);
  };

  /**
   * Who pauses or goes on does it on every channel that feeds a queue of theirs together with this one. Who came to serve a queue
   * changes nothing of what they said before, nor what they are saying at that moment.
   */
  const checkTogether = ({ agentId, channelId, status }: PresenceRecord, begunAfter: number): void => {
    if (status === "offline") return;
    for (const seat of seats.values()) {
      if (seat.agentId !== agentId) continue;
      for (const queueId of seat.queueIds) {
        if ((joined.get(`${agentId}/${queueId}`) ?? 0) > begunAfter || !isFed(queueId, channelId)) continue;
        const other = Object.entries(seat.presence).find(
          ([it, presence]) =>
            presence.status !== "offline" && presence.status !== status && isFed(queueId, it),
        );
        if (other !== undefined)
          throw new Violation("presence", `${agentId} is online and paused in ${queueId}`);
      }
    }
  };

  /** Who has no seat is not there. */
  const checkSeatless = (records: readonly ChangeRecord[]): void => {
    for (const { oldItem, newItem } of records) {
      if (oldItem?.["shape"] !== "seat" || newItem !== undefined) continue;
      const agentId = entityOf(SeatItem, oldItem)["agentId"];
      if ([...seats.values()].some((seat) => seat.agentId === agentId)) continue;
      for (const record of last.values())
        if (record.agentId === agentId && record.status !== "offline")
          throw new Violation(
            "i",
            `${record.agentId} has no seat, and is ${record.status} since ${record.at}`,
          );
    }
  };

  /** Who is taken to be gone has no socket at that moment. */
  const checkDepartures = (records: readonly ChangeRecord[], changed: readonly PresenceRecord[]): void => {
    for (const { oldItem, newItem } of records) {
      if (oldItem?.["shape"] !== "departure" || newItem !== undefined) continue;
      const agentId = String(oldItem["agentId"]);
      if (changed.some((it) => it.agentId === agentId) && isConnected(agentId))
        throw new Violation("presence", `${agentId} went offline with a socket open`);
    }
  };

  return {
    /** Takes in an item as it is or, when it is gone, as it was. */
    take: (kind: unknown, item: Fields, isThere: boolean): void => {
      const agentId = String(item["agentId"]);
      if (kind === "agent-socket") takeSocket(agentId, String(item["connectionId"]), isThere);
      if (kind === "departure" && isThere) departures.add(agentId);
      if (kind === "departure" && !isThere) departures.delete(agentId);
      if (kind === "queue" && isThere) feeds.set(String(item["id"]), item["channelIds"] as readonly string[]);
    },
    /** Takes in the presence records of a commit, the rest of which was taken in before; who made it began after so many. */
    settle: (records: readonly ChangeRecord[], begunAfter: number): void => {
      commits += 1;
      for (const record of records) takeQueues(record);
      const changed = records.flatMap(({ newItem }) =>
        newItem?.["shape"] === "presence" ? [newItem as unknown as PresenceRecord] : [],
      );
      for (const record of changed.toSorted((a, b) => (a.at < b.at ? -1 : 1))) takePresence(record);
      if (changed.length > 0) checkSeats();
      if (live) for (const record of changed) checkTogether(record, begunAfter);
      if (live) checkSeatless(records);
      if (live) checkDepartures(records, changed);
    },
    /** At rest: everybody whose last socket ended is offline, but for what they said after that. */
    checkLost: (): void => {
      const [left] = departures;
      if (left !== undefined) throw new Violation("presence", `nobody looked whether ${left} is gone`);
      for (const [key, { agentId, status, at }] of last) {
        const gone = lost.get(agentId);
        if (gone === undefined || isConnected(agentId) || status === "offline") continue;
        if ((said.get(key) ?? 0) <= gone)
          throw new Violation("presence", `${key} is ${status} since ${at} without a socket`);
      }
    },
  };
}
