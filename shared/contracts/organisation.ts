import { AgentId, ChannelId, PauseReasonId, QueueId, SectorId, TagId } from "./ids.ts";
import { Hours } from "./hours.ts";
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

/** A text that contacts are sent. */
const Text = z.string().trim().min(1).max(1_024);
const seconds = (least: number, most: number) => z.int().min(least).max(most);

/** Warns and then closes a ticket whose contact does not answer. `closeAfter` counts from the warning. */
export const InactivityRule = z.strictObject({
  warnAfter: seconds(60, 7 * 86_400),
  warnText: Text,
  closeAfter: seconds(60, 7 * 86_400),
  closeText: Text,
});

/** Targets in seconds; null is no target. */
export const ServiceLevel = z.strictObject({
  wait: seconds(1, 7 * 86_400).nullable(),
  firstResponse: seconds(1, 7 * 86_400).nullable(),
  handling: seconds(1, 30 * 86_400).nullable(),
});

/** What is decided about a sector. */
export const sectorRules = {
  name: Name,
  /**
   * The supervisors whose `sectorIds` hold this sector: each changes in the transaction of the other. A viewer's `sectorIds`
   * say what they read and have no mirror.
   */
  managerIds: z.array(AgentId).max(20),
  /** A sector that is not active receives nobody. It needs a queue to be active. */
  active: z.boolean(),
  /** Null: always open. */
  hours: Hours.nullable(),
  /** What a contact who comes out of hours is told, and whether they may wait. */
  outOfHours: z.strictObject({ kind: z.enum(["refuse", "queue"]), text: Text }),
  /** How many open tickets one agent may hold in this sector, where the agent has no limit of their own. */
  ticketLimit: z.int().min(1).max(1_000),
  /** Whether agents may begin conversations. */
  outreach: z.boolean(),
  inactivity: InactivityRule.nullable(),
  serviceLevel: ServiceLevel,
  /** Whether a ticket needs a tag to be closed. */
  tagsRequired: z.boolean(),
  survey: z.boolean(),
  /** What its queues are made with: tickets are routed, or taken. */
  routing: z.enum(["automatic", "manual"]),
};

/** Whether its removal has begun: nobody new comes to it, and the tickets it holds are being moved or closed. */
const removing = z.boolean();

/** A department or team. */
export const Sector = z.strictObject({ id: SectorId, version, ...sectorRules, removing, createdAt: Time });
export type Sector = z.infer<typeof Sector>;

/** What is decided about a queue. */
export const queueRules = {
  name: Name,
  /** Tickets of an `automatic` queue are routed; those of a `manual` one are taken. */
  routing: z.enum(["automatic", "manual"]),
  /** Channels whose contacts may come here; empty: all. */
  channelIds: z.array(ChannelId).max(50),
  /** How many tickets may wait; null: any number. */
  waitingCap: z.int().min(1).max(100_000).nullable(),
  /** What a contact is told when they come into the line; null: nothing. */
  greeting: Text.nullable(),
  /** Whether contacts are told their position. */
  tellsPosition: z.boolean(),
};

/** Where tickets of a sector wait. */
export const Queue = z.strictObject({
  id: QueueId,
  version,
  sectorId: SectorId,
  ...queueRules,
  removing,
  createdAt: Time,
});
export type Queue = z.infer<typeof Queue>;

/** A word that says what a ticket was about. Belongs to one sector. */
export const Tag = z.strictObject({ id: TagId, version, sectorId: SectorId, name: Name, createdAt: Time });
export type Tag = z.infer<typeof Tag>;

/** Why an agent pauses. `isWork` says whether the pause counts as working time. */
export const PauseReason = z.strictObject({
  id: PauseReasonId,
  version,
  name: Name,
  isWork: z.boolean(),
  suggestedSeconds: seconds(60, 86_400).nullable(),
  createdAt: Time,
});
export type PauseReason = z.infer<typeof PauseReason>;

/** What a person may do beyond their role. */
export const Permissions = z.strictObject({
  /** Remove contacts from the potentials. */
  dropPotentials: z.boolean(),
  viewContacts: z.boolean(),
  /** Begin conversations, where the sector allows it. */
  outreach: z.boolean(),
  /** Read closed tickets of the queues they serve that others attended. */
  seeQueueHistory: z.boolean(),
});
export type Permissions = z.infer<typeof Permissions>;

/** A small picture as a data URL: at most 48 KB of PNG, JPEG or WebP. */
export const Photo = z
  .string()
  .max(66_000)
  .regex(/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/, "a PNG, JPEG or WebP as a data URL");

/** What is decided about a person. */
export const agentProfile = {
  name: Name,
  role: Role,
  /** E.164, for colleagues; null: none. */
  phone: z.e164().nullable(),
  active: z.boolean(),
  /** Outside them sign-in is refused and sessions end; null: any time. */
  accessHours: Hours.nullable(),
  /** Sectors that a supervisor manages or a viewer reads. */
  sectorIds: z.array(SectorId).max(20),
  /** Queues that the person serves. */
  queueIds: z.array(QueueId).max(40),
  /** Ticket limits of their own, per sector, in place of the sector's. */
  limits: z.partialRecord(SectorId, z.int().min(0).max(1_000)),
  permissions: Permissions,
};

/** A person of the business. The id is also the person's user name in the user pool; the e-mail is the login. */
export const Agent = z.strictObject({
  id: AgentId,
  version,
  email: z.email().max(254),
  ...agentProfile,
  hasPhoto: z.boolean(),
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
