import { ChannelItem, QueueItem } from "../../../shared/contracts/stored/shapes.ts";
import { describe, expect, it } from "vitest";
import { liasTicket, menu, receiving, said, says } from "./support.ts";
import { otherQueueId, queueId } from "../../support/ids.ts";
import type { Desk } from "../../support/desk.ts";
import type { Reception, Removal } from "../../../shared/contracts/organisation.ts";
import { configure } from "../../support/configure.ts";
import { put } from "../../../shared/ports/store.ts";

/** The channel is remembered as it is, then has this reception, and the first queue goes: all within the five seconds. */
async function passesBy(desk: Desk, reception: Reception): Promise<void> {
  await desk.configuration.channels();
  await configure(desk, put("channel", ChannelItem, { ...desk.channel, reception }));
  const [administrator] = desk.people;
  if (administrator === undefined) throw new Error("there is nobody");
  const removing: Removal = {
    since: desk.clock.now(),
    by: administrator.id,
    disposition: { kind: "transfer", to: otherQueueId },
  };
  await configure(desk, put("queue", QueueItem, { ...desk.queue, removing }));
}

describe("a channel that is remembered with a queue that is known to go", () => {
  it("sends who writes where its reception does by now", async () => {
    const desk = await receiving({ kind: "queue", queueId });
    await passesBy(desk, { kind: "queue", queueId: otherQueueId });
    await says(desk, "oi");
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting", queueId: otherQueueId });
  });

  it("goes by the menu there is by now, in which one queue is left", async () => {
    const desk = await receiving({ kind: "queue", queueId });
    await passesBy(desk, menu);
    await says(desk, "oi");
    expect(await liasTicket(desk)).toMatchObject({ phase: "waiting", queueId: otherQueueId });
  });

  it("hands over to the bot that came in its place, without a word", async () => {
    const desk = await receiving(menu);
    await passesBy(desk, { kind: "external" });
    await says(desk, "oi");
    const ticket = await liasTicket(desk);
    expect(ticket).toMatchObject({ phase: "bot", bot: { kind: "external" } });
    expect(await said(desk, ticket.id)).toEqual([]);
  });

  it("keeps who writes where it names that queue still", async () => {
    const desk = await receiving({ kind: "queue", queueId });
    await passesBy(desk, { kind: "queue", queueId });
    await says(desk, "oi");
    expect(await liasTicket(desk)).toMatchObject({ phase: "bot", bot: { kind: "queue", queueId } });
  });
});
