import { Agent, Channel, PauseReason, Photo, Queue, Seat, Sector, Tag } from "../organisation.ts";
import { AgentId, ChannelId, type SectorId } from "../ids.ts";
import { AuditRecord } from "../audit.ts";
import { CannedResponse } from "../canned-responses.ts";
import { CannedResponseId } from "../ids.ts";
import { Name, Time } from "../values.ts";
import { Settings } from "../settings.ts";
import { keys, partsOf } from "./keys.ts";
import { secondsAt, shape } from "./shape.ts";
import * as z from "zod";

export const ChannelItem = shape({
  kind: "channel",
  version: 1,
  schema: Channel,
  key: (it) => keys.channel(it.id),
});
export const SectorItem = shape({
  kind: "sector",
  version: 1,
  schema: Sector,
  key: (it) => keys.sector(it.id),
});
export const QueueItem = shape({ kind: "queue", version: 1, schema: Queue, key: (it) => keys.queue(it.id) });
export const TagItem = shape({ kind: "tag", version: 1, schema: Tag, key: (it) => keys.tag(it.id) });
export const AgentItem = shape({ kind: "agent", version: 1, schema: Agent, key: (it) => keys.agent(it.id) });
export const SeatItem = shape({
  kind: "seat",
  version: 1,
  schema: Seat,
  key: (it) => keys.seat(it.sectorId, it.agentId),
  toldBy: ({ pk, sk }) => ({ sectorId: partsOf(pk)[0] as SectorId, agentId: partsOf(sk)[0] as AgentId }),
});

export const SettingsItem = shape({
  kind: "settings",
  version: 1,
  schema: Settings,
  key: () => keys.settings(),
});
export const PauseReasonItem = shape({
  kind: "pause-reason",
  version: 1,
  schema: PauseReason,
  key: (it) => keys.pauseReason(it.id),
});
export const CannedResponseItem = shape({
  kind: "canned-response",
  version: 1,
  schema: CannedResponse,
  key: (it) => keys.cannedResponse(it.id),
});

/** Reserves a shortcut within its scope: a sector's id, or `ALL`. */
export const ShortcutItem = shape({
  kind: "shortcut",
  version: 1,
  schema: z.strictObject({ scope: z.string(), shortcut: z.string(), cannedResponseId: CannedResponseId }),
  key: (it) => keys.shortcut(it.scope, it.shortcut),
});

/** An agent's picture, apart from the profile that every request reads. */
export const AgentPhotoItem = shape({
  kind: "agent-photo",
  version: 1,
  schema: z.strictObject({ agentId: AgentId, photo: Photo }),
  key: (it) => keys.agentPhoto(it.agentId),
});

const changes = z.int().min(0);

/**
 * How often records of each kind changed. Whoever remembers configuration reads this small item to know whether what they
 * remember still holds. The names are those of the kinds' shapes.
 */
export const ConfigurationStamp = z.strictObject({
  channel: changes,
  queue: changes,
  sector: changes,
  settings: changes,
  webhook: changes,
});
export type ConfigurationStamp = z.infer<typeof ConfigurationStamp>;
export const ConfigurationStampItem = shape({
  kind: "configuration-stamp",
  version: 1,
  schema: ConfigurationStamp,
  key: () => keys.configurationStamp(),
});

export const AuditItem = shape({
  kind: "audit",
  version: 1,
  schema: AuditRecord,
  key: (it) => keys.audit(it.at.slice(0, 7), it.at, it.id),
});

/**
 * Puts an agent on the list of agents, with what the sweep asks of everybody each minute: changed in every transaction that
 * changes one of these in the agent's own record.
 */
export const AgentListing = z.strictObject({
  agentId: AgentId,
  ...Agent.pick({ active: true, accessHours: true, sessionsValidAfter: true }).shape,
});
export type AgentListing = z.infer<typeof AgentListing>;
export const AgentListingItem = shape({
  kind: "agent-listing",
  version: 1,
  schema: AgentListing,
  key: (it) => keys.agentListing(it.agentId),
});

/** What stays of somebody who was removed: a name for what they did. */
export const FormerAgentItem = shape({
  kind: "former-agent",
  version: 1,
  schema: z.strictObject({ agentId: AgentId, name: Name, removedAt: Time }),
  key: (it) => keys.formerAgent(it.agentId),
});

/**
 * Sign-ins that failed in a row, of one login or from one network address (only hashes are kept). Before `blockedUntil` none
 * is tried; after `forgottenAt` they do not count any more.
 */
export const SignInAttempts = z.strictObject({
  kind: z.enum(["login", "source"]),
  hash: z.string(),
  failures: z.int().min(1),
  blockedUntil: Time,
  forgottenAt: Time,
});
export type SignInAttempts = z.infer<typeof SignInAttempts>;
export const SignInAttemptsItem = shape({
  kind: "sign-in-attempts",
  version: 1,
  schema: SignInAttempts,
  key: (it) => keys.attempts(it.kind, it.hash),
  expires: (it) => secondsAt(it.forgottenAt),
});

/** Reserves an e-mail for one agent. */
export const LoginItem = shape({
  kind: "login",
  version: 1,
  schema: z.strictObject({ email: z.email().toLowerCase(), agentId: AgentId }),
  key: (it) => keys.login(it.email),
});

/** Reserves a WhatsApp number for one channel. */
export const PhoneNumberItem = shape({
  kind: "phone-number",
  version: 1,
  schema: z.strictObject({ phoneNumberId: z.string(), channelId: ChannelId }),
  key: (it) => keys.phoneNumber(it.phoneNumberId),
});

/** When a webhook last told something of a number, to the hour: it is written at most once an hour by each sandbox. */
export const NumberSeenItem = shape({
  kind: "number-seen",
  version: 1,
  schema: z.strictObject({ phoneNumberId: z.string(), at: Time }),
  key: (it) => keys.numberSeen(it.phoneNumberId),
});
