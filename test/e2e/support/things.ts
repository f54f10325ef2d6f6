import type {
  ApiKeyId,
  CannedResponseId,
  ContactId,
  PauseReasonId,
  WebhookId,
} from "../../../shared/contracts/ids.ts";
import type { StaffRoute, Subject } from "./route-requests.ts";
import type { Scene } from "./scene.ts";
import { openChannel, openWebChat, type Person, type Shop } from "./shop.ts";

let made = 0;
const next = (): number => (made += 1);

/** A canned response of the shop's sector: approved when who has this token may decide, else a suggestion. */
export async function cannedResponse(
  { api }: Scene,
  { sector }: Pick<Shop, "sector">,
  token: string,
): Promise<CannedResponseId> {
  const body = { shortcut: `pronta-${next()}`, text: "Olá, tudo bem?", sectorId: sector.id };
  return (await api.call("createCannedResponse", { body }, { token })).id;
}

/** A new reason for pauses. */
export async function pauseReason({ api, admin }: Scene): Promise<PauseReasonId> {
  const body = { name: `Pausa ${next()}`, isWork: false };
  return (await api.call("createPauseReason", { body }, { token: admin })).id;
}

/** A webhook that is told of nothing until it is made active. */
export async function webhook({ api, admin }: Scene): Promise<WebhookId> {
  const name = `Webhook ${next()}`;
  const url = "https://receiver.example/desk";
  const body = { name, url, events: ["ticket.opened" as const], active: false };
  return (await api.call("createWebhook", { body }, { token: admin })).webhook.id;
}

/** A key that reads the configuration. */
export async function apiKey({ api, admin }: Scene): Promise<ApiKeyId> {
  const body = { name: `Chave ${next()}`, scopes: ["config:read" as const] };
  return (await api.call("createApiKey", { body }, { token: admin })).apiKey.id;
}

/** Somebody who has not written yet. */
export async function contact({ api, admin }: Scene): Promise<ContactId> {
  const body = { name: `Cliente ${next()}`, address: { phone: (5_521_911_000_000 + made).toString() } };
  return (await api.call("createContact", { body }, { token: admin })).id;
}

/** Somebody of the shop's queue who has not signed in yet. */
async function somebody(
  { api, admin }: Scene,
  { queue }: Pick<Shop, "queue">,
): Promise<Pick<Subject, "agentId">> {
  const body = {
    email: `alguem${next()}@loja.example`,
    name: `Alguém ${made}`,
    role: "agent" as const,
    queueIds: [queue.id],
    temporaryPassword: "Temporaria1",
  };
  return { agentId: (await api.call("createAgent", { body }, { token: admin })).id };
}

async function queue(
  { api, admin }: Scene,
  { sector }: Pick<Shop, "sector">,
): Promise<Pick<Subject, "queueId">> {
  const call = { params: { sectorId: sector.id }, body: { name: `Fila ${next()}` } };
  return { queueId: (await api.call("createQueue", call, { token: admin })).id };
}

/** The shop, and its agent. */
interface Owners {
  readonly shop: Shop;
  readonly people: { readonly agent: Pick<Person, "token"> };
}

/** A thing of the shop's own for a route that uses up or changes for good what it is about; nothing for the others. */
export async function usedUp(
  scene: Scene,
  { shop, people }: Owners,
  name: StaffRoute,
): Promise<Partial<Subject>> {
  const token = scene.admin;
  const sectorId = shop.sector.id;
  switch (name) {
    case "removePauseReason":
      return { pauseReasonId: await pauseReason(scene) };
    case "removeWebhook":
      return { webhookId: await webhook(scene) };
    case "removeApiKey":
      return { apiKeyId: await apiKey(scene) };
    case "removeChannel":
      return { channelId: (await openChannel(scene, { kind: "none" })).id };
    case "rotateIdentitySecret":
      return { channelId: (await openWebChat(scene)).id };
    case "removeSector": {
      const body = { name: `Setor ${next()}`, ticketLimit: 1, queue: { name: "Única" } };
      return { sectorId: (await scene.api.call("createSector", { body }, { token })).sector.id };
    }
    case "setQueueAgents":
    case "removeQueue":
      return queue(scene, shop);
    case "removeTag": {
      const call = { params: { sectorId }, body: { name: `Etiqueta ${next()}` } };
      return { tagId: (await scene.api.call("createTag", call, { token })).id };
    }
    case "removeAgent":
    case "setAgentPassword":
    case "signAgentOut":
      return somebody(scene, shop);
    case "removeCannedResponse":
      return { cannedResponseId: await cannedResponse(scene, shop, token) };
    case "decideCannedResponse":
      return { cannedResponseId: await cannedResponse(scene, shop, people.agent.token) };
    default:
      return {};
  }
}
