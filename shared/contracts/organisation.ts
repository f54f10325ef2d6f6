import { ActorId, AgentId, ChannelId, PauseReasonId, QueueId, SectorId, TagId } from "./ids.ts";
import { Hours } from "./hours.ts";
import { Name, Role, Time } from "./values.ts";
import * as z from "zod";

/** Raised by every change of a record: a change decided on an older one is refused. */
const version = z.int().min(1);

/** A text that contacts are sent. */
const Text = z.string().trim().min(1).max(1_024);

/** Who receives the contacts of a channel before they are in a queue. */
export const Reception = z.discriminatedUnion("kind", [
  /** Nobody: they stay potentials until somebody acts. */
  z.strictObject({ kind: z.literal("none") }),
  /** They go straight into a queue. */
  z.strictObject({ kind: z.literal("queue"), queueId: QueueId }),
  /** They are greeted and choose a queue. */
  z.strictObject({
    kind: z.literal("menu"),
    greeting: Text,
    /** In the order in which they are shown. */
    queueIds: z
      .array(QueueId)
      .min(1)
      .max(10)
      .refine((ids) => new Set(ids).size === ids.length, "names a queue twice"),
    /** What is said with the menu again to who was not understood. */
    unclear: Text,
    /** The answer not understood with which the menu gives up. */
    tries: z.int().min(1).max(5),
    /** Where they go then; null: they stay potentials. */
    fallback: QueueId.nullable(),
  }),
  /** A bot of the business's own hears of them by webhook; the desk says nothing. */
  z.strictObject({ kind: z.literal("external") }),
]);
export type Reception = z.infer<typeof Reception>;
export type MenuReception = Reception & { readonly kind: "menu" };

/**
 * A channel that is being removed, since when it is in this stage, and who asked. `quiet`: it is waited for a time in which
 * no ticket opens. `closed`: none opens any more. Null: it stays.
 */
const channelRemoving = z
  .strictObject({ since: Time, by: ActorId, stage: z.enum(["quiet", "closed"]) })
  .nullable();

/** What channels of every kind have. */
const ofEveryChannel = {
  ...{ id: ChannelId, version, name: Name, reception: Reception },
  removing: channelRemoving,
  createdAt: Time,
};

/** A WhatsApp number. Its token and secrets live in Secrets Manager and are never part of this record. */
export const WhatsAppChannel = z.strictObject({
  ...ofEveryChannel,
  kind: z.literal("whatsapp"),
  phoneNumberId: z.string().regex(/^\d{1,32}$/),
  wabaId: z.string().regex(/^\d{1,32}$/),
  displayNumber: z.string().min(5).max(32),
});
export type WhatsAppChannel = z.infer<typeof WhatsAppChannel>;

/**
 * Where a page comes from, exactly as browsers say it: `https://loja.example`, with a port where it is not the usual one and
 * nothing behind it. `http` only on the machine itself, for trying things out.
 */
export const Origin = z
  .string()
  .max(200)
  .regex(
    /^(https:\/\/[a-z0-9]([a-z0-9.-]{0,180}[a-z0-9])?|http:\/\/(localhost|127\.0\.0\.1))(:[1-9][0-9]{0,4})?$/,
    "an https origin, without a path (http only for localhost)",
  )
  .refine((text) => URL.canParse(text) && new URL(text).origin === text, "an origin as browsers say it");

/**
 * The secret with which a business signs who a visitor is. The secret itself is never part of a record; `hint` is its last four
 * characters. After a rotation the former one holds until `formerUntil`.
 */
export const VisitorIdentity = z.strictObject({
  /** Raised by each rotation. */
  generation: z.int().min(1),
  hint: z.string().length(4),
  since: Time,
  formerUntil: Time.nullable(),
});
export type VisitorIdentity = z.infer<typeof VisitorIdentity>;

/** A chat on the pages of a business. */
export const WebChatChannel = z.strictObject({
  ...ofEveryChannel,
  kind: z.literal("webchat"),
  /** Pages of these origins may open the chat. */
  allowedOrigins: z
    .array(Origin)
    .min(1)
    .max(20)
    .refine((origins) => new Set(origins).size === origins.length, "the same origin twice"),
  /** What a visitor is shown before they write; null: nothing. */
  greeting: Text.nullable(),
  identity: VisitorIdentity,
});
export type WebChatChannel = z.infer<typeof WebChatChannel>;

/** Where contacts write to the business. */
export const Channel = z.discriminatedUnion("kind", [WhatsAppChannel, WebChatChannel]);
export type Channel = z.infer<typeof Channel>;

/** What a WhatsApp number needs to send and to be believed. */
export const WhatsAppSecrets = z.strictObject({
  accessToken: z.string().min(1).max(1_000),
  /** Several while a secret is being rotated, or where several Meta apps share the number. */
  appSecrets: z.array(z.string().min(1).max(200)).min(1).max(5),
  /** What Meta must present in the GET handshake. */
  verifyToken: z.string().min(8).max(200),
});
export type WhatsAppSecrets = z.infer<typeof WhatsAppSecrets>;

/** The key from which the identity secrets of a web chat are derived, one for each generation. It never leaves the desk. */
export const WebChatSecrets = z.strictObject({ identityKey: z.string().min(43).max(200) });
export type WebChatSecrets = z.infer<typeof WebChatSecrets>;

/** What is kept for a channel in Secrets Manager, one secret a channel. */
export const ChannelSecrets = z.union([WhatsAppSecrets, WebChatSecrets]);
export type ChannelSecrets = z.infer<typeof ChannelSecrets>;

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

/** What becomes of the tickets of what is removed. `none`: nothing was said of them, so there must be none. */
export const Disposition = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("none") }),
  z.strictObject({ kind: z.literal("transfer"), to: QueueId }),
  z.strictObject({ kind: z.literal("close") }),
]);
export type Disposition = z.infer<typeof Disposition>;

/** A removal that has begun: since when nobody new is put there, who asked for it, and what becomes of the tickets. */
export const Removal = z.strictObject({ since: Time, by: ActorId, disposition: Disposition });
export type Removal = z.infer<typeof Removal>;

/** Null: it stays. The queues of a sector that is being removed go with it and are not marked themselves. */
const removing = Removal.nullable();

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

export const PresenceStatus = z.enum(["online", "paused", "offline"]);
export type PresenceStatus = z.infer<typeof PresenceStatus>;

/** An agent's presence on one channel. `pause` is there while paused: why, where a reason was given, and whether a supervisor did it. */
export const Presence = z.strictObject({
  status: PresenceStatus,
  since: Time,
  pause: z.strictObject({ reasonId: PauseReasonId.nullable(), induced: z.boolean() }).optional(),
});
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
  /** Raised by every change of the agent's presence, in all their seats: of two changes at once one is decided anew. */
  presenceVersion: z.int().min(0),
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
