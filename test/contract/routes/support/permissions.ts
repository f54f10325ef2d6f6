import type { Scope } from "../../../../shared/contracts/api-keys.ts";
import type { Role } from "../../../../shared/contracts/values.ts";
import type { StaffRoute } from "../../../e2e/support/route-requests.ts";

/** The status with which a route answers each role about something of that role's own sector. */
export type Row = Readonly<Record<Role, number>>;

/**
 * Who may call a route, written down and not derived from the code under test. `of`: what the request is about. Something of
 * a `sector` does not exist for those of another one; a thing of the `business` is the same for all; `nothing` cannot be
 * missing. `scope`: of the API keys that may, null for none.
 */
export interface Permission {
  readonly of: "sector" | "business" | "nothing";
  readonly own: Row;
  readonly scope: Scope | null;
  /** Roles that are refused about what is theirs, but not by their role: what is not theirs they are not told of. */
  readonly known?: readonly Role[];
}

const row = (admin: number, supervisor: number, agent: number, viewer: number): Row => ({
  admin,
  supervisor,
  agent,
  viewer,
});
const all = (status: number): Row => row(status, status, status, status);
const admins = (status: number): Row => row(status, 403, 403, 403);
const managers = (status: number): Row => row(status, status, 403, 403);
const workers = (status: number): Row => row(status, status, status, 403);

const self = (own: Row): Permission => ({ of: "nothing", own, scope: null });
const list = (own: Row, scope: Scope | null): Permission => ({ of: "nothing", own, scope });
const business = (own: Row, scope: Scope | null): Permission => ({ of: "business", own, scope });
const sector = (own: Row, scope: Scope | null, known: readonly Role[] = []): Permission => ({
  ...{ of: "sector", own, scope, known },
});

/** Every route that asks for a signed-in person. A new one does not compile without its line. */
export const permissions: Readonly<Record<StaffRoute, Permission>> = {
  signOut: self(all(204)),
  me: self(all(200)),
  myMfa: self(all(200)),
  beginMfa: self(all(201)),
  confirmMfa: self(all(400)),
  removeMfa: self(all(204)),
  openSocket: self(all(201)),
  myPresence: self(all(200)),
  // Presence is for who serves a queue.
  setPresence: { ...business(row(403, 403, 200, 403), null), known: ["admin", "supervisor", "viewer"] },
  getSettings: list(admins(200), "config:read"),
  getDirectory: list(all(200), null),
  changeSettings: list(admins(200), "config:write"),
  listHolidays: list(managers(200), "config:read"),
  listPauseReasons: list(all(200), "config:read"),
  createPauseReason: list(admins(201), "config:write"),
  changePauseReason: business(admins(200), "config:write"),
  removePauseReason: business(admins(204), "config:write"),
  listAudit: list(admins(200), "config:read"),
  listChannels: list(admins(200), "config:read"),
  createChannel: list(admins(201), "config:write"),
  getChannel: business(admins(200), "config:read"),
  changeChannel: business(admins(200), "config:write"),
  removeChannel: business(admins(200), "config:write"),
  checkChannel: business(admins(200), "config:read"),
  listTemplates: business(workers(200), null),
  rotateIdentitySecret: business(admins(200), null),
  listSectors: list(all(200), "config:read"),
  createSector: list(admins(201), "config:write"),
  getSector: sector(all(200), "config:read"),
  changeSector: sector(managers(200), "config:write"),
  removeSector: sector(admins(200), "config:write"),
  listQueues: sector(all(200), "config:read"),
  createQueue: sector(managers(201), "config:write"),
  getQueue: sector(all(200), "config:read"),
  changeQueue: sector(managers(200), "config:write"),
  setQueueAgents: sector(managers(200), "config:write"),
  listQueueAgents: business(workers(200), null),
  removeQueue: sector(managers(200), "config:write"),
  listTags: sector(all(200), "config:read"),
  createTag: sector(managers(201), "config:write"),
  changeTag: sector(managers(200), "config:write"),
  removeTag: sector(managers(204), "config:write"),
  listAgents: list(managers(200), "people:read"),
  createAgent: sector(managers(201), "people:write"),
  getAgent: sector(managers(200), "people:read"),
  changeAgent: sector(managers(200), "people:write"),
  removeAgent: sector(managers(204), "people:write"),
  setAgentPassword: sector(managers(204), "people:write"),
  signAgentOut: sector(managers(204), "people:write"),
  setAgentPresence: sector(managers(200), "people:write"),
  listCannedResponses: list(all(200), "config:read"),
  createCannedResponse: sector(workers(201), "config:write"),
  changeCannedResponse: sector(managers(200), "config:write"),
  // An agent may withdraw a suggestion of their own; this is an approved one.
  removeCannedResponse: sector(row(204, 204, 403, 403), "config:write", ["agent"]),
  decideCannedResponse: sector(managers(200), "config:write"),
  // It fills in what a ticket holds, for who answers it.
  renderCannedResponse: sector(all(200), null),
  listWebhooks: list(admins(200), null),
  createWebhook: list(admins(201), null),
  changeWebhook: business(admins(200), null),
  removeWebhook: business(admins(204), null),
  rotateWebhookSecret: business(admins(200), null),
  testWebhook: business(admins(202), null),
  listWebhookDeliveries: business(admins(200), null),
  listApiKeys: list(admins(200), null),
  createApiKey: list(admins(201), null),
  removeApiKey: business(admins(204), null),
  listContacts: list(all(200), "tickets:read"),
  createContact: list(workers(201), null),
  getContact: business(all(200), "tickets:read"),
  changeContact: business(workers(200), null),
  // An agent blocks only whom they attend.
  setContactBlock: { ...business(row(200, 200, 403, 403), null), known: ["agent"] },
  listContactTickets: business(all(200), "tickets:read"),
  listTickets: list(all(200), "tickets:read"),
  getTicket: sector(all(200), "tickets:read"),
  getTimeline: sector(all(200), "tickets:read"),
  // Only who serves the queue takes; only who holds the ticket answers.
  takeTicket: sector(row(403, 403, 200, 403), null, ["admin", "supervisor"]),
  closeTicket: sector(workers(200), null),
  // Programs answer only what is with their bot.
  sendMessage: sector(row(409, 409, 201, 403), "bot"),
  openTicket: sector(workers(201), "bot"),
  addNote: sector(workers(201), null),
  // Only who holds the ticket says whether it was answered, puts it away and takes it up.
  markRead: sector(row(409, 409, 200, 403), null),
  markUnread: sector(row(409, 409, 200, 403), null),
  snoozeTicket: sector(row(409, 409, 200, 403), null),
  wakeTicket: sector(row(409, 409, 409, 403), null),
  handBack: sector(workers(200), null),
  // It is with an agent: what is no potential is dropped by nobody.
  dropTicket: sector(row(409, 409, 409, 403), null),
  setTags: sector(workers(200), null),
  transferTicket: sector(workers(200), null),
  bulkTickets: list(workers(200), null),
};

/** What a role is answered about something of another sector, and about nothing. */
export function elsewhere(
  { of, own, known = [] }: Permission,
  role: Role,
  what: "foreign" | "missing",
): number {
  if (of === "nothing") return own[role];
  if (what === "foreign" && (of === "business" || role === "admin")) return own[role];
  return own[role] === 403 && !known.includes(role) ? 403 : 404;
}
