import { describe, expect, it } from "vitest";
import { ChannelItem, HeadItem, TimerItem } from "../../../shared/contracts/stored/shapes.ts";
import { keys, partitions, places } from "../../../shared/contracts/stored/keys.ts";
import { minutesPass, relayed, ruleDesk } from "../../support/passing.ts";
import { timeline, write } from "../../support/conversation.ts";
import type { Desk } from "../../support/desk.ts";
import type { Ticket } from "../../../shared/contracts/tickets.ts";
import { configure } from "../../support/configure.ts";
import { openDesk } from "../../support/desk.ts";
import { put } from "../../../shared/ports/store.ts";

/** A desk whose channel attends nobody by itself, where somebody has written: a potential. */
async function written(potentialSeconds: number | null = 3_600) {
  const desk = await openDesk({ routing: "manual" });
  await configure(
    desk,
    put("channel", ChannelItem, { ...desk.channel, version: 2, reception: { kind: "none" } }),
  );
  await ruleDesk(desk, { potentialSeconds });
  await write(desk, "wamid.1", "oi");
  return desk;
}

const potentials = async (desk: Desk): Promise<readonly Ticket[]> => {
  const { pointers } = await desk.store.find(1, { pk: places.bot(desk.channel.id), limit: 10 });
  const heads = await desk.store.getMany<Ticket[]>(
    pointers.map(({ pk, sk }) => ({ shape: HeadItem, key: { pk, sk } })),
  );
  return heads.filter((head) => head !== undefined);
};

describe("a potential", () => {
  it("expires so long after the last message, without a word", async () => {
    const desk = await written();
    const [head] = await potentials(desk);
    await minutesPass(desk, 59);
    expect(await potentials(desk)).toHaveLength(1);
    await minutesPass(desk, 3);
    expect(await potentials(desk)).toEqual([]);
    const entries = await timeline(desk, head?.id ?? ("" as never));
    expect(entries.map(({ type }) => type)).toEqual(["opened", "message", "closed"]);
    expect(entries.at(-1)).toMatchObject({ reason: "expired", was: "bot", by: { kind: "system" } });
  });

  it("whose contact writes again has the whole time anew", async () => {
    const desk = await written();
    await minutesPass(desk, 50);
    await write(desk, "wamid.2", "alguém aí?");
    await minutesPass(desk, 50);
    expect(await potentials(desk)).toHaveLength(1);
    await minutesPass(desk, 12);
    expect(await potentials(desk)).toEqual([]);
  });

  it("stays where the settings say so, and nothing is written for it", async () => {
    const desk = await written(null);
    await minutesPass(desk, 120);
    expect(await potentials(desk)).toHaveLength(1);
    expect((await desk.store.query(TimerItem, { pk: partitions.timers, limit: 9 })).items).toEqual([]);
  });

  it("that was there before the settings said so expires too, within an hour of its time", async () => {
    const desk = await written(null);
    await relayed(desk);
    await ruleDesk(desk, { potentialSeconds: 3_600 });
    await minutesPass(desk, 122);
    expect(await potentials(desk)).toEqual([]);
  });

  it("who writes after it expired opens another ticket, which knows the former one", async () => {
    const desk = await written();
    const [former] = await potentials(desk);
    await minutesPass(desk, 62);
    await write(desk, "wamid.2", "voltei");
    await expect(potentials(desk)).resolves.toMatchObject([{ formerTicketId: former?.id }]);
  });

  it("whose timer was lost is found within an hour", async () => {
    const desk = await written();
    await relayed(desk);
    const { items } = await desk.store.query(TimerItem, { pk: partitions.timers, limit: 9 });
    const [timer] = items;
    if (timer === undefined) throw new Error("there is no timer");
    const { pk, sk } = keys.timer(timer.at, timer.ticketId, timer.kind);
    await desk.store.commit([
      { do: "delete", name: "timer", shape: TimerItem as never, key: { pk, sk }, when: [] },
    ]);
    await minutesPass(desk, 122);
    expect(await potentials(desk)).toEqual([]);
  });
});
