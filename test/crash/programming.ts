import type { FunctionName } from "../../shared/contracts/functions.ts";
import { Opened } from "../../shared/contracts/routes/opening.ts";
import type { Stage } from "./stage.ts";
import { Violation } from "../world/violation.ts";
import { admin, handsOn } from "./hands.ts";
import { ask, setUp } from "./conversation.ts";
import { checkQuiescence } from "../world/quiescence.ts";

/**
 * A bot of the business's own hears a contact, says something and asks something by its API key, hands them over to an agent,
 * who attends them and hands them back; it speaks once more, and hands over again. Throws a Violation unless the timeline is
 * exactly that and each of its words was sent once. Answers how many calls the setting up took.
 */
export async function program(stage: Stage): Promise<number> {
  const { queue, channel, agentId: bia, tagId } = await setUp(stage);
  const hands = handsOn(stage, channel.id);
  await hands.receiveBy({ kind: "external" });
  const key = { name: "Bot", scopes: ["bot", "tickets:read"], sectorIds: null, expiresAt: null };
  const created = await hands.request(
    "api-config",
    admin,
    { method: "POST", resource: "/api-keys", body: key },
    [201],
  );
  const { id: apiKeyId } = created["apiKey"] as { readonly id: string };
  await hands.goOnline(bia);
  stage.world.clock.advance(30_000);
  const setUpCalls = stage.made.length;

  const lia = await hands.write("Lia", "hello");
  const asBot = async (
    name: FunctionName,
    call: Parameters<typeof ask>[2],
  ): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await ask(stage, name, { ...call, apiKeyId }, [201]);
    await stage.rest();
    return answer;
  };
  const say = (clientMessageId: string, content: object): Promise<unknown> =>
    asBot("api-messaging", {
      ...{ method: "POST", resource: "/tickets/{ticketId}/messages", params: { ticketId: lia } },
      body: { clientMessageId, content },
    });
  const handOver = async (id: string): Promise<void> => {
    const contactId = stage.shadow.tickets.get(lia)?.head?.contactId;
    const answer = await asBot("api-tickets", {
      ...{ method: "POST", resource: "/tickets", headers: { "idempotency-key": id } },
      body: {
        ...{ kind: "flow", channelId: channel.id, contact: { kind: "known", contactId } },
        ...{ to: { queueId: queue.id }, fields: { reason: id } },
      },
    });
    const { ticket, created: isNew } = Opened.parse(answer);
    if (ticket.id !== lia || isNew) throw new Violation("openings", `${id} made ${ticket.id}`);
    await stage.rest("sweep");
  };
  await say("bot-greets", { type: "text", text: "I am a bot." });
  const options = [
    { id: "1", title: "Sales", description: null },
    { id: "2", title: "Nothing", description: null },
  ];
  await say("bot-asks", { type: "choices", text: "What is it?", label: "Options", options });
  await handOver("first-hand-over");
  // Who handed it back does not see it any more: asking again, they are told so.
  await hands.act(bia, lia, ["api-tickets", "POST", "bot"], {}, [200, 404, 409]);
  await say("bot-again", { type: "text", text: "Anything else?" });
  await handOver("second-hand-over");
  // The second of two closings finds it closed: that is what it wanted.
  await hands.act(bia, lia, ["api-tickets", "POST", "close"], { tagIds: [tagId] }, [200, 409]);
  await stage.rest("sweep");

  const handedOver = ["queued", "assigned"];
  hands.expectTimeline(
    lia,
    ...["opened", "message", "answer", "answer", ...handedOver, "returned", "answer"],
    ...[...handedOver, "closed"],
  );
  checkQuiescence(stage.world, stage.shadow, { channels: [channel] }, 0);
  return setUpCalls;
}
