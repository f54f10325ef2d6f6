import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Seat } from "../../shared/contracts/organisation.ts";
import type { Time } from "../../shared/contracts/values.ts";
import { choose, ineligibility, queuesGivenFree, queuesWithNewRoom } from "../../shared/domain/routing.ts";
import { QueueId } from "../../shared/contracts/ids.ts";
import { agentId, channelId, queueId, sectorId } from "../support/ids.ts";

const since = "2026-11-23T12:00:00.000Z" as Time;
const otherQueue = QueueId.parse("que_00000000000000000000000002");

const seat = (suffix: string): fc.Arbitrary<Seat> =>
  fc.record({
    sectorId: fc.constant(sectorId),
    agentId: fc.constant(agentId(suffix)),
    queueIds: fc.subarray([queueId, otherQueue]),
    presence: fc.constantFrom(
      {},
      { [channelId]: { status: "online" as const, since } },
      { [channelId]: { status: "offline" as const, since } },
      { [channelId]: { status: "paused" as const, since, pause: { reasonId: null, induced: false } } },
    ),
    presenceVersion: fc.constant(0),
    load: fc.integer({ min: 0, max: 4 }),
    limit: fc.integer({ min: 0, max: 4 }),
    lastAssignedAt: fc
      .integer({ min: 0, max: 59 })
      .map((second) => since.replace(":00.", `:${String(second).padStart(2, "0")}.`) as Time),
  });

const seats = fc
  .integer({ min: 0, max: 8 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => seat(String(index + 1)))));

describe("the routing choice", () => {
  it("is nobody exactly when nobody can, and otherwise one who can", () => {
    fc.assert(
      fc.property(seats, (all) => {
        const able = all.filter((it) => ineligibility(it, queueId, channelId) === undefined);
        const { agentId: chosen } = choose(all, queueId, channelId);
        if (able.length === 0) expect(chosen).toBeUndefined();
        else expect(able.map((it) => it.agentId)).toContain(chosen);
      }),
    );
  });

  it("falls on nobody with more load, nor on somebody busier more recently with the same", () => {
    fc.assert(
      fc.property(seats, (all) => {
        const { agentId: chosen } = choose(all, queueId, channelId);
        const winner = all.find((it) => it.agentId === chosen);
        fc.pre(winner !== undefined);
        for (const other of all.filter((it) => ineligibility(it, queueId, channelId) === undefined)) {
          expect(winner.load).toBeLessThanOrEqual(other.load);
          if (other.load === winner.load) expect(winner.lastAssignedAt <= other.lastAssignedAt).toBe(true);
        }
      }),
    );
  });

  it("does not depend on the order in which seats were read", () => {
    fc.assert(
      fc.property(seats, (all) => {
        expect(choose(all.toReversed(), queueId, channelId).agentId).toBe(
          choose(all, queueId, channelId).agentId,
        );
      }),
    );
  });

  it("says of everyone in the queue why", () => {
    fc.assert(
      fc.property(seats, (all) => {
        const { reasons } = choose(all, queueId, channelId);
        const named = [...reasons.eligible, ...reasons.others].map((it) => it.agentId).toSorted();
        const members = all
          .filter((it) => it.queueIds.includes(queueId))
          .map((it) => it.agentId)
          .toSorted();
        expect(named).toEqual(members);
        expect(reasons.eligibleCount + reasons.othersCount).toBe(members.length);
      }),
    );
  });

  it("notices new room exactly when a seat that could not take a ticket now can, or can take more", () => {
    fc.assert(
      fc.property(seat("1"), seat("1"), (before, after) => {
        const room = (it: Seat): number =>
          ineligibility(it, queueId, channelId) === undefined ? it.limit - it.load : 0;
        const noticed = queuesWithNewRoom(before, after).includes(queueId);
        if (room(after) > 0 && room(before) === 0) expect(noticed).toBe(true);
        if (room(after) === 0 || (room(before) > 0 && room(after) <= room(before)))
          expect(noticed).toBe(false);
      }),
    );
  });

  it("notices what an agent no longer keeps from others: exactly when it could not go to anybody, and now it can", () => {
    fc.assert(
      fc.property(seat("1"), seat("1"), (before, after) => {
        const other: Seat = {
          ...{ ...before, agentId: agentId("2"), queueIds: [queueId], load: 0, limit: 1 },
          presence: { [channelId]: { status: "online", since: before.lastAssignedAt } },
        };
        const takerBeside = (it: Seat) => choose([it, other], queueId, channelId, it.agentId).agentId;
        const isFreed = takerBeside(before) === undefined && takerBeside(after) === other.agentId;
        expect(queuesGivenFree(before, after).includes(queueId)).toBe(isFreed);
      }),
    );
  });
});
