import type * as z from "zod";
import type { Agent } from "../../../shared/contracts/organisation.ts";
import type { Actor } from "../../../shared/domain/authorisation.ts";
import { ApiKeyId } from "../../../shared/contracts/ids.ts";
import type { BotTicket, TemplateContent, Ticket } from "../../../shared/contracts/tickets.ts";
import type { SectorId } from "../../../shared/contracts/ids.ts";
import { ChannelItem, QueueItem, SectorItem } from "../../../shared/contracts/stored/shapes.ts";
import { FlowOpening, OutreachOpening } from "../../../shared/contracts/routes/opening.ts";
import { type Desk, openDesk } from "../../support/desk.ts";
import { actorOfKey } from "../../../shared/domain/authorisation.ts";
import { agentAt } from "../../support/other-sector.ts";
import { configurationSeconds } from "../../../shared/actions/configuration/configuration.ts";
import { channelId, queueId, sectorId } from "../../support/ids.ts";
import { configure } from "../../support/configure.ts";
import { keys, places } from "../../../shared/contracts/stored/keys.ts";
import { openFlow } from "../../../shared/actions/tickets/open-flow.ts";
import { openOutreach } from "../../../shared/actions/tickets/open-outreach.ts";
import { HeadItem } from "../../../shared/contracts/stored/shapes.ts";
import { put } from "../../../shared/ports/store.ts";
import type { Request } from "../../../shared/actions/organisation/idempotent.ts";

export const keyId = ApiKeyId.parse(`key_${"1".padStart(26, "0")}`);

/** A program of the whole business, or of some sectors. */
export const bot = (sectorIds: readonly SectorId[] | null = null): Actor =>
  actorOfKey({ id: keyId, sectorIds: sectorIds === null ? null : [...sectorIds] });

/** Lia's phone, as WhatsApp tells it. */
export const lia = "5511990000001";
export const ofLia = { kind: "address", address: { phone: lia }, name: "Lia" } as const;

const asked = (key?: string, input: unknown = null): Request => ({
  ...{ actorId: keyId, route: "openTicket", key, input },
});

/** Hands Lia over to the desk's queue, unless `changes` say otherwise. */
export const handOver = (
  desk: Desk,
  changes: Partial<z.input<typeof FlowOpening>> = {},
  options: { readonly actor?: Actor; readonly key?: string } = {},
) => {
  const { kind, ...input } = FlowOpening.parse({
    ...{ kind: "flow", channelId, contact: ofLia, to: { queueId } },
    ...changes,
  });
  return openFlow(desk, asked(options.key, { kind, ...input }), { ...input, actor: options.actor ?? bot() });
};

export const template: TemplateContent = {
  ...{ type: "template", name: "pedido_pronto", language: "pt_BR", parameters: ["Lia"] },
};

/** The desk's first agent begins a conversation with Lia. */
export const begin = (
  desk: Desk,
  actor: Actor = writer(desk),
  changes: Partial<z.input<typeof OutreachOpening>> = {},
  key?: string,
) => {
  const { kind, ...input } = OutreachOpening.parse({
    ...{ kind: "outreach", channelId, contact: ofLia, queueId, clientMessageId: "outreach-1", template },
    ...changes,
  });
  return openOutreach(desk, asked(key, { kind, ...input }), { ...input, actor });
};

/** An agent of the desk who may begin conversations. */
export const writer = (desk: Desk, index = 0): Agent => {
  const agent = agentAt(desk, index);
  return { ...agent, permissions: { ...agent.permissions, outreach: true } };
};

/** A desk whose sector lets people begin conversations. */
export async function outreachDesk(options: Parameters<typeof openDesk>[0] = {}): Promise<Desk> {
  const desk = await openDesk(options);
  await changeSector(desk, { outreach: true });
  return desk;
}

export async function changeSector(desk: Desk, changes: object): Promise<void> {
  const sector = await desk.store.get(SectorItem, keys.sector(sectorId));
  if (sector === undefined) throw new Error("needs an ordinary desk");
  await configure(desk, put("sector", SectorItem, { ...sector, ...changes }));
  desk.pass(configurationSeconds);
}

export async function changeQueue(desk: Desk, changes: object): Promise<void> {
  await configure(desk, put("queue", QueueItem, { ...desk.queue, ...changes }));
  desk.pass(configurationSeconds);
}

/** From now on a bot of the business's own receives who writes. */
export async function external(desk: Desk): Promise<void> {
  await configure(desk, put("channel", ChannelItem, { ...desk.channel, reception: { kind: "external" } }));
  desk.pass(configurationSeconds);
}

/** The tickets that are with a bot. */
export async function withBot(desk: Desk): Promise<readonly BotTicket[]> {
  const { pointers } = await desk.store.find(1, { pk: places.bot(channelId), limit: 100 });
  const heads = await desk.store.getMany<Ticket[]>(
    pointers.map(({ pk, sk }) => ({ shape: HeadItem, key: { pk, sk } })),
  );
  return heads.filter((head): head is BotTicket => head?.phase === "bot");
}
