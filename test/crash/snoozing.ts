import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { RestCall } from "../world/events.ts";
import type { Stage } from "./stage.ts";
import { Violation } from "../world/violation.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import { ask, setUp } from "./conversation.ts";
import { checkQuiescence } from "../world/quiescence.ts";

const hour = 3_600;
const template = { type: "template", name: "back_again", language: "pt_BR", parameters: [] };

/**
 * A ticket that is put away, and again until another time; that its contact wakes, its agent takes up and its time wakes,
 * after the window and with a template; and that is closed while it is put away. Throws a Violation unless its timeline and the
 * schedules, where there are any (`scheduled`), are exactly what was done. Answers how many calls the setting up took.
 */
export async function snoozeAndWake(stage: Stage, scheduled: boolean): Promise<number> {
  const { channel, agentId, tagId } = await setUp(stage);
  const setUpCalls = stage.made.length;
  const { world } = stage;
  const request = (name: FunctionName, call: RestCall, accepted: readonly number[]) =>
    ask(stage, name, { ...call, agentId }, accepted);
  const write = async (id: string): Promise<void> => {
    const sender = { phone: "5511990000010", userId: "BR.lia", name: "Lia" };
    world.meta.emit([{ phoneNumberId: "700200", providerId: id, sender, text: id }], [], 0);
    await stage.rest();
  };
  const params = { channelId: channel.id };
  const online = { method: "PUT", resource: "/me/presence/{channelId}", params, body: { status: "online" } };
  await request("api-access", online, [200]);
  await write("first");
  const open = { method: "GET", resource: "/tickets", query: { list: "open" } };
  const { items } = await request("api-tickets", open, [200]);
  const ticketId = (items as { id: string }[])[0]?.id ?? "";
  const act = async (what: string, body: object, accepted = [200]): Promise<void> => {
    const call = { method: "POST", resource: `/tickets/{ticketId}/${what}`, params: { ticketId }, body };
    await request("api-tickets", call, accepted);
    await stage.rest();
  };
  const snooze = (hours: number, more: object = {}): Promise<void> =>
    act("snooze", { until: addSeconds(world.clock.now(), hours * hour), ...more });
  const expectSchedules = (...snoozes: readonly number[]): void => {
    const wanted = snoozes.map((it) => `${ticketId}-${it}`).join();
    const found = world.scheduler.names().join();
    if (scheduled && found !== wanted)
      throw new Violation("h", `the schedules are "${found}" instead of "${wanted}"`);
  };

  await snooze(1);
  expectSchedules(1);
  await snooze(2);
  expectSchedules(2);
  await write("second");
  expectSchedules();
  await snooze(1);
  // The second of two finds it taken up: that is what it wanted.
  await act("wake", {}, [200, 409]);
  expectSchedules();
  await snooze(30, { template });
  expectSchedules(4);
  // Late enough for the sweep, where nothing else wakes it.
  world.clock.advance((30 * hour + 130) * 1_000);
  await stage.rest("sweep");
  expectSchedules();
  await snooze(1, { confirmed: true });
  await act("close", { tagIds: [tagId] }, [200, 409]);
  expectSchedules();
  await stage.rest("sweep");
  assertTimeline(stage, ticketId);
  checkQuiescence(world, stage.shadow, { channels: [channel] }, 0);
  return setUpCalls;
}

function assertTimeline({ shadow }: Stage, ticketId: string): void {
  const entries = shadow.tickets.get(ticketId)?.entries ?? [];
  const wanted = [
    ...["opened", "message", "queued", "assigned", "snoozed", "snoozed", "message", "woken contact"],
    ...["snoozed", "woken agent", "snoozed", "woken due", "message", "snoozed", "closed"],
  ];
  const found = entries.map((it) => (it.type === "woken" ? `woken ${it.because}` : it.type));
  if (found.join() !== wanted.join()) throw new Violation("complete", `the timeline is ${found.join()}`);
}
