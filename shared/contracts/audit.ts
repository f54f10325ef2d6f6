import { ActorId } from "./ids.ts";
import { Json, Name, Time } from "./values.ts";
import * as z from "zod";

/** What an audit record is about. */
export const AuditedKind = z.enum([
  "settings",
  "channel",
  "sector",
  "queue",
  "tag",
  "pause-reason",
  "agent",
  "canned-response",
  "webhook",
  "api-key",
  "session",
  "contact",
]);
export type AuditedKind = z.infer<typeof AuditedKind>;

/**
 * One administrative act, written in the transaction of the act itself. `before` and `after` are the record as it was and is
 * (null where there was or is none), with secrets masked.
 */
export const AuditRecord = z.strictObject({
  id: z.string(),
  at: Time,
  /** Null for what the desk itself did. */
  actorId: ActorId.nullable(),
  action: z.enum([
    "created",
    "changed",
    "removed",
    "signed-out",
    "password-set",
    "decided",
    "paused",
    "resumed",
    "blocked",
    "unblocked",
  ]),
  kind: AuditedKind,
  resourceId: z.string().max(64),
  before: Json,
  after: Json,
});
export type AuditRecord = z.infer<typeof AuditRecord>;

/**
 * The same as it is listed: who acted is named as they are called now, or were when they were removed. Null for what the desk itself
 * did, and for a key that was removed.
 */
export const ListedAuditRecord = z.strictObject({ ...AuditRecord.shape, actorName: Name.nullable() });
export type ListedAuditRecord = z.infer<typeof ListedAuditRecord>;
