import { Opened } from "../../shared/contracts/routes/opening.ts";
import type { Stage } from "./stage.ts";
import { Violation } from "../world/violation.ts";
import { ask, setUp } from "./conversation.ts";
import { checkQuiescence } from "../world/quiescence.ts";

const admin = "agt_01KAQ000000000000000000000";
const callback = { url: "https://receiver.example/ended", secret: `whsec_${"A".repeat(43)}=` };

/**
 * Somebody who never wrote is handed over, is attended, writes, and is done with: whoever handed them over is told. Then they are handed
 * over once more with the same request, which is answered as the first. Throws a Violation unless that makes one ticket, whose timeline is
 * exactly that, and one callback is told. Answers how many calls the setting up took.
 */
export async function handOver(stage: Stage): Promise<number> {
  const { queue, channel, agentId, tagId } = await setUp(stage);
  const { world, shadow } = stage;
  await stage.rest();
  const setUpCalls = stage.made.length;
  const online = { method: "PUT", resource: "/me/presence/{channelId}", body: { status: "online" } };
  await ask(stage, "api-access", { ...online, params: { channelId: channel.id }, agentId }, [200]);
  const contact = { kind: "address", address: { phone: "5511990000010" }, name: "Lia" };
  const body = { kind: "flow", channelId: channel.id, contact, to: { queueId: queue.id }, callback };
  const headers = { "idempotency-key": "hand-over-of-lia" };
  const request = { method: "POST", resource: "/tickets", agentId: admin, body, headers };
  const handed = async (): Promise<Opened> => Opened.parse(await ask(stage, "api-tickets", request, [201]));
  const first = await handed();
  await stage.rest("sweep");
  const sender = { phone: "5511990000010", userId: "BR.lia", name: "Lia" };
  world.meta.emit([{ phoneNumberId: "700200", providerId: "wamid.1", sender, text: "here I am" }], [], 0);
  await stage.rest("sweep");
  const ticketId = first.ticket.id;
  const close = { method: "POST", resource: "/tickets/{ticketId}/close", agentId };
  // The second of two closings finds it closed: that is what it wanted.
  await ask(stage, "api-tickets", { ...close, params: { ticketId }, body: { tagIds: [tagId] } }, [200, 409]);
  await stage.rest("sweep");
  const again = await handed();
  await stage.rest("sweep");

  if (!first.created || JSON.stringify(again) !== JSON.stringify(first))
    throw new Violation("openings", `the same request made ${again.ticket.id} after ${ticketId}`);
  const found = [...shadow.tickets.values()].map(({ entries }) => entries.map((it) => it.type).join());
  if (found.join("; ") !== "opened,queued,assigned,message,closed")
    throw new Violation("complete", `the timelines are ${found.join("; ")}`);
  const told = new Set(world.receivers.posts.flatMap(({ id, url }) => (url === callback.url ? [id] : [])));
  if ([...told].join() !== `callback-${ticketId}-5`)
    throw new Violation("callbacks", `told were ${[...told].join()}`);
  checkQuiescence(world, shadow, { channels: [channel] }, 0);
  return setUpCalls;
}
