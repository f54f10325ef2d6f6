import { AgentId, QueueId, SectorId, TagId } from "../ids.ts";
import {
  Empty,
  RemovalReport,
  changeErrors,
  createErrors,
  everyone,
  expected,
  listErrors,
  page,
  pageOf,
  route,
} from "./route.ts";
import { Queue, Sector, Tag, queueRules, sectorRules } from "../organisation.ts";
import { Time } from "../values.ts";
import * as z from "zod";

const adminWrites = { kind: "staff", roles: ["admin"], scope: "config:write" } as const;
const managerWrites = { kind: "staff", roles: ["admin", "supervisor"], scope: "config:write" } as const;
const reads = { kind: "staff", roles: everyone, scope: "config:read" } as const;
const ofSector = z.strictObject({ sectorId: SectorId });
const ofQueue = z.strictObject({ queueId: QueueId });
const ofTag = z.strictObject({ tagId: TagId });

/** Agents named with a new queue: its one transaction has room for so many. Others are added afterwards. */
const firstAgentIds = z.array(AgentId).max(20);

export const NewQueue = z.strictObject({
  name: queueRules.name,
  /** As the sector says, unless said here. */
  routing: queueRules.routing.optional(),
  channelIds: queueRules.channelIds.default([]),
  waitingCap: queueRules.waitingCap.default(null),
  greeting: queueRules.greeting.default(null),
  tellsPosition: queueRules.tellsPosition.default(false),
  agentIds: firstAgentIds.default([]),
});

export const NewSector = z.strictObject({
  name: sectorRules.name,
  managerIds: sectorRules.managerIds.default([]),
  active: sectorRules.active.default(true),
  hours: sectorRules.hours.default(null),
  outOfHours: sectorRules.outOfHours.default({
    kind: "queue",
    text: "No momento estamos fora do horário de atendimento. Responderemos assim que possível.",
  }),
  ticketLimit: sectorRules.ticketLimit,
  outreach: sectorRules.outreach.default(false),
  inactivity: sectorRules.inactivity.default(null),
  serviceLevel: sectorRules.serviceLevel.default({ wait: null, firstResponse: null, handling: null }),
  tagsRequired: sectorRules.tagsRequired.default(true),
  survey: sectorRules.survey.default(false),
  routing: sectorRules.routing.default("automatic"),
  queue: NewQueue,
});

/** Where live tickets go when what holds them is removed. */
const removal = z.strictObject({
  /** A queue of another sector, or another queue, that takes them. */
  transferTo: QueueId.optional(),
  closeAll: z.stringbool().optional(),
});

/** A sector, and whether somebody is there now. */
export const SectorView = z.strictObject({
  ...Sector.shape,
  isOpen: z.boolean(),
  /** When it opens next; null when it is open, or never opens again. */
  opensAt: Time.nullable(),
});
export type SectorView = z.infer<typeof SectorView>;

export const sectorRoutes = {
  listSectors: route({
    name: "listSectors",
    method: "GET",
    path: "/sectors",
    summary: "Sectors that the person manages, reads or serves",
    function: "api-config",
    access: reads,
    query: page,
    status: 200,
    response: pageOf(SectorView),
    errors: listErrors,
  }),
  createSector: route({
    name: "createSector",
    method: "POST",
    path: "/sectors",
    summary: "Creates a sector with its first queue",
    function: "api-config",
    access: adminWrites,
    body: NewSector,
    idempotent: true,
    status: 201,
    response: z.strictObject({ sector: SectorView, queue: Queue }),
    errors: createErrors,
  }),
  getSector: route({
    name: "getSector",
    method: "GET",
    path: "/sectors/{sectorId}",
    summary: "A sector, and whether it is open now",
    function: "api-config",
    access: reads,
    params: ofSector,
    status: 200,
    response: SectorView,
    errors: changeErrors,
  }),
  changeSector: route({
    name: "changeSector",
    method: "PATCH",
    path: "/sectors/{sectorId}",
    summary: "Changes a sector. A changed limit counts for every agent without one of their own",
    function: "api-config",
    access: managerWrites,
    params: ofSector,
    body: z.strictObject({ ...z.strictObject(sectorRules).partial().shape, ...expected }),
    status: 200,
    response: SectorView,
    errors: [...changeErrors, "LAST_QUEUE"],
  }),
  removeSector: route({
    name: "removeSector",
    method: "DELETE",
    path: "/sectors/{sectorId}",
    summary: "Removes a sector with its queues and tags; live tickets need `transferTo` or `closeAll`",
    function: "api-config",
    access: adminWrites,
    params: ofSector,
    query: removal,
    status: 200,
    response: RemovalReport,
    errors: [...changeErrors, "HAS_LIVE_TICKETS", "IN_USE"],
  }),
  listQueues: route({
    name: "listQueues",
    method: "GET",
    path: "/sectors/{sectorId}/queues",
    summary: "Queues of a sector",
    function: "api-config",
    access: reads,
    params: ofSector,
    query: page,
    status: 200,
    response: pageOf(Queue),
    errors: [...listErrors, "NOT_FOUND"],
  }),
  createQueue: route({
    name: "createQueue",
    method: "POST",
    path: "/sectors/{sectorId}/queues",
    summary: "Adds a queue to a sector",
    function: "api-config",
    access: managerWrites,
    params: ofSector,
    body: NewQueue,
    idempotent: true,
    status: 201,
    response: Queue,
    errors: createErrors,
  }),
  getQueue: route({
    name: "getQueue",
    method: "GET",
    path: "/queues/{queueId}",
    summary: "A queue and the agents who serve it",
    function: "api-config",
    access: reads,
    params: ofQueue,
    status: 200,
    response: z.strictObject({ ...Queue.shape, agentIds: z.array(AgentId) }),
    errors: changeErrors,
  }),
  changeQueue: route({
    name: "changeQueue",
    method: "PATCH",
    path: "/queues/{queueId}",
    summary: "Changes a queue",
    function: "api-config",
    access: managerWrites,
    params: ofQueue,
    body: z.strictObject({ ...z.strictObject(queueRules).partial().shape, ...expected }),
    status: 200,
    response: Queue,
    errors: changeErrors,
  }),
  setQueueAgents: route({
    name: "setQueueAgents",
    method: "PUT",
    path: "/queues/{queueId}/agents",
    summary: "Says who serves a queue: those named, and nobody else. Tickets they hold stay with them",
    function: "api-config",
    access: managerWrites,
    params: ofQueue,
    body: z.strictObject({ agentIds: z.array(AgentId).max(300) }),
    status: 200,
    response: z.strictObject({ agentIds: z.array(AgentId) }),
    errors: changeErrors,
  }),
  removeQueue: route({
    name: "removeQueue",
    method: "DELETE",
    path: "/queues/{queueId}",
    summary:
      "Removes a queue; live tickets need `transferTo` or `closeAll`. An active sector keeps its last one",
    function: "api-config",
    access: managerWrites,
    params: ofQueue,
    query: removal,
    status: 200,
    response: RemovalReport,
    errors: [...changeErrors, "HAS_LIVE_TICKETS", "LAST_QUEUE", "IN_USE"],
  }),
  listTags: route({
    name: "listTags",
    method: "GET",
    path: "/sectors/{sectorId}/tags",
    summary: "Tags of a sector",
    function: "api-config",
    access: reads,
    params: ofSector,
    query: page,
    status: 200,
    response: pageOf(Tag),
    errors: [...listErrors, "NOT_FOUND"],
  }),
  createTag: route({
    name: "createTag",
    method: "POST",
    path: "/sectors/{sectorId}/tags",
    summary: "Adds a tag to a sector",
    function: "api-config",
    access: managerWrites,
    params: ofSector,
    body: z.strictObject({ name: Tag.shape.name }),
    idempotent: true,
    status: 201,
    response: Tag,
    errors: createErrors,
  }),
  changeTag: route({
    name: "changeTag",
    method: "PATCH",
    path: "/tags/{tagId}",
    summary: "Renames a tag",
    function: "api-config",
    access: managerWrites,
    params: ofTag,
    body: z.strictObject({ name: Tag.shape.name.optional(), ...expected }),
    status: 200,
    response: Tag,
    errors: changeErrors,
  }),
  removeTag: route({
    name: "removeTag",
    method: "DELETE",
    path: "/tags/{tagId}",
    summary: "Removes a tag; closed tickets keep it",
    function: "api-config",
    access: managerWrites,
    params: ofTag,
    status: 204,
    response: Empty,
    errors: changeErrors,
  }),
} as const;
