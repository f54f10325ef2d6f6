import { Queue } from "../../shared/contracts/organisation.ts";
import type { RestCall } from "../world/events.ts";
import type { Stage } from "./stage.ts";
import { Violation } from "../world/violation.ts";
import { ask, setUp } from "./conversation.ts";
import { checkQuiescence } from "../world/quiescence.ts";
import { unclearText } from "../world/reception.ts";

const admin = "agt_01KAQ000000000000000000000";

/**
 * A contact who is asked, not understood, asked again, and understood; is attended and handed back to the menu, chooses another
 * line and is handed back from there; and a potential in the end that is dropped. Throws a Violation unless the timeline is exactly
 * that. Answers how many calls the setting up took.
 */
export async function receive(stage: Stage): Promise<number> {
  const { queue, channel, agentId } = await setUp(stage);
  const { world } = stage;
  const made = await ask(
    stage,
    "api-config",
    {
      ...{ method: "POST", resource: "/sectors/{sectorId}/queues", agentId: admin },
      ...{ params: { sectorId: queue.sectorId }, headers: { "idempotency-key": "another-queue" } },
      body: { name: "Returns", routing: "manual" },
    },
    [201],
  );
  const other = Queue.parse(made);
  const reception = {
    ...{ kind: "menu", greeting: "Which line?", unclear: unclearText(3), tries: 3, fallback: null },
    queueIds: [queue.id, other.id],
  };
  const change = { method: "PATCH", resource: "/channels/{channelId}", agentId: admin };
  await ask(
    stage,
    "api-channels",
    { ...change, params: { channelId: channel.id }, body: { reception } },
    [200],
  );
  await stage.rest();
  const setUpCalls = stage.made.length;
  world.clock.advance(6_000);

  let count = 0;
  const write = async (text: string): Promise<void> => {
    const sender = { phone: "5511990000010", userId: "BR.lia", name: "Lia" };
    world.clock.advance(2_000);
    const providerId = `wamid.${(count += 1)}`;
    world.meta.emit([{ phoneNumberId: "700200", providerId, sender, text }], [], 0);
    await stage.rest();
  };
  const ticketId = (): string => [...stage.shadow.tickets.keys()][0] ?? "";
  const act = async (what: string, by: string, accepted = [200]): Promise<void> => {
    const call: RestCall = {
      ...{ method: "POST", resource: `/tickets/{ticketId}/${what}`, agentId: by },
      ...{ params: { ticketId: ticketId() }, body: {} },
    };
    await ask(stage, "api-tickets", call, accepted);
    await stage.rest();
  };
  const online = { method: "PUT", resource: "/me/presence/{channelId}", body: { status: "online" } };
  await ask(stage, "api-access", { ...online, params: { channelId: channel.id }, agentId }, [200]);
  for (const text of ["hello", "pardon me", "1"]) await write(text);
  // Who handed it back does not see it any more: asking again, they are told so.
  await act("bot", agentId, [200, 404]);
  await write("returns");
  await act("bot", admin);
  await act("drop", admin, [200, 409]);
  await stage.rest("sweep");

  const found = (stage.shadow.tickets.get(ticketId())?.entries ?? []).map((it) => it.type);
  const wanted = [
    ...["opened", "message", "message", "message", "reception", "message", "message", "queued", "assigned"],
    ...["returned", "message", "message", "queued", "returned", "message", "closed"],
  ];
  if (found.join() !== wanted.join()) throw new Violation("complete", `the timeline is ${found.join()}`);
  checkQuiescence(world, stage.shadow, { channels: [channel] }, 0);
  return setUpCalls;
}
