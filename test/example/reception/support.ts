import {
  AddressItem,
  ChannelItem,
  HeadItem,
  OpenTicketItem,
  QueueItem,
  SectorItem,
} from "../../../shared/contracts/stored/shapes.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import type { MenuReception, Queue, Reception, Sector } from "../../../shared/contracts/organisation.ts";
import { otherQueueId, queueId, sectorId } from "../../support/ids.ts";
import { deliver, timeline, write } from "../../support/conversation.ts";
import type { Entry, Ticket } from "../../../shared/contracts/tickets.ts";
import type { JsonObject } from "../../../local/whatsapp/types.ts";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import { configurationSeconds } from "../../../shared/actions/configuration/configuration.ts";
import { configure } from "../../support/configure.ts";
import { keys } from "../../../shared/contracts/stored/keys.ts";
import { phoneMatchKey } from "../../../shared/domain/phone.ts";
import { openOtherSector } from "../../support/other-sector.ts";
import { put } from "../../../shared/ports/store.ts";

/** Open on weekdays from 9 to 18 in São Paulo; the examples begin on a Monday at 9:00 there. */
export const businessHours: NonNullable<Sector["hours"]> = {
  timeZone: "America/Sao_Paulo",
  weekly: Object.fromEntries(
    ["monday", "tuesday", "wednesday", "thursday", "friday"].map((day) => [
      day,
      [{ from: "09:00", to: "18:00" }],
    ]),
  ),
  special: [],
};

export const menu: MenuReception = {
  kind: "menu",
  greeting: "Olá! Com quem você quer falar?",
  queueIds: [queueId, otherQueueId],
  unclear: "Desculpe, não entendi. Escolha uma das opções:",
  tries: 3,
  fallback: null,
};

/** A desk with the queues Vendas and Cobrança, each of a sector of that name, whose number has this reception. */
export async function receiving(
  reception: Reception,
  rules: {
    readonly sales?: Partial<Sector>;
    readonly billing?: Partial<Sector>;
    readonly salesQueue?: Partial<Queue>;
    readonly billingQueue?: Partial<Queue>;
  } = {},
): Promise<Desk> {
  const desk = await openDesk({ routing: "manual" });
  await openOtherSector(desk, {
    sector: { name: "Cobrança", ...rules.billing },
    queue: { name: "Cobrança", ...rules.billingQueue },
  });
  await changeSector(desk, rules.sales ?? {});
  await configure(
    desk,
    put("queue", QueueItem, { ...desk.queue, name: "Vendas", ...rules.salesQueue }),
    put("channel", ChannelItem, { ...desk.channel, reception }),
  );
  desk.pass(configurationSeconds + 1);
  return desk;
}

/** The first sector has these rules from now on. */
export async function changeSector(desk: Desk, rules: Partial<Sector>): Promise<void> {
  const sector = await desk.store.get(SectorItem, keys.sector(sectorId));
  if (sector === undefined) throw new Error("there is no sector");
  await configure(desk, put("sector", SectorItem, { ...sector, ...rules }));
  desk.pass(configurationSeconds + 1);
}

/** The number has this reception from now on. */
export async function changeReception(desk: Desk, reception: Reception): Promise<void> {
  await configure(desk, put("channel", ChannelItem, { ...desk.channel, reception }));
  desk.pass(configurationSeconds + 1);
}

const lia = "5511990000001";
let count = 0;

/** A customer writes, two seconds after whatever was before. */
export async function says(desk: Desk, text: string, from?: string): Promise<void> {
  desk.pass(2);
  count += 1;
  await write(desk, `wamid.said.${count}`, text, from);
}

/** A customer sends something else than text. */
export async function sends(desk: Desk, message: JsonObject): Promise<void> {
  desk.pass(2);
  count += 1;
  const from = lia;
  const timestamp = String(Math.floor(Date.parse(desk.clock.now()) / 1_000));
  await deliver(desk, {
    contacts: [{ profile: { name: "Lia" }, wa_id: from }],
    messages: [{ from, id: `wamid.sent.${count}`, timestamp, ...message }],
  });
}

/** A customer taps something of a menu. */
export const taps = (desk: Desk, id: string, title = "?"): Promise<void> =>
  sends(desk, { type: "interactive", interactive: { type: "list_reply", list_reply: { id, title } } });

/** The ticket that Lia has, whatever its phase but closed. */
export async function liasTicket(desk: Desk): Promise<Ticket> {
  const { store, channel } = desk;
  const address = await store.get(AddressItem, keys.address("whatsapp-phone", phoneMatchKey(lia)));
  const lock = address && (await store.get(OpenTicketItem, keys.openTicket(address.contactId, channel.id)));
  const head = lock && (await store.get(HeadItem, keys.head(lock.ticketId)));
  if (head === undefined) throw new Error("Lia has no ticket");
  return head;
}

/** What the desk said on a ticket: purpose and text. */
export async function said(desk: Desk, ticketId: TicketId): Promise<readonly (readonly [string, string])[]> {
  return (await timeline(desk, ticketId)).flatMap((entry) => textOf(entry));
}

function textOf(entry: Entry): readonly (readonly [string, string])[] {
  if (entry.type !== "message" || entry.direction !== "out") return [];
  const { content, purpose } = entry;
  const text = content.type === "choices" || content.type === "text" ? content.text : content.type;
  return [[purpose ?? "", text]];
}
