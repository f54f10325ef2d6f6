import { ContactItem, QueueItem, SettingsItem } from "../../../shared/contracts/stored/shapes.ts";
import type { Contact } from "../../../shared/contracts/contacts.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { agentAt } from "../../support/other-sector.ts";
import { openTickets, route, waiting, write } from "../../support/conversation.ts";
import { queueId, tags } from "../../support/ids.ts";
import { type Settings, defaultSettings } from "../../../shared/contracts/settings.ts";
import type { OpenTicket, Ticket, WaitingTicket } from "../../../shared/contracts/tickets.ts";
import { HeadItem } from "../../../shared/contracts/stored/shapes.ts";
import type { Queue } from "../../../shared/contracts/organisation.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import { closeTicket } from "../../../shared/actions/tickets/close-ticket.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { put } from "../../../shared/ports/store.ts";

export const lia = "5511990000001";

/** A desk whose queue and settings have these rules. */
export async function deskWith(
  options: Parameters<typeof openDesk>[0],
  rules: Partial<Queue>,
  settings: Partial<Settings> = {},
): Promise<Desk> {
  const desk = await openDesk(options);
  await desk.store.commit([
    put("queue", QueueItem, { ...desk.queue, ...rules, id: queueId }),
    put("settings", SettingsItem, { ...defaultSettings, ...settings, version: 1 }),
  ]);
  return desk;
}

/** Somebody else than Lia writes, a second after whoever wrote before. */
export async function another(desk: Desk, index: number): Promise<void> {
  desk.pass(1);
  await write(
    desk,
    `wamid.${index}.${desk.clock.now()}`,
    "oi",
    `55119911${index.toString().padStart(5, "0")}`,
  );
}

/** The ticket of the one who waits. */
export async function onlyWaiting(desk: Desk): Promise<WaitingTicket> {
  const [id, ...others] = await waiting(desk);
  const head = id === undefined ? undefined : await headOf(desk, id);
  if (head?.phase !== "waiting" || others.length > 0) throw new Error("there is not one who waits");
  return head;
}

export async function headOf(desk: Desk, id: TicketId): Promise<Ticket> {
  const head = await desk.store.get(HeadItem, keys.head(id));
  if (head === undefined) throw new Error(`there is no ${id}`);
  return head;
}

/** Lia writes, somebody attends her, and closes: from then on the desk knows who attended her last. */
export async function attendLia(desk: Desk): Promise<OpenTicket> {
  await write(desk, "wamid.first", "cadê meu pedido?", lia);
  await route(desk);
  const [ticket] = await openTickets(desk);
  if (ticket?.phase !== "open") throw new Error("nobody attends her");
  const actor = desk.people.find(({ id }) => id === ticket.agentId) ?? agentAt(desk, 0);
  await closeTicket(desk, { actor, ticketId: ticket.id, tagIds: [tags[0]] });
  desk.pass(60);
  return ticket;
}

/** Makes an agent the one whose customer a contact is. */
export async function link(desk: Desk, contactId: Contact["id"], agentId: Contact["linkedAgentId"]) {
  const contact = await desk.store.get(ContactItem, keys.contact(contactId));
  if (contact === undefined) throw new Error("there is no such contact");
  await desk.store.commit([put("contact", ContactItem, { ...contact, linkedAgentId: agentId })]);
}
