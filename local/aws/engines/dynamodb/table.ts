import type { Place, Resource } from "../../types.ts";
import type { Item } from "./values.ts";

export interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: "HASH" | "RANGE";
}

export type StreamView = "KEYS_ONLY" | "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES";

/** A global secondary index of a table. */
export interface Index {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection: {
    readonly ProjectionType: "ALL" | "KEYS_ONLY" | "INCLUDE";
    readonly NonKeyAttributes?: readonly string[];
  };
  /** Where its rows are stored. */
  readonly space: number;
}

/** A table as it is stored: the API's own members where dynalite reads them, ours in lower case. */
export interface Table {
  readonly TableName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly AttributeDefinitions: readonly {
    readonly AttributeName: string;
    readonly AttributeType: "S" | "N" | "B";
  }[];
  readonly GlobalSecondaryIndexes: readonly Index[];
  readonly arn: string;
  readonly id: string;
  /** Milliseconds of the clock. */
  readonly createdAt: number;
  readonly space: number;
  readonly ttlAttribute?: string;
  readonly stream?: { readonly arn: string; readonly view: StreamView };
}

/** What makes a table: the part of `CreateTable` and of the template's resource that the engine reads. */
export interface TableDefinition {
  readonly TableName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly AttributeDefinitions: Table["AttributeDefinitions"];
  readonly GlobalSecondaryIndexes: readonly Omit<Index, "space">[];
  readonly arn: string;
  readonly ttlAttribute?: string;
  readonly stream?: NonNullable<Table["stream"]>;
}

/** The ARN of a table of this name. */
export const tableArn = (place: Place, name: string): string =>
  `arn:aws:dynamodb:${place.region}:${place.account}:table/${name}`;

/** The ARN a table's stream gets when the template names none. */
export const defaultStreamArn = (arn: string): string => `${arn}/stream/2026-01-01T00:00:00.000`;

/** Names of the attributes that make a key. */
export const keyNames = (schema: readonly KeyElement[]): string[] =>
  schema.map((element) => element.AttributeName);

/** The attributes of an item that make its primary key. */
export function primaryKey(item: Item, table: Table): Item {
  const key: Item = {};
  for (const name of keyNames(table.KeySchema)) key[name] = item[name] ?? {};
  return key;
}

/** What an index holds of an item, or undefined when the item lacks one of the index's keys. */
export function projected(item: Item, table: Table, index: Index): Item | undefined {
  const indexKeys = keyNames(index.KeySchema);
  if (indexKeys.some((name) => item[name] === undefined)) return undefined;
  if (index.Projection.ProjectionType === "ALL") return item;
  const entry: Item = {};
  for (const name of projectedNames(table, index)) {
    const value = item[name];
    if (value !== undefined) entry[name] = value;
  }
  return entry;
}

/** Names of the attributes an index holds when it does not hold all of them. */
export const projectedNames = (table: Table, index: Index): Set<string> =>
  new Set([
    ...keyNames(table.KeySchema),
    ...keyNames(index.KeySchema),
    ...(index.Projection.NonKeyAttributes ?? []),
  ]);

/** When an item expires, in seconds since the epoch, if its table expires items and it says so by a number. */
export function expiryOf(item: Item, table: Table): number | undefined {
  const value = table.ttlAttribute === undefined ? undefined : item[table.ttlAttribute]?.N;
  const seconds = value === undefined ? Number.NaN : Math.floor(Number(value));
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds : undefined;
}

/**
 * Reads a table resource of a template.
 * @throws Error when the resource asks for something the engine does not have (local indexes).
 */
export function definitionOf(resource: Resource): TableDefinition {
  const properties = resource.properties as {
    KeySchema: Table["KeySchema"];
    AttributeDefinitions: Table["AttributeDefinitions"];
    GlobalSecondaryIndexes?: Omit<Index, "space">[];
    LocalSecondaryIndexes?: unknown[];
    TimeToLiveSpecification?: { AttributeName?: string; Enabled?: boolean | string };
    StreamSpecification?: { StreamViewType?: StreamView };
  };
  if (properties.LocalSecondaryIndexes?.length)
    throw new Error(`${resource.logicalId}: local secondary indexes are not supported`);
  const expiry = properties.TimeToLiveSpecification;
  const view = properties.StreamSpecification?.StreamViewType;
  return {
    TableName: resource.physicalId,
    KeySchema: properties.KeySchema,
    AttributeDefinitions: properties.AttributeDefinitions,
    GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes ?? [],
    arn: resource.arn,
    ...(expiry?.AttributeName !== undefined && String(expiry.Enabled) === "true"
      ? { ttlAttribute: expiry.AttributeName }
      : {}),
    ...(view === undefined
      ? {}
      : { stream: { arn: resource.attributes["StreamArn"] ?? defaultStreamArn(resource.arn), view } }),
  };
}
