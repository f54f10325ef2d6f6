import { AgentId, ChannelId, QueueId, SectorId } from "../ids.ts";
import { Agent, PresenceStatus, Queue, Sector, Tag } from "../organisation.ts";
import { configErrors, everyone, route } from "./route.ts";
import { ContactField } from "../contacts.ts";
import { Settings } from "../settings.ts";
import { Name } from "../values.ts";
import * as z from "zod";

const reads = { kind: "staff", roles: everyone } as const;

/** What everybody of the business may know of how it is set up: names, and what a screen needs to offer what is possible. */
export const Directory = z.strictObject({
  sectors: z.array(
    z.strictObject({
      id: SectorId,
      ...Sector.pick({ name: true, active: true, outreach: true, tagsRequired: true }).shape,
      /** Whether the contact is asked how it was when one of its tickets closes. */
      survey: z.boolean(),
      /** Whether somebody is there now, by its hours. */
      isOpen: z.boolean(),
    }),
  ),
  queues: z.array(Queue.pick({ id: true, sectorId: true, name: true, routing: true, channelIds: true })),
  tags: z.array(Tag.pick({ id: true, sectorId: true, name: true })),
  /** `bot`: there is a menu or a bot that tickets can be handed back to. */
  channels: z.array(
    z.strictObject({
      id: ChannelId,
      kind: z.enum(["whatsapp", "webchat"]),
      name: Name,
      bot: z.boolean(),
    }),
  ),
  agents: z.array(Agent.pick({ id: true, name: true, active: true, role: true, queueIds: true })),
  business: z.strictObject({
    name: Settings.shape.businessName,
    timeZone: Settings.shape.timeZone,
    offlineGraceSeconds: Settings.shape.offlineGraceSeconds,
    /** What is kept of each contact, in the order shown. */
    contactFields: z.array(ContactField),
  }),
});
export type Directory = z.infer<typeof Directory>;

/** An agent of a queue as they are at this moment. `load` and `limit` are those of the queue's sector. */
export const QueueAgent = z.strictObject({
  agentId: AgentId,
  /** Channels on which the agent is not offline. */
  channels: z.array(z.strictObject({ channelId: ChannelId, status: PresenceStatus })),
  load: z.int().min(0),
  limit: z.int().min(0),
});
export type QueueAgent = z.infer<typeof QueueAgent>;

/** A text that Meta approved, as WhatsApp shows it. `{{1}}` or `{{name}}` in it are filled when it is sent. */
export const MessageTemplate = z.strictObject({
  name: z.string(),
  language: z.string(),
  category: z.string(),
  header: z.string().nullable(),
  body: z.string(),
  footer: z.string().nullable(),
  buttons: z.array(z.string()),
  /** How many values its body asks for. */
  parameters: z.int().min(0),
  /** Whether the desk can send it: only the body may ask for values, by number, and nothing else may ask for anything. */
  sendable: z.boolean(),
});
export type MessageTemplate = z.infer<typeof MessageTemplate>;

/** What the screens of a person's day ask of the set-up. */
export const directoryRoutes = {
  getDirectory: route({
    name: "getDirectory",
    method: "GET",
    path: "/directory",
    summary: "Names of sectors, queues, tags, channels and colleagues, for everybody of the business",
    function: "api-config",
    access: reads,
    rule: "business",
    status: 200,
    response: Directory,
    errors: configErrors,
  }),
} as const;

/** What is asked of Meta for people who write. */
export const templateRoutes = {
  listTemplates: route({
    name: "listTemplates",
    method: "GET",
    path: "/channels/{channelId}/templates",
    summary: "The approved templates of a WhatsApp number, as Meta tells them",
    function: "api-channels",
    access: { kind: "staff", roles: ["admin", "supervisor", "agent"] },
    rule: "business",
    params: z.strictObject({ channelId: ChannelId }),
    status: 200,
    response: z.strictObject({ items: z.array(MessageTemplate) }),
    errors: [...configErrors, "NOT_FOUND", "PROVIDER_UNAVAILABLE"],
  }),
} as const;

/** Who could be given a ticket. */
export const queueAgentRoutes = {
  listQueueAgents: route({
    name: "listQueueAgents",
    method: "GET",
    path: "/queues/{queueId}/agents",
    summary: "Who serves a queue, with their presence and load at this moment",
    function: "api-tickets",
    access: { kind: "staff", roles: ["admin", "supervisor", "agent"] },
    rule: "business",
    params: z.strictObject({ queueId: QueueId }),
    status: 200,
    response: z.strictObject({ items: z.array(QueueAgent) }),
    errors: [...configErrors, "NOT_FOUND"],
  }),
} as const;
