import type { Stage } from "./stage.ts";
import { Contact } from "../../shared/contracts/contacts.ts";
import { Violation } from "../world/violation.ts";
import { admin, handsOn } from "./hands.ts";
import { checkQuiescence } from "../world/quiescence.ts";
import { settleSeconds } from "../../shared/actions/organisation/removal/removal.ts";
import { setUp } from "./conversation.ts";

/**
 * A contact is added and changed, writes and is attended, another waits; then their queue is removed and its tickets go into another, from
 * which they are taken and closed. Throws a Violation unless the timelines are exactly that, the contact is the one that was added, and the queue is
 * gone. Answers how many calls the setting up took.
 */
export async function vacate(stage: Stage): Promise<number> {
  const { queue, channel, agentId: bia, tagId } = await setUp(stage);
  const hands = handsOn(stage, channel.id);
  const { request, write } = hands;
  const returns = await hands.addQueue(queue.sectorId, "Returns");
  await hands.goOnline(bia);
  stage.world.clock.advance(30_000);
  const setUpCalls = stage.made.length;

  const { id: contactId } = Contact.parse(
    await request(
      "api-contacts",
      admin,
      {
        ...{ method: "POST", resource: "/contacts", headers: { "idempotency-key": "add-lia" } },
        body: { name: "Lia", address: { phone: "5511990000760" } },
      },
      [201],
    ),
  );
  const change = { name: "Lia of the shop", linkedAgentId: bia };
  const call = { method: "PATCH", resource: "/contacts/{contactId}", params: { contactId }, body: change };
  const changed = Contact.parse(await request("api-contacts", admin, call));
  const lia = await write("Lia", "first");
  await stage.rest("sweep");
  const eva = await write("Eva", "second");
  await hands.receiveBy({ kind: "queue", queueId: returns.id });
  const params = { queueId: queue.id };
  const removal = { method: "DELETE", resource: "/queues/{queueId}", params };
  // Whoever asks again once it is gone is told so.
  await request("api-config", admin, { ...removal, query: { transferTo: returns.id } }, [200, 404]);
  stage.world.clock.advance((settleSeconds + 60) * 1_000);
  await stage.rest("sweep");
  const bulk = { action: "close", tickets: [{ ticketId: lia }, { ticketId: eva }], tagIds: [tagId] };
  await request("api-tickets", admin, { method: "POST", resource: "/tickets/bulk", body: bulk });
  await stage.rest("sweep");

  const { contacts } = stage.shadow.contacts;
  const head = stage.shadow.tickets.get(lia)?.head;
  if (changed.version !== 2 || head?.contactId !== contactId || contacts.size !== 2)
    throw new Violation("complete", `${lia} is of ${head?.contactId}, not of ${contactId}`);
  const known = contacts.get(contactId);
  if (known?.name !== change.name || known.linkedAgentId !== bia)
    throw new Violation("complete", `${contactId} is ${JSON.stringify(known)}`);
  if (!stage.shadow.gone.has(queue.id)) throw new Violation("removal", `${queue.id} is still there`);
  hands.expectTimeline(lia, "opened", "message", "queued", "assigned", "requeued", "closed");
  hands.expectTimeline(eva, "opened", "message", "queued", "requeued", "closed");
  checkQuiescence(stage.world, stage.shadow, { channels: [channel] }, 0);
  return setUpCalls;
}
