import { SweepFailed, type Swept, sweep } from "../../../shared/actions/sweep/sweep.ts";
import type { Change, Store } from "../../../shared/ports/store.ts";
import { describe, expect, it } from "vitest";
import {
  AgentItem,
  AgentListingItem,
  DepartureItem,
  EntryItem,
  HeadItem,
  QueueItem,
  SeatItem,
  SnoozeItem,
  TimerItem,
} from "../../../shared/contracts/stored/shapes.ts";
import { agents, channelId, otherQueueId, queueId } from "../../support/ids.ts";
import type { IndexKeys } from "../../../shared/contracts/stored/shape.ts";
import type { Key } from "../../../shared/contracts/stored/keys.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import { noon } from "../../support/desk.ts";
import { forgottenDesk, removedQueueId, unreadableAt } from "./support.ts";
import { keys, partitions, places, prefixes } from "../../../shared/contracts/stored/keys.ts";
import type { Desk } from "../../support/desk.ts";
import { PlaceItem } from "../../../shared/contracts/stored/shapes.ts";
import { put } from "../../../shared/ports/store.ts";

/** One of each kind; of what has two, two. */
const all: Swept = {
  ...{ routed: 1, resent: 2, released: 1, departed: 1, woken: 2, ended: 1 },
  ...{ told: 2, vacated: 1, warned: 0, closed: 2, removed: 1, calledOff: 0 },
};

const outcome = (desk: Desk): Promise<{ readonly found: Swept; readonly failed: number }> =>
  sweep(desk).then(
    (found) => ({ found, failed: 0 }),
    (error: unknown) => {
      if (!(error instanceof SweepFailed)) throw error;
      const { cause } = error;
      if (!(cause instanceof Error)) throw error;
      return { found: error.found, failed: Number(/^(\d+)/.exec(error.message)?.[1]) };
    },
  );

/** The desk, whose store fails where it is asked for this. */
const broken = (
  desk: Desk,
  asks: (what: {
    readonly kind: string;
    readonly pk: string;
    readonly changes: readonly Change[];
  }) => boolean,
): Desk => {
  const refuse = (kind: string, pk: string, changes: readonly Change[] = []): void => {
    if (asks({ kind, pk, changes })) throw new Error("the table does not answer");
  };
  const store: Store = {
    ...desk.store,
    query: async (shape, query) => (refuse(shape.kind, query.pk), desk.store.query(shape, query)),
    find: async (index, query) => (refuse("pointer", query.pk), desk.store.find(index, query)),
    get: async (shape, key, options) => (
      refuse(shape.kind, `${key.pk}/${key.sk}`),
      desk.store.get(shape, key, options)
    ),
    commit: async (changes) => (refuse("commit", "", changes), desk.store.commit(changes)),
  };
  return { ...desk, store: { ...desk.store, ...store } };
};

const puts = (changes: readonly Change[], kind: string): boolean =>
  changes.some((change) => change.shape.kind === kind);
const down = { send: async () => Promise.reject(new Error("the queue does not answer")) };

describe("a sweep", () => {
  it("makes good everything that was lost", async () => {
    const { desk } = await forgottenDesk();
    expect(await outcome(desk)).toEqual({ found: all, failed: 0 });
    expect(desk.seen.routing.map(({ body }) => body.kind)).toEqual(
      expect.arrayContaining(["serve", "release"]),
    );
    expect(desk.seen.outbound).toHaveLength(2);
    expect(desk.seen.wakeups).toHaveLength(3);
  });

  it.each<readonly [string, Partial<Swept>, (desk: Desk) => Desk]>([
    [
      "the line of a queue",
      { routed: 0 },
      (desk) => broken(desk, ({ kind, pk }) => kind === PlaceItem.kind && pk === partitions.queue(queueId)),
    ],
    [
      "what was not sent",
      { resent: 0 },
      (desk) => broken(desk, ({ pk }) => [0, 1, 2, 3].some((shard) => pk === places.unsent(shard))),
    ],
    [
      "the list of people",
      { released: 0, ended: 0 },
      (desk) => broken(desk, ({ kind }) => kind === AgentListingItem.kind),
    ],
    [
      "the seats",
      // A removal reads them for itself.
      { routed: 0, released: 0, vacated: 0, removed: 0 },
      (desk) => broken(desk, ({ kind, pk }) => kind === SeatItem.kind && !pk.includes("/")),
    ],
    ["departures", { departed: 0 }, (desk) => broken(desk, ({ kind }) => kind === DepartureItem.kind)],
    [
      "what is put away",
      { woken: 0, removed: 0 },
      (desk) => broken(desk, ({ kind }) => kind === SnoozeItem.kind),
    ],
    ["the end of a session", { ended: 0 }, (desk) => broken(desk, ({ kind }) => kind === AgentItem.kind)],
    [
      "the line of a queue that tells places",
      { told: 0 },
      (desk) =>
        broken(desk, ({ kind, pk }) => kind === PlaceItem.kind && pk === partitions.queue(otherQueueId)),
    ],
    [
      "a vacant seat",
      { vacated: 0 },
      (desk) => broken(desk, ({ kind, pk }) => kind === SeatItem.kind && pk.includes("/")),
    ],
    ["timers", { closed: 0 }, (desk) => broken(desk, ({ kind }) => kind === TimerItem.kind)],
    [
      "a removal",
      { removed: 0 },
      (desk) => broken(desk, ({ kind, pk }) => kind === QueueItem.kind && pk.includes(removedQueueId)),
    ],
    [
      "every write of a ticket",
      { told: 0, closed: 0 },
      (desk) => broken(desk, ({ changes }) => puts(changes, HeadItem.kind)),
    ],
    ["the queue of routing", { routed: 0, released: 0 }, (desk) => ({ ...desk, routing: down })],
    ["the queue of sends", { resent: 0 }, (desk) => ({ ...desk, outbound: down })],
    ["the queue of wake-ups", { departed: 0, woken: 0 }, (desk) => ({ ...desk, wakeups: down })],
  ])("where %s fails, does everything else, and fails in the end", async (_, lost, breaks) => {
    const { desk } = await forgottenDesk();
    const { found, failed } = await outcome(breaks(desk));
    expect(found).toEqual({ ...all, ...lost });
    expect(failed).toBeGreaterThan(0);
    // The next minute makes it good.
    desk.pass(60);
    const after = await outcome(desk);
    expect(after.failed).toBe(0);
    for (const [part, count] of Object.entries(lost))
      expect([part, after.found[part as keyof Swept]]).toEqual([
        part,
        count === 0 ? all[part as keyof Swept] : 0,
      ]);
  });
});

describe("one thing that cannot be read", () => {
  type Where = { readonly key: Key; readonly indexes?: IndexKeys };
  const at = (key: Key): Where => ({ key });

  it.each<
    readonly [string, Partial<Swept>, (made: Awaited<ReturnType<typeof forgottenDesk>>) => Promise<Where>]
  >([
    [
      "a head at the front of a line",
      { told: 1 },
      async ({ desk }) => {
        const line = { pk: partitions.queue(otherQueueId), prefix: prefixes.line(channelId), limit: 1 };
        const [place] = (await desk.store.query(PlaceItem, line)).items;
        return at(keys.head(place?.ticketId ?? ""));
      },
    ],
    [
      "a message",
      { resent: 1 },
      async ({ desk, waitingId }) => {
        const entry = await desk.store.get(EntryItem, keys.entry(waitingId, 91));
        const indexes = entry && EntryItem.indexes?.(entry);
        return { key: keys.entry(waitingId, 91), indexes: indexes ?? {} };
      },
    ],
    ["a timer", { closed: 1 }, async ({ potentials: [id = ""] }) => at(keys.timer(noon, id, "potential"))],
    ["the ticket of a timer", { closed: 1 }, async ({ potentials: [id = ""] }) => at(keys.head(id))],
    ["a snooze", { woken: 1, removed: 0 }, async ({ potentials: [id = ""] }) => at(keys.snooze(noon, id))],
    ["a departure", { departed: 0 }, async () => at(keys.departure(agents[2]))],
    ["somebody on the list", { ended: 0, released: 2 }, async () => at(keys.agentListing(agents[2]))],
  ])("%s keeps no other from its work, and is told of every minute", async (_, lost, where) => {
    const made = await forgottenDesk();
    const { desk } = made;
    const { key, indexes } = await where(made);
    await desk.store.commit([put("nonsense", unreadableAt(key, indexes), { what: "nonsense" })]);
    const { found, failed } = await outcome(desk);
    expect(found).toEqual({ ...all, ...lost });
    expect(failed).toBeGreaterThan(0);
    desk.pass(60);
    expect((await outcome(desk)).failed).toBeGreaterThan(0);
  });
});

describe("timers", () => {
  const many = 1_000;
  const dueTimers = async () => {
    const { desk } = await forgottenDesk();
    const ids = Array.from(
      { length: many },
      (_, index) => `tkt_${index.toString().padStart(26, "0")}` as TicketId,
    );
    for (let from = 0; from < many; from += 100)
      await desk.store.commit(
        ids
          .slice(from, from + 100)
          .map((ticketId) =>
            put(`timer ${ticketId}`, TimerItem, { ticketId, kind: "inactivity" as const, at: noon }),
          ),
      );
    const left = async () =>
      (await desk.store.query(TimerItem, { pk: partitions.timers, limit: 1_000 })).items.length;
    return { desk, left };
  };

  it("that are due are all looked at in the same minute, however many they are", async () => {
    const { desk, left } = await dueTimers();
    expect((await outcome(desk)).failed).toBe(0);
    expect(await left()).toBe(0);
  });

  it("that are more than there is time for are left to the next minute", async () => {
    const { desk, left } = await dueTimers();
    const slow = broken(desk, ({ kind }) => {
      // Each ticket that is read takes a while.
      if (kind === HeadItem.kind) desk.pass(0.1);
      return false;
    });
    expect((await outcome(slow)).failed).toBe(0);
    expect(await left()).toBeGreaterThan(0);
    expect(await left()).toBeLessThan(many);
    await outcome(desk);
    expect(await left()).toBe(0);
  });
});
