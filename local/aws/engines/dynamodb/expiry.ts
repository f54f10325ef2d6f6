import { commit, imageOf } from "./changes.ts";
import type { Core } from "./core.ts";
import { RECORD_LIFE_MS } from "./streams.ts";
import { TOKEN_LIFE_MS } from "./transactions.ts";

/** AWS leaves alone what claims to have expired longer ago than this. */
const OLDEST_EXPIRY_S = 5 * 365 * 24 * 60 * 60;
const CHUNK = 100;

/**
 * Deletes the items whose time has come, oldest first, and forgets stream records and tokens that are too old.
 * Yields between chunks, so other requests go on. Gives the number of items deleted.
 */
export async function sweep(core: Core): Promise<number> {
  const now = core.clock.now();
  core.storage.trimLog(now - RECORD_LIFE_MS);
  core.storage.trimTokens(now - TOKEN_LIFE_MS);
  let deleted = 0;
  for (const { TableName, ttlAttribute } of core.tables.values()) {
    if (ttlAttribute === undefined) continue;
    for (let found = CHUNK; found === CHUNK;) {
      found = sweepChunk(core, TableName, now);
      deleted += found;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  }
  return deleted;
}

/** The table is looked up anew for each chunk: it may have been deleted or changed in between. */
function sweepChunk(core: Core, tableName: string, now: number): number {
  const table = core.tables.get(tableName);
  if (table?.ttlAttribute === undefined) return 0;
  const second = Math.floor(now / 1000);
  const rows = core.storage.expired(table.space, second, second - OLDEST_EXPIRY_S, CHUNK);
  for (const row of rows) commit(core, [{ table, key: row.key, before: imageOf(row) }], { expired: true });
  return rows.length;
}
