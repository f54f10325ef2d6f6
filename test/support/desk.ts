import type { Agent, Queue, Seat, Sector, Tag } from "../../shared/contracts/organisation.ts";
import type {
  ChannelSecrets,
  WhatsAppChannel,
  WhatsAppSecrets,
} from "../../shared/contracts/organisation.ts";
import {
  AgentItem,
  ChannelItem,
  PhoneNumberItem,
  QueueItem,
  SeatItem,
  SectorItem,
  TagItem,
} from "../../shared/contracts/stored/shapes.ts";
import type { ChannelId } from "../../shared/contracts/ids.ts";
import type { Time } from "../../shared/contracts/values.ts";
import type { SendRequest } from "../../shared/contracts/whatsapp.ts";
import type {
  InboundJob,
  OutboundJob,
  RoutingJob,
  WakeupJob,
  WebhookJob,
} from "../../shared/contracts/queue-messages.ts";
import type { ServerMessage } from "../../shared/contracts/socket-messages.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { createRandom } from "../../shared/adapters/random.ts";
import { createWebhookTargets } from "../../shared/adapters/webhook-targets.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import { absent, put } from "../../shared/ports/store.ts";
import type { Job, Log, SendOutcome } from "../../shared/ports/ports.ts";
import { createMemoryStore } from "../../shared/store/memory.ts";
import { agents, channelId, queueId, sectorId, tags } from "./ids.ts";

export const secrets: WhatsAppSecrets = {
  accessToken: "a token",
  appSecrets: ["an app secret"],
  verifyToken: "a verify token",
};

/** The clock's first instant in every example. */
export const noon = "2026-11-23T12:00:00.000Z" as Time;

const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/**
 * A small desk for examples: one WhatsApp number whose contacts go straight into one automatic queue, one sector with two
 * tags, and agents who serve the queue. The store is in memory, queues and sockets are lists to look at.
 */
export async function openDesk(
  options: { readonly limit?: number; readonly online?: boolean; readonly routing?: Queue["routing"] } = {},
) {
  const { limit = 2, online = true, routing: routingMode = "automatic" } = options;
  let now = noon;
  const clock = { now: (): Time => now };
  const store = createMemoryStore();
  const channel: WhatsAppChannel = {
    id: channelId,
    version: 1,
    kind: "whatsapp",
    name: "Loja",
    phoneNumberId: "700200",
    wabaId: "900100",
    displayNumber: "+55 11 3000-0000",
    reception: { kind: "queue", queueId },
    removing: null,
    createdAt: noon,
  };
  const sector: Sector = {
    id: sectorId,
    version: 1,
    name: "Vendas",
    managerIds: [],
    active: true,
    hours: null,
    outOfHours: { kind: "queue", text: "Estamos fora do horário de atendimento." },
    ticketLimit: limit,
    outreach: false,
    inactivity: null,
    serviceLevel: { wait: null, firstResponse: null, handling: null },
    tagsRequired: true,
    survey: false,
    routing: routingMode,
    removing: null,
    createdAt: noon,
  };
  const queue: Queue = {
    id: queueId,
    version: 1,
    sectorId,
    name: "Balcão",
    routing: routingMode,
    channelIds: [],
    waitingCap: null,
    greeting: null,
    tellsPosition: false,
    removing: null,
    createdAt: noon,
  };
  const people = agents.map((id, index): Agent => ({
    id,
    version: 1,
    email: `agente${index + 1}@loja.example`,
    name: `Agente ${index + 1}`,
    role: "agent",
    phone: null,
    active: true,
    accessHours: null,
    sectorIds: [],
    queueIds: [queueId],
    limits: {},
    permissions: { dropPotentials: false, viewContacts: true, outreach: false, seeQueueHistory: false },
    hasPhoto: false,
    sessionsValidAfter: noon,
    createdAt: noon,
  }));
  const seats = agents.map((agentId): Seat => ({
    sectorId,
    agentId,
    queueIds: [queueId],
    presence: online ? { [channelId]: { status: "online", since: noon } } : {},
    presenceVersion: 0,
    load: 0,
    limit,
    lastAssignedAt: noon,
  }));
  await store.commit([
    put("channel", ChannelItem, channel, absent),
    put("number", PhoneNumberItem, { phoneNumberId: channel.phoneNumberId, channelId }, absent),
    put("sector", SectorItem, sector, absent),
    put("queue", QueueItem, queue, absent),
    ...tags.map((id, index) => {
      const tag: Tag = { id, version: 1, sectorId, name: `Tag ${index + 1}`, createdAt: noon };
      return put(`tag ${index}`, TagItem, tag, absent);
    }),
    ...people.map((agent) => put(`agent ${agent.id}`, AgentItem, agent, absent)),
    ...seats.map((seat) => put(`seat ${seat.agentId}`, SeatItem, seat, absent)),
  ]);
  const kept = new Map<ChannelId, ChannelSecrets>([[channelId, secrets]]);
  const sent: SendRequest[] = [];
  const answers: SendOutcome[] = [];
  const inbound: Job<InboundJob>[] = [];
  const routing: Job<RoutingJob>[] = [];
  const outbound: Job<OutboundJob>[] = [];
  const webhooks: Job<WebhookJob>[] = [];
  const wakeups: Job<WakeupJob>[] = [];
  const schedules = new Map<string, { readonly at: Time; readonly job: WakeupJob }>();
  const closed: string[] = [];
  const frames: { readonly connectionId: string; readonly message: ServerMessage }[] = [];
  const into =
    <Body>(list: Job<Body>[]) =>
    async (jobs: readonly Job<Body>[]): Promise<void> => {
      list.push(...jobs);
    };
  return {
    store,
    clock,
    channel,
    queue,
    people,
    random: createRandom(),
    digest,
    log: silent,
    configuration: createConfiguration({ store, clock }),
    secrets: {
      get: async (id: ChannelId) => kept.get(id),
      put: async (id: ChannelId, value: ChannelSecrets) => void kept.set(id, value),
      remove: async (id: ChannelId) => void kept.delete(id),
    },
    /** What the vault holds. */
    kept,
    inboundQueue: { send: into(inbound) },
    routing: { send: into(routing) },
    outbound: { send: into(outbound) },
    webhooks: { send: into(webhooks) },
    wakeups: { send: into(wakeups) },
    schedules: {
      create: async (name: string, at: Time, job: WakeupJob) => void schedules.set(name, { at, job }),
      remove: async (name: string) => void schedules.delete(name),
    },
    targets: createWebhookTargets(""),
    sockets: {
      post: async (connectionId: string, message: ServerMessage) => {
        frames.push({ connectionId, message });
        return "delivered" as const;
      },
      isOpen: async (connectionId: string) => !closed.includes(connectionId),
      close: async (connectionId: string) => {
        closed.push(connectionId);
      },
    },
    /** Meta: accepts, unless the next answer was prepared with `answer`. */
    whatsApp: {
      send: async (_number: string, _token: string, request: SendRequest): Promise<SendOutcome> => {
        sent.push(request);
        return answers.shift() ?? { kind: "accepted", providerId: `wamid.out.${sent.length}` };
      },
    },
    answer: (outcome: SendOutcome) => answers.push(outcome),
    /** What left the desk. */
    seen: { sent, inbound, routing, outbound, webhooks, wakeups, schedules, frames, closed },
    /** Lets time pass. */
    pass: (seconds: number) => {
      now = addSeconds(now, seconds);
    },
  };
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;
