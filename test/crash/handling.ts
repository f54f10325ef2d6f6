import type { Stage } from "./stage.ts";
import { Violation } from "../world/violation.ts";
import { checkQuiescence } from "../world/quiescence.ts";
import { handsOn } from "./hands.ts";
import { setUp } from "./conversation.ts";

/**
 * A supervisor takes a ticket over their limit, an agent notes, marks, tags and sends theirs on, the supervisor pauses the agent who has
 * none left and ends that, gives both tickets to them at once, over their limit, and closes all of them at once. Throws a Violation unless the
 * timelines are exactly that. Answers how many calls the setting up took.
 */
export async function handle(stage: Stage): Promise<number> {
  const { queue, channel, agentId: bia, tagId } = await setUp(stage);
  const hands = handsOn(stage, channel.id);
  const { act, request, write } = hands;
  const returns = await hands.addQueue(queue.sectorId, "Returns");
  const rui = await hands.hire("Rui", {
    ...{ role: "supervisor", sectorIds: [queue.sectorId], queueIds: [queue.id] },
  });
  await hands.goOnline(bia);
  // Long enough for nobody to remember how things were.
  stage.world.clock.advance(30_000);
  const setUpCalls = stage.made.length;

  const lia = await write("Lia", "first");
  await stage.rest("sweep");
  const eva = await write("Eva", "second");
  await act(rui, eva, ["api-tickets", "POST", "take"], {});
  const davi = await write("Davi", "third");
  await act(rui, davi, ["api-tickets", "POST", "take"], { force: true });

  const headers = { "idempotency-key": "note-of-bia" };
  await act(bia, lia, ["api-messaging", "POST", "notes"], { text: "wants it in green" }, [201], headers);
  await act(bia, lia, ["api-messaging", "POST", "read"], {});
  await act(bia, lia, ["api-messaging", "POST", "unread"], {});
  await act(bia, lia, ["api-tickets", "PUT", "tags"], { tagIds: [tagId] });
  const to = { kind: "queue", queueId: returns.id };
  const sent = { to, note: "please look", confirmed: true };
  await act(rui, davi, ["api-tickets", "POST", "transfer"], sent);
  // Who sent it on does not see it any more: asking again, they are told so.
  await act(bia, lia, ["api-tickets", "POST", "transfer"], sent, [200, 404]);

  const supervise = (action: string): Promise<unknown> =>
    request("api-people", rui, {
      ...{ method: "PUT", resource: "/agents/{agentId}/presence", params: { agentId: bia } },
      body: { action },
    });
  await supervise("pause");
  await supervise("resume");
  const bulk = async (body: object): Promise<readonly (string | null)[]> => {
    const call = { method: "POST", resource: "/tickets/bulk", body };
    const { results } = await request("api-tickets", rui, call);
    return (results as readonly { readonly code: string | null }[]).map(({ code }) => code);
  };
  const both = [{ ticketId: davi }, { ticketId: lia }];
  const given = await bulk({
    ...{ action: "transfer", tickets: both, force: true },
    to: { kind: "agent", agentId: bia, queueId: queue.id },
  });
  const ended = await bulk({
    action: "close",
    tickets: [...both, { ticketId: eva }, { ticketId: lia }],
    tagIds: [tagId],
  });
  await stage.rest("sweep");

  if (given.some((code) => code !== null))
    throw new Violation("bulk", `two given at once are ${given.join()}`);
  if (ended.at(-1) !== "TICKET_CLOSED" || ended.some((code) => code !== null && code !== "TICKET_CLOSED"))
    throw new Violation("bulk", `closed at once are ${ended.join()}`);
  const taken = ["opened", "message", "queued", "assigned"];
  hands.expectTimeline(eva, ...taken, "closed");
  hands.expectTimeline(davi, ...taken, "requeued", "transferred", "closed");
  const handled = ["note", "marked", "marked", "tagged"];
  hands.expectTimeline(lia, ...taken, ...handled, "requeued", "transferred", "closed");
  assertForced(stage, davi, "assigned");
  assertForced(stage, lia, "transferred");
  checkQuiescence(stage.world, stage.shadow, { channels: [channel] }, 0);
  return setUpCalls;
}

/** Over the limit it says so, and only there. */
function assertForced({ shadow }: Stage, ticketId: string, wanted: string): void {
  const entries = shadow.tickets.get(ticketId)?.entries ?? [];
  const forced = entries.flatMap((it) => ("forced" in it && it.forced ? [it.type] : []));
  if (forced.join() !== wanted)
    throw new Violation("d", `${ticketId} was forced by ${forced.join()} instead of ${wanted}`);
}
