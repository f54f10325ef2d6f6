import * as z from "zod";

/**
 * Every id is a three-letter prefix and a ULID: it says what it names, sorts by time of creation, and can be told from
 * any other in a log. Each has its own brand, so that a queue's id cannot be passed for a sector's.
 */
const ulid = "[0-9A-HJKMNP-TV-Z]{26}";

const id = <const Prefix extends string>(prefix: Prefix) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_${ulid}$`), `expected ${prefix}_ and a ULID`)
    .brand<Prefix>();

export const AgentId = id("agt");
export type AgentId = z.infer<typeof AgentId>;
export const ChannelId = id("chn");
export type ChannelId = z.infer<typeof ChannelId>;
export const ContactId = id("con");
export type ContactId = z.infer<typeof ContactId>;
export const QueueId = id("que");
export type QueueId = z.infer<typeof QueueId>;
export const SectorId = id("sec");
export type SectorId = z.infer<typeof SectorId>;
export const TagId = id("tag");
export type TagId = z.infer<typeof TagId>;
export const TicketId = id("tkt");
export type TicketId = z.infer<typeof TicketId>;

export const PauseReasonId = id("pau");
export type PauseReasonId = z.infer<typeof PauseReasonId>;
export const CannedResponseId = id("can");
export type CannedResponseId = z.infer<typeof CannedResponseId>;
export const WebhookId = id("whk");
export type WebhookId = z.infer<typeof WebhookId>;

export const ApiKeyId = id("key");
export type ApiKeyId = z.infer<typeof ApiKeyId>;

/** Who acts: a person, or a program by its API key. */
export const ActorId = z.union([AgentId, ApiKeyId]);
export type ActorId = z.infer<typeof ActorId>;

/** What an id prefix names. */
export const idPrefixes = {
  agt: AgentId,
  chn: ChannelId,
  con: ContactId,
  que: QueueId,
  sec: SectorId,
  tag: TagId,
  tkt: TicketId,
} as const;
