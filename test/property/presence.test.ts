import * as fc from "fast-check";
import { type Desk, noon, openDesk } from "../support/desk.ts";
import {
  ChannelItem,
  PresenceItem,
  QueueItem,
  SeatItem,
  SectorItem,
} from "../../shared/contracts/stored/shapes.ts";
import {
  type PresenceCommand,
  type Presences,
  type PresenceRecord,
  decidePresence,
  entriesOf,
  intervalsOf,
  pausedTogether,
} from "../../shared/domain/presence.ts";
import { describe, expect, it } from "vitest";
import { keys, partitions, prefixes } from "../../shared/contracts/stored/keys.ts";
import { agents, otherQueueId, otherSectorId, queueId, sectorId } from "../support/ids.ts";
import { changePresence } from "../../shared/actions/presence/change-presence.ts";
import { ChannelId } from "../../shared/contracts/ids.ts";
import type { Store } from "../../shared/ports/store.ts";
import type { Time } from "../../shared/contracts/values.ts";
import { entityOf } from "../../shared/contracts/stored/shape.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { put } from "../../shared/ports/store.ts";

const channels = [1, 2, 3, 4].map((it) => ChannelId.parse(`chn_${it.toString().padStart(26, "0")}`));
const channel = fc.constantFrom(...channels);
const queues = fc.array(fc.record({ channelIds: fc.subarray(channels) }), { maxLength: 3 });

const command: fc.Arbitrary<PresenceCommand> = fc.oneof(
  fc.record({ do: fc.constantFrom("online" as const, "offline" as const), channelId: channel }),
  fc.record({ do: fc.constant("pause" as const), channelId: channel, reasonId: fc.constant(null) }),
  fc.record({ do: fc.constant("induce" as const), reasonId: fc.constant(null) }),
  fc.constant({ do: "resume" as const }),
  fc.constant({ do: "leave" as const }),
);

describe("channels that pause together", () => {
  it("are the same seen from each of them, and only who shares a queue belongs together", () => {
    fc.assert(
      fc.property(queues, channel, (served, from) => {
        const group = pausedTogether(served, from, channels);
        expect(group).toContain(from);
        for (const one of group) expect(pausedTogether(served, one, channels)).toEqual(group);
        const feeds = served.map((it) => (it.channelIds.length === 0 ? channels : it.channelIds));
        for (const one of feeds) {
          const within = one.filter((it) => group.has(it)).length;
          expect(within === 0 || within === one.length).toBe(true);
        }
        if (!feeds.some((it) => it.includes(from))) expect([...group]).toEqual([from]);
      }),
    );
  });

  it("are never online and paused within one queue, whatever is asked, and who is offline stays so unless they ask", () => {
    fc.assert(
      fc.property(queues, fc.array(command, { maxLength: 12 }), (served, commands) => {
        let known: Presences = {};
        for (const [index, asked] of commands.entries()) {
          const next = decidePresence(known, asked, (it) => pausedTogether(served, it, channels));
          const since = addSeconds(noon, index);
          for (const [channelId, standing] of next) {
            const before = known[channelId]?.status ?? "offline";
            expect(standing.status, "a change changes something").not.toBe(before);
            if (before === "offline") expect(asked).toMatchObject({ channelId });
            expect(standing.pause === undefined).toBe(standing.status !== "paused");
            known = { ...known, [channelId]: { since, ...standing } };
          }
          for (const { channelIds } of served) {
            const own = channelIds.length === 0 ? channels : channelIds;
            const there = own.flatMap((it) => {
              const status = known[it]?.status ?? "offline";
              return status === "offline" ? [] : [status];
            });
            expect(new Set(there).size).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });
});

/** Intervals follow each other without hole or overlap, from the first record to the end. */
function checkIntervals(records: readonly PresenceRecord[], until: Time): void {
  const known = records.filter(({ at }) => at < until);
  const intervals = intervalsOf(records, until);
  for (const channelId of new Set(known.map((it) => it.channelId))) {
    const own = intervals.filter((it) => it.channelId === channelId);
    const first = known
      .filter((it) => it.channelId === channelId)
      .map(({ at }) => at)
      .toSorted()[0];
    expect(own[0]?.from).toBe(first);
    expect(own.at(-1)?.to).toBe(until);
    for (const [index, one] of own.entries()) {
      expect(one.from < one.to).toBe(true);
      if (index > 0) expect(one.from).toBe(own[index - 1]?.to);
    }
    const length = own.reduce((sum, it) => sum + Date.parse(it.to) - Date.parse(it.from), 0);
    expect(length).toBe(Date.parse(until) - Date.parse(first ?? until));
  }
  expect(intervals).toHaveLength(known.length);
}

describe("the intervals of a presence log", () => {
  it("neither overlap nor leave a hole, and sum to the session", () => {
    const record = fc.record({
      channelId: channel,
      at: fc.integer({ min: 0, max: 500 }).map((it) => addSeconds(noon, it)),
      status: fc.constantFrom("online" as const, "paused" as const, "offline" as const),
    });
    const log = fc.uniqueArray(record, { selector: (it) => it.channelId + it.at, maxLength: 30 });
    fc.assert(
      fc.property(log, fc.integer({ min: 0, max: 600 }), (records, end) => {
        checkIntervals(records, addSeconds(noon, end));
      }),
    );
  });
});

/** The store as functions side by side see it: whose call has its turn is the scheduler's to say. */
function inTurns(store: Store, scheduler: fc.Scheduler): Store {
  const turn = <Answer>(run: () => Promise<Answer>): Promise<Answer> =>
    scheduler.schedule(Promise.resolve()).then(run);
  return {
    ...store,
    get: (shape, key, options) => turn(() => store.get(shape, key, options)),
    getMany: ((...input: Parameters<Store["getMany"]>) =>
      turn(() => store.getMany(...input))) as Store["getMany"],
    query: (shape, query) => turn(() => store.query(shape, query)),
    commit: (changes) => turn(() => store.commit(changes)),
  };
}

/** A desk with four channels, and an agent with seats in two sectors. */
async function furnish(feeds: readonly { readonly channelIds: readonly ChannelId[] }[]): Promise<Desk> {
  const desk = await openDesk({ online: false });
  const [first, second] = feeds;
  const other = {
    ...desk.queue,
    id: otherQueueId,
    sectorId: otherSectorId,
    channelIds: [...(second?.channelIds ?? [])],
  };
  const sector = await desk.store.get(SectorItem, keys.sector(sectorId));
  if (sector === undefined) throw new Error("the desk has no sector");
  const seat = desk.store.dump().find((it) => it.sk === keys.seat("", agents[0] ?? "").sk);
  if (seat === undefined) throw new Error("the desk has no seat");
  await desk.store.commit([
    ...channels.map((id) => put(id, ChannelItem, { ...desk.channel, id })),
    put("queue", QueueItem, { ...desk.queue, channelIds: [...(first?.channelIds ?? [])] }),
    put("other sector", SectorItem, { ...sector, id: otherSectorId }),
    put("other queue", QueueItem, other),
    put("seat", SeatItem, { ...seatOf(seat), queueIds: [queueId] }),
    put("other seat", SeatItem, { ...seatOf(seat), sectorId: otherSectorId, queueIds: [otherQueueId] }),
  ]);
  return desk;
}

const seatOf = (item: Readonly<Record<string, unknown>>) => SeatItem.schema.parse(entityOf(SeatItem, item));

describe("the presence of a person", () => {
  it("is the same in every seat and in the log, whoever changes it at once", async () => {
    const two = fc.array(fc.record({ channelIds: fc.subarray(channels) }), { minLength: 2, maxLength: 2 });
    const commands = fc.array(command, { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(
        two,
        fc.array(commands, { minLength: 1, maxLength: 3 }),
        fc.scheduler(),
        async (feeds, people, scheduler) => {
          const desk = await furnish(feeds);
          const store = inTurns(desk.store, scheduler);
          const clock = { now: () => (desk.pass(1), desk.clock.now()) };
          const deps = { store, clock, configuration: createConfiguration({ store, clock }) };
          const running = people.map(async (own) => {
            for (const asked of own)
              await changePresence(deps, {
                agentId: agents[0],
                command: asked,
                begin: addSeconds(noon, -60),
              });
          });
          await scheduler.waitFor(Promise.all(running));
          const { items: log } = await desk.store.query(PresenceItem, {
            ...{ pk: partitions.agent(agents[0]), prefix: prefixes.presence, limit: 1_000 },
          });
          const seats = desk.store.dump().filter((it) => it.sk === keys.seat("", agents[0] ?? "").sk);
          for (const item of seats.map(seatOf)) {
            for (const [channelId, { status, since }] of entriesOf(item.presence)) {
              const last = log.findLast((it) => it.channelId === channelId);
              expect({ status, since }).toEqual({ status: last?.status, since: last?.at });
            }
          }
          expect(new Set(seats.map((it) => it["presenceVersion"])).size).toBe(1);
          for (const { channelIds } of feeds) {
            const own = channelIds.length === 0 ? channels : channelIds;
            const last = own.map((id) => log.findLast((it) => it.channelId === id)?.status ?? "offline");
            expect(new Set(last.filter((it) => it !== "offline")).size).toBeLessThanOrEqual(1);
          }
          for (const channelId of channels) {
            const own = log.filter((it) => it.channelId === channelId).map(({ status }) => status);
            for (const [index, status] of own.entries()) expect(status).not.toBe(own[index - 1]);
          }
          checkIntervals(log, addSeconds(desk.clock.now(), 1));
        },
      ),
      { numRuns: 40 },
    );
  });
});
