import type { Agent, Sector } from "../../shared/contracts/organisation.ts";
import { ApiKeyHashItem, ApiKeyItem } from "../../shared/contracts/stored/shapes.ts";
import { StoredApiKey } from "../../shared/contracts/stored/api-key-shapes.ts";
import type { World } from "../world/world.ts";
import { absent, put } from "../../shared/ports/store.ts";
import { beginning } from "../world/clock.ts";

/** The keys of a business: that of its bot, one that hands over into its first sector only, and one that only reads. */
export async function addKeys(
  world: World,
  sectors: readonly Sector[],
  admin: Agent | undefined,
): Promise<readonly string[]> {
  const keyOf = (index: number, changes: object): StoredApiKey =>
    StoredApiKey.parse({
      ...{ id: `key_${index.toString().padStart(26, "0")}`, name: `Key ${index}`, sectorIds: null },
      ...{ expiresAt: null, hint: "AAAA", createdBy: admin?.id, lastUsedAt: null },
      ...{ createdAt: new Date(beginning - 86_400_000).toISOString(), hash: `${index}`.repeat(64) },
      ...changes,
    });
  const made = [
    keyOf(1, { scopes: ["bot", "tickets:read"] }),
    keyOf(2, { scopes: ["bot"], sectorIds: [sectors[0]?.id] }),
    keyOf(3, { scopes: ["tickets:read"] }),
  ];
  await world.store.commit(
    made.flatMap((it) => [
      put(it.id, ApiKeyItem, it, absent),
      put(
        `hash ${it.id}`,
        ApiKeyHashItem,
        { hash: it.hash, apiKeyId: it.id, expiresAt: it.expiresAt },
        absent,
      ),
    ]),
  );
  return made.map(({ id }) => id);
}
