import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { StatementSync } from "node:sqlite";
import type { Table } from "./table.ts";

/** One stored item or index entry. */
export interface Row {
  readonly key: string;
  /** Bytes the item counts for. */
  readonly size: number;
  /** The item as JSON. */
  readonly value: string;
}

/** Keys between which a range lies; both ends are required, and `~` sorts behind every key. */
export interface Bounds {
  readonly from: string;
  readonly fromIncluded: boolean;
  readonly to: string;
  readonly toIncluded: boolean;
}

export interface LogEntry {
  readonly sequence: bigint;
  /** The record as JSON, in the shape event source mappings deliver. */
  readonly record: string;
}

/** How a token was used, to answer its repetition. */
export interface TokenUse {
  /** Digest of the request it came with. */
  readonly digest: string;
  /** Milliseconds of the clock. */
  readonly usedAt: number;
  /** Read units by table that a repetition consumes. */
  readonly reads: Readonly<Record<string, number>>;
}

const SCHEMA = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS tables (name TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS spaces (id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS rows (
    space INTEGER NOT NULL, key TEXT NOT NULL, size INTEGER NOT NULL, expires INTEGER, value TEXT NOT NULL,
    PRIMARY KEY (space, key)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS expiring ON rows (space, expires) WHERE expires IS NOT NULL;
  CREATE TABLE IF NOT EXISTS log (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, at INTEGER NOT NULL, record TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS log_of ON log (owner, sequence);
  CREATE INDEX IF NOT EXISTS log_at ON log (at);
  CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY, digest TEXT NOT NULL, at INTEGER NOT NULL, reads TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS tokens_at ON tokens (at);
`;

/**
 * What the engine keeps, in SQLite: one file in `dataDir`, or memory. Every call is synchronous, so what runs
 * between two awaits is atomic towards other requests; `atomically` makes it so towards crashes.
 */
export type Storage = ReturnType<typeof openStorage>;

/**
 * Opens the storage, making the folder and the file when they are not there.
 * @throws when another process holds the file.
 */
export function openStorage(dataDir: string | undefined) {
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const database = new DatabaseSync(dataDir === undefined ? ":memory:" : join(dataDir, "dynamodb.sqlite"));
  database.exec(SCHEMA);
  const sql = statements(database);
  return {
    /** Runs `work` so that all of its writes reach the disk or none does. Not to be nested. */
    atomically<T>(work: () => T): T {
      sql.begin.run();
      try {
        const result = work();
        sql.commit.run();
        return result;
      } catch (error) {
        if (database.isTransaction) sql.rollback.run();
        throw error;
      }
    },
    get: (space: number, key: string) => sql.get.get(space, key) as Row | undefined,
    put(space: number, row: Row, expires?: number): void {
      sql.put.run(space, row.key, row.size, expires ?? null, row.value);
    },
    remove(space: number, key: string): void {
      sql.remove.run(space, key);
    },
    /** Rows in key order, read as they are consumed: do not write to the space while iterating. */
    range(space: number, bounds: Bounds, backwards: boolean): Iterable<Row> {
      const statement = sql.range(bounds.fromIncluded, bounds.toIncluded, backwards);
      return statement.iterate(space, bounds.from, bounds.to) as Iterable<unknown> as Iterable<Row>;
    },
    /** Up to `limit` rows that expire before `second`, oldest first. */
    expired: (space: number, second: number, floor: number, limit: number) =>
      sql.expired.all(space, floor, second, limit) as unknown as Row[],
    newSpace: (owner: string) => Number(sql.newSpace.run(owner).lastInsertRowid),
    clearSpace(space: number): void {
      sql.clearSpace.run(space);
      sql.dropSpace.run(space);
    },
    tables: () =>
      (sql.tables.all() as { definition: string }[]).map((row) => JSON.parse(row.definition) as Table),
    saveTable(table: Table): void {
      sql.saveTable.run(table.TableName, JSON.stringify(table));
    },
    dropTable(name: string): void {
      sql.dropTable.run(name);
      sql.clearLog.run(name);
    },
    /** The highest sequence number given out so far, also when its record is gone. */
    lastSequence: () => BigInt((sql.lastSequence.get() as { seq: number } | undefined)?.seq ?? 0),
    append(owner: string, at: number, entry: LogEntry): void {
      sql.append.run(entry.sequence, owner, at, entry.record);
    },
    /** Up to `limit` records of a table behind `after` that are not older than `since`, in order. */
    log: (owner: string, after: bigint, since: number, limit: number) =>
      (sql.log.all(owner, after, since, limit) as { sequence: number; record: string }[]).map((row) => ({
        sequence: BigInt(row.sequence),
        record: row.record,
      })),
    trimLog: (before: number) => Number(sql.trimLog.run(before).changes),
    token(token: string): TokenUse | undefined {
      const row = sql.token.get(token) as (Omit<TokenUse, "reads"> & { reads: string }) | undefined;
      return row && { ...row, reads: JSON.parse(row.reads) as TokenUse["reads"] };
    },
    saveToken(token: string, use: TokenUse): void {
      sql.saveToken.run(token, use.digest, use.usedAt, JSON.stringify(use.reads));
    },
    trimTokens: (before: number) => Number(sql.trimTokens.run(before).changes),
    close: () => database.close(),
  };
}

function statements(database: DatabaseSync) {
  const ranges = new Map<string, StatementSync>();
  return {
    begin: database.prepare("BEGIN IMMEDIATE"),
    commit: database.prepare("COMMIT"),
    rollback: database.prepare("ROLLBACK"),
    get: database.prepare("SELECT key, size, value FROM rows WHERE space = ? AND key = ?"),
    put: database.prepare(
      "INSERT OR REPLACE INTO rows (space, key, size, expires, value) VALUES (?, ?, ?, ?, ?)",
    ),
    remove: database.prepare("DELETE FROM rows WHERE space = ? AND key = ?"),
    range(fromIncluded: boolean, toIncluded: boolean, backwards: boolean): StatementSync {
      const text = `SELECT key, size, value FROM rows WHERE space = ? AND key ${fromIncluded ? ">=" : ">"} ?
        AND key ${toIncluded ? "<=" : "<"} ? ORDER BY key ${backwards ? "DESC" : "ASC"}`;
      const known = ranges.get(text) ?? database.prepare(text);
      ranges.set(text, known);
      return known;
    },
    expired: database.prepare(
      "SELECT key, size, value FROM rows WHERE space = ? AND expires >= ? AND expires < ? ORDER BY expires LIMIT ?",
    ),
    newSpace: database.prepare("INSERT INTO spaces (owner) VALUES (?)"),
    clearSpace: database.prepare("DELETE FROM rows WHERE space = ?"),
    dropSpace: database.prepare("DELETE FROM spaces WHERE id = ?"),
    tables: database.prepare("SELECT definition FROM tables ORDER BY name"),
    saveTable: database.prepare("INSERT OR REPLACE INTO tables (name, definition) VALUES (?, ?)"),
    dropTable: database.prepare("DELETE FROM tables WHERE name = ?"),
    clearLog: database.prepare("DELETE FROM log WHERE owner = ?"),
    lastSequence: database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'log'"),
    append: database.prepare("INSERT INTO log (sequence, owner, at, record) VALUES (?, ?, ?, ?)"),
    log: database.prepare(
      "SELECT sequence, record FROM log WHERE owner = ? AND sequence > ? AND at >= ? ORDER BY sequence LIMIT ?",
    ),
    trimLog: database.prepare("DELETE FROM log WHERE at < ?"),
    token: database.prepare("SELECT digest, at AS usedAt, reads FROM tokens WHERE token = ?"),
    saveToken: database.prepare(
      "INSERT OR REPLACE INTO tokens (token, digest, at, reads) VALUES (?, ?, ?, ?)",
    ),
    trimTokens: database.prepare("DELETE FROM tokens WHERE at < ?"),
  };
}
