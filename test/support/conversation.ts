import { receiveJob } from "../../shared/actions/intake/receive-job.ts";
import { receiveWebhook } from "../../shared/actions/intake/receive-webhook.ts";
import { routeQueue } from "../../shared/actions/routing/route-queue.ts";
import { HeadItem } from "../../shared/contracts/stored/shapes.ts";
import { partitions, places, prefixes } from "../../shared/contracts/stored/keys.ts";
import { EntryItem, PlaceItem } from "../../shared/contracts/stored/shapes.ts";
import type { Entry, Ticket } from "../../shared/contracts/tickets.ts";
import type { TicketId } from "../../shared/contracts/ids.ts";
import { messagesValue, signed, webhookBody } from "../../local/whatsapp/envelope.ts";
import type { JsonObject } from "../../local/whatsapp/types.ts";
import { type Desk, secrets } from "./desk.ts";
import { agents, queueId } from "./ids.ts";

const number = { phoneNumberId: "700200", displayPhoneNumber: "551130000000" };

/** Meta delivers one signed webhook, and the inbound worker handles what it put into the queue. */
export async function deliver(desk: Desk, parts: Parameters<typeof messagesValue>[1]): Promise<void> {
  await post(
    desk,
    webhookBody([{ wabaId: "900100", field: "messages", value: messagesValue(number, parts) }]),
  );
  for (const job of desk.seen.inbound.splice(0)) await receiveJob(desk, job.body);
}

/** The webhook alone: what was enqueued stays in `desk.seen.inbound`. */
export async function post(desk: Desk, body: JsonObject): Promise<void> {
  const { body: bytes, headers } = signed(body, secrets.appSecrets[0] ?? "");
  await receiveWebhook(
    { ...desk, queue: desk.inboundQueue },
    { body: Buffer.from(bytes), signature: headers["x-hub-signature-256"] },
  );
}

/** A text message as it stands in `messages[]`. */
export const textMessage = (id: string, body: string, at: string, from = "5511990000001"): JsonObject => ({
  from,
  id,
  timestamp: String(Math.floor(Date.parse(at) / 1_000)),
  type: "text",
  text: { body },
});

/** A customer writes, and the desk takes it in. */
export const write = (desk: Desk, id: string, body: string, from = "5511990000001"): Promise<void> =>
  deliver(desk, {
    contacts: [{ profile: { name: "Lia" }, wa_id: from }],
    messages: [textMessage(id, body, desk.clock.now(), from)],
  });

/** The router serves the desk's queue. */
export const route = (desk: Desk): Promise<{ readonly assigned: number }> => routeQueue(desk, queueId);

/** Tickets that wait, in order. */
export async function waiting(desk: Desk): Promise<readonly TicketId[]> {
  const prefix = prefixes.line(desk.channel.id);
  const line = await desk.store.query(PlaceItem, { pk: partitions.queue(queueId), prefix, limit: 1_000 });
  return line.items.map((place) => place.ticketId);
}

/** Heads of all agents' open tickets. */
export async function openTickets(desk: Desk): Promise<readonly Ticket[]> {
  const lists = await Promise.all(
    agents.map((agentId) => desk.store.find(1, { pk: places.open(agentId), limit: 1_000 })),
  );
  const pointers = lists.flatMap((list) => list.pointers);
  const heads = await desk.store.getMany<Ticket[]>(pointers.map((key) => ({ shape: HeadItem, key })));
  return heads.filter((head) => head !== undefined);
}

/** A ticket's timeline. */
export async function timeline(desk: Desk, ticketId: TicketId): Promise<readonly Entry[]> {
  const page = await desk.store.query(EntryItem, {
    pk: partitions.ticket(ticketId),
    prefix: prefixes.entries,
    limit: 1_000,
  });
  return page.items;
}
