import { Agent, Channel, ChannelSecrets, Password, Queue, Reception, Sector, Tag } from "../organisation.ts";
import { AgentId, QueueId, SectorId } from "../ids.ts";
import { everyone, pageOf, paging, route, staffErrors } from "./route.ts";
import { Name, Role } from "../values.ts";
import * as z from "zod";

const admin = ["admin"] as const;
const managers = ["admin", "supervisor"] as const;
const ofSector = z.strictObject({ sectorId: SectorId });
const creating = ["BAD_REQUEST", ...staffErrors, "IDEMPOTENCY_MISMATCH", "BUSY"] as const;
const listing = ["BAD_REQUEST", "CURSOR_INVALID", ...staffErrors] as const;
const page = z.strictObject(paging);

export const AgentView = Agent.omit({ sessionsValidAfter: true });

const NewQueue = z.strictObject({
  name: Name,
  routing: Queue.shape.routing.default("automatic"),
  /** Agents who serve it from the start. */
  agentIds: z.array(AgentId).max(40).default([]),
});

export const configRoutes = {
  listChannels: route({
    name: "listChannels",
    method: "GET",
    path: "/channels",
    summary: "Channels",
    function: "api-config",
    access: { kind: "staff", roles: admin },
    query: page,
    status: 200,
    response: pageOf(Channel),
    errors: listing,
  }),
  createChannel: route({
    name: "createChannel",
    method: "POST",
    path: "/channels",
    summary: "Registers a WhatsApp number. Its token and secrets are kept apart and never returned",
    function: "api-config",
    access: { kind: "staff", roles: admin },
    body: z.strictObject({
      kind: z.literal("whatsapp"),
      name: Name,
      phoneNumberId: Channel.shape.phoneNumberId,
      wabaId: Channel.shape.wabaId,
      displayNumber: Channel.shape.displayNumber,
      reception: Reception.default({ kind: "none" }),
      secrets: ChannelSecrets,
    }),
    idempotent: true,
    status: 201,
    response: Channel,
    errors: [...creating, "NOT_FOUND", "ALREADY_EXISTS"],
  }),
  listSectors: route({
    name: "listSectors",
    method: "GET",
    path: "/sectors",
    summary: "Sectors that the person manages or reads",
    function: "api-config",
    access: { kind: "staff", roles: everyone },
    query: page,
    status: 200,
    response: pageOf(Sector),
    errors: listing,
  }),
  createSector: route({
    name: "createSector",
    method: "POST",
    path: "/sectors",
    summary: "Creates a sector with its first queue",
    function: "api-config",
    access: { kind: "staff", roles: admin },
    body: z.strictObject({
      name: Name,
      managerIds: z.array(AgentId).max(50).default([]),
      ticketLimit: Sector.shape.ticketLimit,
      tagsRequired: z.boolean().default(true),
      queue: NewQueue,
    }),
    idempotent: true,
    status: 201,
    response: z.strictObject({ sector: Sector, queue: Queue }),
    errors: [...creating, "NOT_FOUND"],
  }),
  listQueues: route({
    name: "listQueues",
    method: "GET",
    path: "/sectors/{sectorId}/queues",
    summary: "Queues of a sector",
    function: "api-config",
    access: { kind: "staff", roles: everyone },
    params: ofSector,
    query: page,
    status: 200,
    response: pageOf(Queue),
    errors: [...listing, "NOT_FOUND"],
  }),
  createQueue: route({
    name: "createQueue",
    method: "POST",
    path: "/sectors/{sectorId}/queues",
    summary: "Adds a queue to a sector",
    function: "api-config",
    access: { kind: "staff", roles: managers },
    params: ofSector,
    body: NewQueue,
    idempotent: true,
    status: 201,
    response: Queue,
    errors: [...creating, "NOT_FOUND"],
  }),
  listTags: route({
    name: "listTags",
    method: "GET",
    path: "/sectors/{sectorId}/tags",
    summary: "Tags of a sector",
    function: "api-config",
    access: { kind: "staff", roles: everyone },
    params: ofSector,
    query: page,
    status: 200,
    response: pageOf(Tag),
    errors: [...listing, "NOT_FOUND"],
  }),
  createTag: route({
    name: "createTag",
    method: "POST",
    path: "/sectors/{sectorId}/tags",
    summary: "Adds a tag to a sector",
    function: "api-config",
    access: { kind: "staff", roles: managers },
    params: ofSector,
    body: z.strictObject({ name: Name }),
    idempotent: true,
    status: 201,
    response: Tag,
    errors: [...creating, "NOT_FOUND"],
  }),
  listAgents: route({
    name: "listAgents",
    method: "GET",
    path: "/agents",
    summary: "People: all for an administrator; those of their own sectors for a supervisor",
    function: "api-config",
    access: { kind: "staff", roles: managers },
    query: page,
    status: 200,
    response: pageOf(AgentView),
    errors: listing,
  }),
  createAgent: route({
    name: "createAgent",
    method: "POST",
    path: "/agents",
    summary: "Invites a person, with a given temporary password or one sent by e-mail",
    function: "api-config",
    access: { kind: "staff", roles: managers },
    body: z.strictObject({
      email: z.email().max(254).toLowerCase(),
      name: Name,
      role: Role,
      sectorIds: z.array(SectorId).max(100).default([]),
      queueIds: z.array(QueueId).max(90).default([]),
      temporaryPassword: Password.optional(),
    }),
    idempotent: true,
    status: 201,
    response: AgentView,
    errors: [...creating, "NOT_FOUND", "ALREADY_EXISTS", "PASSWORD_REFUSED", "TOO_MANY_ATTEMPTS"],
  }),
} as const;
