import { Agent, Password, Photo, agentProfile } from "../organisation.ts";
import { AgentId, PauseReasonId } from "../ids.ts";
import { ChannelPresence } from "./access.ts";
import {
  Empty,
  changeErrors,
  configErrors,
  createErrors,
  expected,
  listErrors,
  page,
  pageOf,
  route,
} from "./route.ts";
import * as z from "zod";

const managers = ["admin", "supervisor"] as const;
const reads = { kind: "staff", roles: managers, scope: "people:read" } as const;
const writes = { kind: "staff", roles: managers, scope: "people:write" } as const;
const ofAgent = z.strictObject({ agentId: AgentId });

export const AgentView = Agent.omit({ sessionsValidAfter: true });

/** How contacts rated the tickets that somebody attended, over all, from 1 to 5 with two decimals; null: nobody rated yet. */
const OverallRating = z.strictObject({ average: z.number().min(1).max(5), count: z.int().min(1) }).nullable();
const RatedAgentView = z.strictObject({ ...AgentView.shape, rating: OverallRating });

const NewAgent = z.strictObject({
  email: z.email().max(254).toLowerCase(),
  name: agentProfile.name,
  role: agentProfile.role,
  phone: agentProfile.phone.default(null),
  accessHours: agentProfile.accessHours.default(null),
  sectorIds: agentProfile.sectorIds.default([]),
  queueIds: agentProfile.queueIds.default([]),
  limits: agentProfile.limits.default({}),
  permissions: agentProfile.permissions.default({
    dropPotentials: false,
    viewContacts: true,
    outreach: false,
    seeQueueHistory: false,
  }),
  /** Without one, one is made up and sent by e-mail. */
  temporaryPassword: Password.optional(),
});

export const agentRoutes = {
  listAgents: route({
    name: "listAgents",
    method: "GET",
    path: "/agents",
    summary: "People: all for an administrator; those of their own sectors for a supervisor",
    function: "api-people",
    access: reads,
    rule: "listing",
    query: page,
    status: 200,
    response: pageOf(RatedAgentView),
    errors: listErrors,
  }),
  createAgent: route({
    name: "createAgent",
    method: "POST",
    path: "/agents",
    summary: "Invites a person, with a given temporary password or one sent by e-mail",
    function: "api-people",
    access: writes,
    rule: "person-manage",
    body: NewAgent,
    idempotent: true,
    status: 201,
    response: AgentView,
    errors: [...createErrors, "ALREADY_EXISTS", "PASSWORD_REFUSED", "TOO_MANY_ATTEMPTS"],
  }),
  getAgent: route({
    name: "getAgent",
    method: "GET",
    path: "/agents/{agentId}",
    summary: "A person with picture, rating, presence and open tickets",
    function: "api-people",
    access: reads,
    rule: "person-see",
    params: ofAgent,
    status: 200,
    response: z.strictObject({
      ...RatedAgentView.shape,
      photo: Photo.nullable(),
      presence: z.array(ChannelPresence),
      openTickets: z.int().min(0),
    }),
    errors: changeErrors,
  }),
  changeAgent: route({
    name: "changeAgent",
    method: "PATCH",
    path: "/agents/{agentId}",
    summary:
      "Changes a person. Who is deactivated is out at once: sockets closed, tokens refused, tickets back to the head of their queues",
    function: "api-people",
    access: writes,
    rule: "person-manage",
    params: ofAgent,
    body: z.strictObject({
      ...z.strictObject(agentProfile).partial().shape,
      photo: Photo.nullable().optional(),
      ...expected,
    }),
    status: 200,
    response: AgentView,
    errors: [...changeErrors, "LAST_ADMIN"],
  }),
  setAgentPresence: route({
    name: "setAgentPresence",
    method: "PUT",
    path: "/agents/{agentId}/presence",
    summary:
      "Pauses a person who holds no ticket wherever they are online, or ends every pause of theirs; the answer lists the channels it touched",
    function: "api-people",
    access: writes,
    rule: "person-pause",
    params: ofAgent,
    body: z.discriminatedUnion("action", [
      z.strictObject({
        action: z.literal("pause"),
        /** One of the pause reasons. */
        reasonId: PauseReasonId.nullable().default(null),
      }),
      z.strictObject({ action: z.literal("resume") }),
    ]),
    status: 200,
    response: z.strictObject({ items: z.array(ChannelPresence) }),
    errors: [...configErrors, "NOT_FOUND", "BUSY", "AGENT_HAS_OPEN_TICKETS"],
  }),
  removeAgent: route({
    name: "removeAgent",
    method: "DELETE",
    path: "/agents/{agentId}",
    summary: "Removes a person; what they did keeps their name",
    function: "api-people",
    access: writes,
    rule: "person-manage",
    params: ofAgent,
    status: 204,
    response: Empty,
    errors: [...changeErrors, "LAST_ADMIN"],
  }),
  setAgentPassword: route({
    name: "setAgentPassword",
    method: "POST",
    path: "/agents/{agentId}/password",
    summary: "Gives a person a temporary password, handed over or sent by e-mail, and ends their sessions",
    function: "api-people",
    access: writes,
    rule: "person-manage",
    params: ofAgent,
    body: z.strictObject({
      /** For who is told of it by the caller. Without one, one is made up and sent by e-mail, as with an invitation. */
      temporaryPassword: Password.optional(),
    }),
    status: 204,
    response: Empty,
    errors: [...changeErrors, "PASSWORD_REFUSED", "TOO_MANY_ATTEMPTS"],
  }),
  signAgentOut: route({
    name: "signAgentOut",
    method: "POST",
    path: "/agents/{agentId}/sign-out",
    summary:
      "Ends a person's sessions: sockets closed, tokens refused, tickets back to the head of their queues",
    function: "api-people",
    access: writes,
    rule: "person-manage",
    params: ofAgent,
    status: 204,
    response: Empty,
    errors: changeErrors,
  }),
} as const;
