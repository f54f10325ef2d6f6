import { AgentId, ChannelId, QueueId, SectorId, TagId } from "./ids.ts";
import { Name, Role, Time } from "./values.ts";
import * as z from "zod";

/** Raised by every change of a record: a change decided on an older one is refused. */
const version = z.int().min(1);

/** What happens to a contact's first message: straight into a queue, or it stays a potential until somebody acts. */
export const Reception = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("queue"), queueId: QueueId }),
  z.strictObject({ kind: z.literal("none") }),
]);
export type Reception = z.infer<typeof Reception>;

/** A WhatsApp number. Its token and secrets live in Secrets Manager and are never part of this record. */
export const Channel = z.strictObject({
  id: ChannelId,
  version,
  kind: z.literal("whatsapp"),
  name: Name,
  phoneNumberId: z.string().regex(/^\d{1,32}$/),
  wabaId: z.string().regex(/^\d{1,32}$/),
  displayNumber: z.string().min(5).max(32),
  reception: Reception,
  createdAt: Time,
});
export type Channel = z.infer<typeof Channel>;

/** What a WhatsApp number needs to send and to be believed. Kept in Secrets Manager, one secret a channel. */
export const ChannelSecrets = z.strictObject({
  accessToken: z.string().min(1).max(1_000),
  /** Several while a secret is being rotated, or where several Meta apps share the number. */
  appSecrets: z.array(z.string().min(1).max(200)).min(1).max(5),
  /** What Meta must present in the GET handshake. */
  verifyToken: z.string().min(8).max(200),
});
export type ChannelSecrets = z.infer<typeof ChannelSecrets>;

/** A department or team. */
export const Sector = z.strictObject({
  id: SectorId,
  version,
  name: Name,
  managerIds: z.array(AgentId).max(50),
  /** How many open tickets one agent may hold in this sector. */
  ticketLimit: z.int().min(1).max(1_000),
  /** Whether a ticket needs a tag to be closed. */
  tagsRequired: z.boolean(),
  createdAt: Time,
});
export type Sector = z.infer<typeof Sector>;

/** Where tickets of a sector wait. Tickets of an `automatic` queue are routed; those of a `manual` one are taken. */
export const Queue = z.strictObject({
  id: QueueId,
  version,
  sectorId: SectorId,
  name: Name,
  routing: z.enum(["automatic", "manual"]),
  createdAt: Time,
});
export type Queue = z.infer<typeof Queue>;

/** A word that says what a ticket was about. Belongs to one sector. */
export const Tag = z.strictObject({ id: TagId, version, sectorId: SectorId, name: Name, createdAt: Time });
export type Tag = z.infer<typeof Tag>;

/** A person of the business. The id is also the person's user name in the user pool; the e-mail is the login. */
export const Agent = z.strictObject({
  id: AgentId,
  version,
  email: z.email().max(254),
  name: Name,
  role: Role,
  active: z.boolean(),
  /** Sectors that a supervisor manages or a viewer reads. */
  sectorIds: z.array(SectorId).max(100),
  /** Queues that the person serves. */
  queueIds: z.array(QueueId).max(100),
  /** Tokens of sessions begun before this instant are refused. */
  sessionsValidAfter: Time,
  createdAt: Time,
});
export type Agent = z.infer<typeof Agent>;

/** An agent's presence on one channel. */
export const Presence = z.strictObject({ status: z.enum(["online", "offline"]), since: Time });
export type Presence = z.infer<typeof Presence>;

/**
 * An agent's place in one sector: what routing needs to know, and what an assignment changes. `load` is the number of
 * open tickets the agent holds in the sector. A channel that is absent from `presence` is offline.
 */
export const Seat = z.strictObject({
  sectorId: SectorId,
  agentId: AgentId,
  queueIds: z.array(QueueId).max(100),
  presence: z.record(ChannelId, Presence),
  load: z.int().min(0),
  limit: z.int().min(0),
  /** When the agent last got a ticket here; among equal loads the longest idle comes first. */
  lastAssignedAt: Time,
});
export type Seat = z.infer<typeof Seat>;

/** A new password: at least 8 characters with upper case, lower case and digit; Cognito takes up to 256. */
export const Password = z
  .string()
  .min(8)
  .max(256)
  .regex(/[A-Z]/, "needs an upper-case letter")
  .regex(/[a-z]/, "needs a lower-case letter")
  .regex(/\d/, "needs a digit");
