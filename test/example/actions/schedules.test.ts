import { describe, expect, it } from "vitest";
import { type Snooze, SnoozeItem } from "../../../shared/contracts/stored/shapes.ts";
import { agents, channelId, queueId, sectorId, otherQueueId, ticketId } from "../../support/ids.ts";
import { noon, openDesk } from "../../support/desk.ts";
import type { TableChange } from "../../../shared/actions/relay/plan.ts";
import { addSeconds } from "../../../shared/domain/time.ts";
import { relay } from "../../../shared/actions/relay/relay.ts";

const snooze: Snooze = {
  ...{ ticketId, snooze: 1, until: addSeconds(noon, 3_600) },
  ...{ sectorId, queueId, channelId, agentId: agents[0] },
};
const stored = (it: Snooze) => ({
  ...SnoozeItem.key(it),
  shape: SnoozeItem.kind,
  v: SnoozeItem.version,
  ...it,
});
const began = (it: Snooze): TableChange => ({ id: "1", new: stored(it) });
const ended = (it: Snooze): TableChange => ({ id: "2", old: stored(it) });
const name = (number: number): string => `${ticketId}-${number}`;

describe("a snooze's schedule", () => {
  it("is named after the ticket and the snooze, and wakes this one", async () => {
    const desk = await openDesk();
    await relay(desk, [began(snooze)]);
    expect([...desk.seen.schedules]).toEqual([
      [name(1), { at: snooze.until, job: { v: 1, kind: "snooze", ticketId, snooze: 1 } }],
    ]);
  });

  it("goes when the snooze is over before its time", async () => {
    const desk = await openDesk();
    await relay(desk, [began(snooze)]);
    await relay(desk, [ended(snooze)]);
    expect([...desk.seen.schedules.keys()]).toEqual([]);
  });

  it("is another one when the ticket is put away again, be it until the same time", async () => {
    const desk = await openDesk();
    await relay(desk, [began(snooze)]);
    await relay(desk, [{ id: "2", old: stored(snooze), new: stored({ ...snooze, snooze: 2 }) }]);
    expect([...desk.seen.schedules.keys()]).toEqual([name(2)]);
  });

  it("stays as it is when the ticket moves to another queue", async () => {
    const desk = await openDesk();
    const refusing = { create: () => Promise.reject(new Error("made")), remove: desk.schedules.remove };
    await relay(desk, [began(snooze)]);
    const moved = { ...snooze, queueId: otherQueueId };
    await relay({ ...desk, schedules: refusing }, [{ id: "2", old: stored(snooze), new: stored(moved) }]);
    expect([...desk.seen.schedules.keys()]).toEqual([name(1)]);
  });

  it("comes to the same when a batch is told again", async () => {
    const desk = await openDesk();
    const batch = [began(snooze), ended(snooze), began({ ...snooze, snooze: 2 })];
    await relay(desk, batch);
    await relay(desk, batch);
    expect([...desk.seen.schedules.keys()]).toEqual([name(2)]);
  });

  it("is not made for what is due already: that is looked at now, and nothing is deleted that deletes itself", async () => {
    const desk = await openDesk();
    desk.pass(3_600);
    await relay(desk, [began(snooze)]);
    expect([...desk.seen.schedules.keys()]).toEqual([]);
    expect(desk.seen.wakeups.map(({ body }) => body)).toEqual([
      { v: 1, kind: "snooze", ticketId, snooze: 1 },
    ]);
  });

  it("that cannot be made holds nothing else up, and is logged: the sweep is behind it", async () => {
    const desk = await openDesk();
    const lines: string[] = [];
    const log = { ...desk.log, error: (message: string) => void lines.push(message) };
    const failing = { create: () => Promise.reject(new Error("no")), remove: desk.schedules.remove };
    await relay({ ...desk, log, schedules: failing }, [began(snooze)]);
    expect(lines).toEqual(["the schedule of a snooze could not be made or deleted"]);
  });
});
