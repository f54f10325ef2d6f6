import { AgentId, ApiKeyId, SectorId } from "./ids.ts";
import { Name, Time } from "./values.ts";
import * as z from "zod";

/** What an API key may be used for. A route that names no scope is for people only. */
export const Scope = z.enum([
  "config:read",
  "config:write",
  "people:read",
  "people:write",
  "tickets:read",
  "bot",
]);
export type Scope = z.infer<typeof Scope>;

/** A secret of an API key: 256 random bits, told from other tokens by its beginning. */
export const ApiKeySecret = z.string().regex(/^blc_[\w-]{43}$/);

/**
 * A key by which a program calls the API. It acts for the whole business as an administrator would, or for the given sectors
 * as their supervisor would, but only on routes of its scopes, and never over administrators. The secret itself is shown once,
 * when the key is made, and kept as a hash only; `hint` is its last four characters.
 */
export const ApiKey = z.strictObject({
  id: ApiKeyId,
  name: Name,
  scopes: z.array(Scope).min(1).max(Scope.options.length),
  /** Null: the whole business. */
  sectorIds: z.array(SectorId).min(1).max(50).nullable(),
  /** From then on it is refused; null: never by itself. */
  expiresAt: Time.nullable(),
  hint: z.string().length(4),
  createdBy: AgentId,
  createdAt: Time,
  /** The hour in which it was last used, as far as it was noted; null for never. */
  lastUsedAt: Time.nullable(),
});
export type ApiKey = z.infer<typeof ApiKey>;
