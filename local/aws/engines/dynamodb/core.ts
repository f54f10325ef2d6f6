import type { Clock, LocalLog, Place } from "../../types.ts";
import { notFound } from "./errors.ts";
import type { Storage } from "./storage.ts";
import type { Table } from "./table.ts";

/** What every operation works on. */
export interface Core {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly place: Place;
  readonly log: LocalLog;
  /** By name; always what `storage` holds. */
  readonly tables: Map<string, Table>;
  /** The sequence number of the youngest stream record. */
  lastSequence: bigint;
  /** Called, by table name, when records were appended to the table's stream. */
  readonly listeners: Map<string, Set<() => void>>;
}

/** What an operation answers: the body as JSON, and what it consumed. */
export interface Answer {
  readonly body: string;
  readonly readUnits?: number;
  readonly writeUnits?: number;
}

/**
 * The table of this name.
 * @throws DynamoDbError when there is none.
 */
export function tableNamed(core: Core, name: string): Table {
  const table = core.tables.get(name);
  if (table === undefined) throw notFound();
  return table;
}

/** A JSON object of members that are JSON text already; those that are undefined are left out. */
export function compose(members: Readonly<Record<string, string | undefined>>): string {
  const parts: string[] = [];
  for (const name in members) if (members[name] !== undefined) parts.push(`"${name}":${members[name]}`);
  return `{${parts.join(",")}}`;
}
