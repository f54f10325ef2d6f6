import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { RestCall } from "../world/events.ts";
import type { Stage } from "./stage.ts";
import { Violation } from "../world/violation.ts";
import { ask, setUp } from "./conversation.ts";
import { checkQuiescence } from "../world/quiescence.ts";

const admin = "agt_01KAQ000000000000000000000";

/**
 * Two agents with room for one each. A customer is attended by the first, who then is busy with another, and comes back: they wait
 * for the first although the second is free, and go to the second once their time is over. Throws a Violation unless
 * that is what their timelines say. Answers how many calls the setting up took.
 */
export async function comeBack(stage: Stage): Promise<number> {
  const { queue, channel, agentId: first, tagId } = await setUp(stage);
  const request = (name: FunctionName, call: RestCall, accepted: readonly number[]) =>
    ask(stage, name, call, accepted);
  const another = { email: "rui@desk.example", name: "Rui", role: "agent", queueIds: [queue.id] };
  const headers = { "idempotency-key": "set-up-another-agent" };
  const made = await request(
    "api-people",
    { method: "POST", resource: "/agents", body: another, agentId: admin, headers },
    [201],
  );
  const second = String(made["id"]);
  const setUpCalls = stage.made.length;
  const { world, shadow } = stage;
  const online = (agentId: string) =>
    request(
      "api-access",
      {
        ...{ method: "PUT", resource: "/me/presence/{channelId}", body: { status: "online" }, agentId },
        params: { channelId: channel.id },
      },
      [200],
    );
  const write = async (id: string, name: string): Promise<string> => {
    const sender = { phone: `5511990000${name.charCodeAt(0)}0`, userId: `BR.${name}`, name };
    world.meta.emit([{ phoneNumberId: "700200", providerId: id, sender, text: id }], [], 0);
    await stage.rest();
    return shadow.received.get(`${channel.id}/${id}`)?.ticketId ?? "";
  };
  /** Time passes, whatever is due then is done, and the sweep comes for what was lost. */
  const pass = async (seconds: number): Promise<void> => {
    world.clock.advance(seconds * 1_000);
    await stage.rest("sweep");
  };
  await online(first);
  const attended = await write("first", "Lia");
  await stage.rest("sweep");
  const params = { ticketId: attended };
  const body = { tagIds: [tagId] };
  // The second of two closings finds it closed: that is what it wanted.
  await request(
    "api-tickets",
    { method: "POST", resource: "/tickets/{ticketId}/close", params, body, agentId: first },
    [200, 409],
  );
  await stage.rest("sweep");
  await write("other", "Eva");
  await stage.rest("sweep");
  await online(second);
  await stage.rest("sweep");
  const back = await write("back", "Lia");
  // Where nobody died time has not passed yet, and only who is preferred could get it.
  await pass(62);
  await pass(62);
  assertGiven(stage, { attended, back, first, second });
  checkQuiescence(world, shadow, { channels: [channel] }, 0);
  return setUpCalls;
}

function assertGiven(
  { shadow }: Stage,
  { attended, back, first, second }: { attended: string; back: string; first: string; second: string },
): void {
  const entries = shadow.tickets.get(back)?.entries ?? [];
  const queued = entries.find((entry) => entry.type === "queued");
  const assigned = entries.filter((entry) => entry.type === "assigned");
  const head = shadow.tickets.get(back)?.head;
  if (head?.formerTicketId !== attended || queued?.preference?.agentId !== first)
    throw new Violation(
      "complete",
      `${back} follows ${head?.formerTicketId}, for ${queued?.preference?.agentId}`,
    );
  const [given, ...more] = assigned;
  if (given?.agentId !== second || more.length > 0)
    throw new Violation("complete", `${back} was given to ${assigned.map((it) => it.agentId).join()}`);
  if (given.at < queued.preference.until)
    throw new Violation(
      "preferred",
      `${back} was given away at ${given.at}, before ${queued.preference.until}`,
    );
}
