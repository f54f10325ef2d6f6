import { describe, expect, it } from "vitest";
import { setQueueAgents } from "../../../shared/actions/organisation/queues.ts";
import { removeVacantSeat } from "../../../shared/actions/organisation/vacant-seat.ts";
import { setPresence } from "../../../shared/actions/presence/set-presence.ts";
import { relay } from "../../../shared/actions/relay/relay.ts";
import { keys, partitions, prefixes } from "../../../shared/contracts/stored/keys.ts";
import { PresenceItem, SeatItem } from "../../../shared/contracts/stored/shapes.ts";
import { addSeconds } from "../../../shared/domain/time.ts";
import { type Desk, noon, openDesk } from "../../support/desk.ts";
import { agents, channelId, queueId, sectorId } from "../../support/ids.ts";
import { overtaken } from "../../support/overtaken.ts";
import { addQueue, addSector, admin, seatOf, sweepSeats } from "./support.ts";

const [ana] = agents;

/** Ana came online at noon and leaves the only queue she serves, an hour later. */
async function leaving(options: { readonly joining?: boolean } = {}) {
  const desk = await openDesk({ online: false });
  const [actor] = desk.people;
  if (actor === undefined) throw new Error("nobody is at the desk");
  desk.pass(1);
  await setPresence(desk, { actor, channelId, status: "online" });
  desk.pass(3_600);
  const { sector } = await addSector(desk);
  const other = await addQueue(desk, "Outra", { to: sector.id });
  if (options.joining === true)
    await setQueueAgents(desk, { actor: admin, queueId: other.id, agentIds: [ana] });
  await setQueueAgents(desk, { actor: admin, queueId, agentIds: [] });
  return { desk, actor, sector, other };
}

const log = async (desk: Desk) => {
  const query = { pk: partitions.agent(ana), prefix: prefixes.presence, limit: 100 };
  return (await desk.store.query(PresenceItem, query)).items.map(({ at, status }) => [at, status]);
};

const cameOnline = [
  [noon, "offline"],
  [addSeconds(noon, 1), "online"],
];

describe("who serves no queue any more and holds no ticket", () => {
  it("has no seat, and is offline by the log from the moment it goes", async () => {
    const { desk, actor } = await leaving();
    await removeVacantSeat(desk, { sectorId, agentId: ana });
    expect(await seatOf(desk, ana)).toBeUndefined();
    expect(await log(desk)).toEqual([...cameOnline, [desk.clock.now(), "offline"]]);
    const online = setPresence(desk, { actor, channelId, status: "online" });
    await expect(online).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("goes by the relay, and is found by the sweep", async () => {
    const { desk } = await leaving();
    const left = desk.store.changes.findLast(
      ({ newItem }) => newItem?.["shape"] === SeatItem.kind && newItem["sk"] === keys.seat(sectorId, ana).sk,
    );
    if (left === undefined) throw new Error("the seat did not change");
    await relay(desk, [{ id: "1", old: left.oldItem, new: left.newItem }]);
    expect(await seatOf(desk, ana)).toBeUndefined();
    // The others left the queue with her.
    expect(await sweepSeats(desk)).toBe(agents.length - 1);
    expect(await sweepSeats(desk)).toBe(0);
  });

  it("stays there on the seat of another sector", async () => {
    const { desk, sector } = await leaving({ joining: true });
    await removeVacantSeat(desk, { sectorId, agentId: ana });
    expect(await log(desk)).toEqual(cameOnline);
    expect((await seatOf(desk, ana, sector.id))?.presence[channelId]?.status).toBe("online");
  });

  it("of two seats that go at once, one is the last", async () => {
    const { desk, sector, other } = await leaving({ joining: true });
    await setQueueAgents(desk, { actor: admin, queueId: other.id, agentIds: [] });
    const late = overtaken(desk, async () => {
      await removeVacantSeat(desk, { sectorId: sector.id, agentId: ana });
    });
    await removeVacantSeat(late, { sectorId, agentId: ana });
    expect([await seatOf(desk, ana), await seatOf(desk, ana, sector.id)]).toEqual([undefined, undefined]);
    expect(await log(desk)).toEqual([...cameOnline, [desk.clock.now(), "offline"]]);
  });

  it("keeps the seat where they got a queue again meanwhile", async () => {
    const { desk } = await leaving();
    const late = overtaken(desk, async () => {
      await setQueueAgents(desk, { actor: admin, queueId, agentIds: [ana] });
    });
    expect(await removeVacantSeat(late, { sectorId, agentId: ana })).toBe(false);
    expect((await seatOf(desk, ana))?.presence[channelId]?.status).toBe("online");
    expect(await log(desk)).toEqual(cameOnline);
  });

  it("who gets a queue of another sector before the seat went is there in it too", async () => {
    const { desk, sector, other } = await leaving();
    await setQueueAgents(desk, { actor: admin, queueId: other.id, agentIds: [ana] });
    await sweepSeats(desk);
    expect((await seatOf(desk, ana, sector.id))?.presence[channelId]?.status).toBe("online");
    expect(await log(desk)).toEqual(cameOnline);
  });
});
