import type { Customer } from "../../../local/whatsapp/customer.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import { keys, partitions, prefixes } from "../../../shared/contracts/stored/keys.ts";
import { AddressItem, EntryItem, HeadItem, OpenTicketItem } from "../../../shared/contracts/stored/shapes.ts";
import { phoneMatchKey } from "../../../shared/domain/phone.ts";
import type { Entry, OpenTicket, OutboundMessage, Ticket } from "../../../shared/contracts/tickets.ts";
import type { Scene } from "./scene.ts";
import type { Person, Shop } from "./shop.ts";
import { until } from "./until.ts";

let said = 0;

/** All entries of a ticket as the table holds them, in order. */
export async function timeline({ operator }: Scene, ticketId: TicketId): Promise<readonly Entry[]> {
  const pk = partitions.ticket(ticketId);
  return (await operator.store.query(EntryItem, { pk, prefix: prefixes.entries, limit: 1_000 })).items;
}

/** A ticket's head as the table holds it. */
export async function headOf({ operator }: Scene, ticketId: TicketId): Promise<Ticket> {
  const head = await operator.store.get(HeadItem, keys.head(ticketId));
  if (head === undefined) throw new Error(`there is no ticket ${ticketId}`);
  return head;
}

/** Texts of the contact's messages on a ticket, in order. */
export async function heard(scene: Scene, ticketId: TicketId): Promise<readonly string[]> {
  return (await timeline(scene, ticketId)).flatMap((entry) =>
    entry.type === "message" && entry.direction === "in" && entry.content.type === "text"
      ? [entry.content.text]
      : [],
  );
}

/** The ticket a person has on the shop's number, once it is in this phase. */
export function ticketOf<Phase extends Ticket["phase"]>(
  { operator: { store } }: Scene,
  { channel }: Shop,
  waId: string | undefined,
  phase: Phase,
): Promise<Ticket & { readonly phase: Phase }> {
  const matchKey = phoneMatchKey(waId ?? "");
  return until(`the ticket of ${waId} is ${phase}`, async () => {
    const address = await store.get(AddressItem, keys.address("whatsapp-phone", matchKey));
    const lock = address && (await store.get(OpenTicketItem, keys.openTicket(address.contactId, channel.id)));
    const head = lock && (await store.get(HeadItem, keys.head(lock.ticketId)));
    return head?.phase === phase && (head as Ticket & { readonly phase: Phase });
  });
}

/** A customer writes and is assigned. */
export async function openTicket(scene: Scene, shop: Shop, customer: Customer): Promise<OpenTicket> {
  await customer.send.text("oi");
  return ticketOf(scene, shop, customer.waId, "open");
}

/** The agent answers. */
export const reply = (
  { api }: Scene,
  { token }: Person,
  ticketId: TicketId,
  text: string,
): Promise<OutboundMessage> => {
  const clientMessageId = `message-${(said += 1)}`.padEnd(12, "-");
  const body = { clientMessageId, content: { type: "text" as const, text } };
  return api.call("sendMessage", { params: { ticketId }, body }, { token });
};

/** An outbound entry as the table holds it. */
export async function outbound(
  { operator }: Scene,
  { ticketId, number }: Pick<OutboundMessage, "ticketId" | "number">,
): Promise<OutboundMessage> {
  const entry = await operator.store.get(EntryItem, keys.entry(ticketId, number));
  if (entry?.type !== "message" || entry.direction !== "out") throw new Error("this is no outbound message");
  return entry;
}

/** The outbound entry once its delivery has this status. */
export const delivered = (
  scene: Scene,
  entry: Pick<OutboundMessage, "ticketId" | "number">,
  status: OutboundMessage["delivery"]["status"],
): Promise<OutboundMessage> =>
  until(`message ${entry.number} of ${entry.ticketId} is ${status}`, async () => {
    const now = await outbound(scene, entry);
    return now.delivery.status === status && now;
  });
