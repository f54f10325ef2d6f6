import type { ApiKey, Scope } from "../../contracts/api-keys.ts";
import { ApiKeyHashItem, ApiKeyItem, SectorItem, type StoredApiKey } from "../../contracts/stored/shapes.ts";
import type { AgentId, ApiKeyId, SectorId } from "../../contracts/ids.ts";
import { type AdministerDeps, auditRecord } from "../organisation/administer.ts";
import { absent, check, exists, put, remove } from "../../ports/store.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import { openCursor, sealCursor } from "../listing/cursors.ts";
import type { CursorSeal } from "../../ports/cursors.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { PersonActor } from "../../domain/authorisation.ts";
import type { Store } from "../../ports/store.ts";
import type { Time } from "../../contracts/values.ts";
import { filteredPage } from "../listing/filtered-page.ts";
import { untilSettled } from "../timeline/retry.ts";

/** What a key's secret begins with, by which it is told from a person's access token. */
export const secretPrefix = "blc_";

const viewOf = ({ hash: _, ...apiKey }: StoredApiKey): ApiKey => apiKey;

/** API keys in order of creation, without their secrets. */
export async function listApiKeys(
  deps: { readonly store: Store; readonly cursors: CursorSeal },
  input: { readonly actor: PersonActor; readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ items: ApiKey[]; cursor: string | null }> {
  const scope = { list: "api-keys", actor: input.actor.id };
  const after = openCursor(deps.cursors, input.cursor, scope);
  const query = { pk: partitions.apiKeys, prefix: prefixes.apiKeys, after, limit: input.limit };
  const { items, next } = await filteredPage(deps.store, ApiKeyItem, query, () => true);
  return { items: items.map(viewOf), cursor: sealCursor(deps.cursors, next, scope) };
}

/**
 * Makes an API key. The secret is in this answer and nowhere else: what is stored is its hash. NOT_FOUND for a sector that is
 * missing, BAD_REQUEST for an expiry that is not ahead.
 */
export async function createApiKey(
  deps: AdministerDeps,
  input: {
    readonly actor: PersonActor;
    readonly name: string;
    readonly scopes: readonly Scope[];
    readonly sectorIds: readonly SectorId[] | null;
    readonly expiresAt: Time | null;
  },
): Promise<{ apiKey: ApiKey; secret: string }> {
  const { actor, name, scopes, expiresAt } = input;
  const now = deps.clock.now();
  if (expiresAt !== null && expiresAt <= now)
    throw new DeskError("BAD_REQUEST", { reason: "expiresAt is not in the future" });
  const sectorIds = input.sectorIds && [...new Set(input.sectorIds)];
  const secret = `${secretPrefix}${deps.random.secret()}`;
  const hash = deps.digest.sha256(secret);
  const id = `key_${deps.random.ulid(now)}` as ApiKeyId;
  const apiKey: ApiKey = {
    ...{ id, name, scopes: [...new Set(scopes)], sectorIds, expiresAt, hint: secret.slice(-4) },
    ...{ createdBy: actor.id, createdAt: now, lastUsedAt: null },
  };
  await untilSettled(
    () =>
      deps.store.commit([
        put("API key", ApiKeyItem, { ...apiKey, hash }, absent),
        put("hash", ApiKeyHashItem, { hash, apiKeyId: id, expiresAt }, absent),
        auditRecord(deps, actor, {
          ...{ action: "created", kind: "api-key", resourceId: id },
          ...{ before: null, after: apiKey },
        }),
        ...(sectorIds ?? []).map((sectorId) => check(sectorId, SectorItem, keys.sector(sectorId), exists)),
      ]),
    (failure) => {
      const missing = sectorIds?.filter((sectorId) => failure.on(sectorId)) ?? [];
      if (missing.length === 0) return undefined;
      throw new DeskError("NOT_FOUND", { sectorIds: missing }, { cause: failure });
    },
  );
  return { apiKey, secret };
}

/** Removes an API key: from then on it is refused, whatever was remembered of it. NOT_FOUND. */
export async function removeApiKey(
  deps: AdministerDeps,
  { actor, apiKeyId }: { readonly actor: { readonly id: AgentId }; readonly apiKeyId: ApiKeyId },
): Promise<void> {
  await untilSettled(async () => {
    const before = await deps.store.get(ApiKeyItem, keys.apiKey(apiKeyId));
    if (before === undefined) throw new DeskError("NOT_FOUND");
    await deps.store.commit([
      remove("API key", ApiKeyItem, keys.apiKey(apiKeyId), exists),
      remove("hash", ApiKeyHashItem, keys.apiKeyHash(before.hash)),
      auditRecord(deps, actor, {
        ...{ action: "removed", kind: "api-key", resourceId: apiKeyId },
        ...{ before: viewOf(before), after: null },
      }),
    ]);
  });
}
