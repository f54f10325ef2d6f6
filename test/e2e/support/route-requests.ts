import type { RequestOf } from "../../../local/stack/api-client.ts";
import type {
  AgentId,
  ApiKeyId,
  CannedResponseId,
  ChannelId,
  ContactId,
  PauseReasonId,
  QueueId,
  SectorId,
  TagId,
  TicketId,
  WebhookId,
} from "../../../shared/contracts/ids.ts";
import type { Route } from "../../../shared/contracts/routes/route.ts";
import { systemClock } from "../../../shared/adapters/clock.ts";
import { addSeconds } from "../../../shared/domain/time.ts";
import { type RouteName, routes } from "../../../shared/contracts/routes/table.ts";

/** Routes that ask for a signed-in person. */
export type StaffRoute = {
  [Name in RouteName]: (typeof routes)[Name]["access"]["kind"] extends "staff" ? Name : never;
}[RouteName];

export const staffRoutes = Object.values(routes as Readonly<Record<string, Route>>).flatMap((route) =>
  route.access.kind === "staff" ? [route.name as StaffRoute] : [],
);

/** What a request is about: things of the shop, or things that are not there. */
export interface Subject {
  readonly ticketId: TicketId;
  readonly sectorId: SectorId;
  readonly tagId: TagId;
  readonly queueId: QueueId;
  readonly channelId: ChannelId;
  readonly agentId: AgentId;
  readonly cannedResponseId: CannedResponseId;
  readonly pauseReasonId: PauseReasonId;
  readonly webhookId: WebhookId;
  readonly apiKeyId: ApiKeyId;
  readonly contactId: ContactId;
}

let asked = 0;

/** A request of every staff route that is right in form, about `subject`; each one asks for something new. */
export function requests(subject: Subject): { readonly [Name in StaffRoute]: RequestOf<Name> } {
  asked += 1;
  const { ticketId, sectorId, tagId, queueId, channelId, agentId, cannedResponseId, pauseReasonId } = subject;
  const { webhookId, apiKeyId, contactId } = subject;
  const name = `Novo ${asked}`;
  const shortcut = `novo-${asked}`;
  return {
    signOut: {},
    me: {},
    myMfa: {},
    beginMfa: {},
    confirmMfa: { body: { code: "000000" } },
    removeMfa: {},
    openSocket: {},
    myPresence: {},
    setPresence: { params: { channelId }, body: { status: "online" } },
    getSettings: {},
    changeSettings: { body: { businessName: name } },
    listHolidays: { query: { year: 2_026 } },
    listPauseReasons: {},
    createPauseReason: { body: { name, isWork: false } },
    changePauseReason: { params: { pauseReasonId }, body: { name } },
    removePauseReason: { params: { pauseReasonId } },
    listAudit: { query: { resourceId: sectorId } },
    listChannels: {},
    createChannel: {
      body: {
        kind: "whatsapp",
        name,
        phoneNumberId: (800_000_000 + asked).toString(),
        wabaId: "900100",
        displayNumber: "+55 11 4000-0000",
        secrets: { accessToken: "t", appSecrets: ["s"], verifyToken: "12345678" },
      },
    },
    getChannel: { params: { channelId } },
    changeChannel: { params: { channelId }, body: { name } },
    removeChannel: { params: { channelId } },
    checkChannel: { params: { channelId } },
    rotateIdentitySecret: { params: { channelId }, body: {} },
    listTemplates: { params: { channelId } },
    getDirectory: {},
    listQueueAgents: { params: { queueId } },
    listSectors: {},
    createSector: { body: { name, ticketLimit: 1, queue: { name } } },
    getSector: { params: { sectorId } },
    changeSector: { params: { sectorId }, body: { name } },
    removeSector: { params: { sectorId }, query: { closeAll: "true" } },
    listQueues: { params: { sectorId } },
    createQueue: { params: { sectorId }, body: { name } },
    getQueue: { params: { queueId } },
    changeQueue: { params: { queueId }, body: { name } },
    setQueueAgents: { params: { queueId }, body: { agentIds: [agentId] } },
    removeQueue: { params: { queueId }, query: { closeAll: "true" } },
    listTags: { params: { sectorId } },
    createTag: { params: { sectorId }, body: { name } },
    changeTag: { params: { tagId }, body: { name } },
    removeTag: { params: { tagId } },
    listAgents: {},
    createAgent: {
      body: {
        email: `novo${asked}@loja.example`,
        name,
        role: "agent",
        queueIds: [queueId],
        temporaryPassword: "Temporaria1",
      },
    },
    getAgent: { params: { agentId } },
    changeAgent: { params: { agentId }, body: { name } },
    setAgentPresence: { params: { agentId }, body: { action: "resume" } },
    removeAgent: { params: { agentId } },
    setAgentPassword: { params: { agentId }, body: { temporaryPassword: "Temporaria2" } },
    signAgentOut: { params: { agentId } },
    listCannedResponses: {},
    createCannedResponse: { body: { shortcut, text: "Olá!", sectorId } },
    changeCannedResponse: { params: { cannedResponseId }, body: { text: `Olá, ${name}!` } },
    removeCannedResponse: { params: { cannedResponseId } },
    decideCannedResponse: { params: { cannedResponseId }, body: { decision: "approve" } },
    renderCannedResponse: { params: { ticketId, cannedResponseId } },
    listWebhooks: {},
    createWebhook: {
      body: { name, url: "https://receiver.example/desk", events: ["ticket.opened"], active: false },
    },
    changeWebhook: { params: { webhookId }, body: { name } },
    removeWebhook: { params: { webhookId } },
    rotateWebhookSecret: { params: { webhookId }, body: {} },
    testWebhook: { params: { webhookId } },
    listWebhookDeliveries: { params: { webhookId } },
    listApiKeys: {},
    createApiKey: { body: { name, scopes: ["config:read"] } },
    removeApiKey: { params: { apiKeyId } },
    listContacts: { query: { q: "Cli" } },
    createContact: { body: { name, address: { phone: (5_511_900_000_000 + asked).toString() } } },
    getContact: { params: { contactId } },
    changeContact: { params: { contactId }, body: { name } },
    setContactBlock: { params: { contactId }, body: { blocked: true } },
    listContactTickets: { params: { contactId } },
    listTickets: { query: { list: "waiting", limit: 100 } },
    getTicket: { params: { ticketId } },
    getTimeline: { params: { ticketId } },
    takeTicket: { params: { ticketId }, body: {} },
    closeTicket: { params: { ticketId }, body: { tagIds: [tagId] } },
    addNote: { params: { ticketId }, body: { text: name } },
    markRead: { params: { ticketId }, body: {} },
    markUnread: { params: { ticketId }, body: {} },
    setTags: { params: { ticketId }, body: { tagIds: [tagId] } },
    transferTicket: { params: { ticketId }, body: { to: { kind: "queue", queueId }, confirmed: true } },
    snoozeTicket: { params: { ticketId }, body: { until: addSeconds(systemClock.now(), 12 * 3_600) } },
    wakeTicket: { params: { ticketId }, body: {} },
    handBack: { params: { ticketId }, body: {} },
    dropTicket: { params: { ticketId }, body: {} },
    bulkTickets: { body: { action: "close", tickets: [{ ticketId }], tagIds: [tagId] } },
    openTicket: {
      body: {
        ...{ kind: "flow", channelId, to: { queueId } },
        contact: {
          ...{ kind: "address", name },
          address: { phone: `5521${asked.toString().padStart(9, "9")}` },
        },
      },
    },
    sendMessage: {
      params: { ticketId },
      body: {
        clientMessageId: `request-${asked.toString().padStart(6, "0")}`,
        content: { type: "text", text: "Olá" },
      },
    },
  };
}

/** Address and body of a request. */
export function spelledOut(
  name: RouteName,
  request: object,
): { path: string; method: string; body?: string } {
  const {
    params = {},
    query,
    body,
  } = request as {
    params?: Readonly<Record<string, string>>;
    query?: Readonly<Record<string, string>>;
    body?: unknown;
  };
  const { path, method }: Route = routes[name];
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => params[key] ?? "");
  return {
    path: query === undefined ? filled : `${filled}?${new URLSearchParams(query).toString()}`,
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
}
