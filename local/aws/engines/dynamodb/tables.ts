import { randomUUID } from "node:crypto";
import createTableDefinition from "dynalite/validations/createTable.js";
import { entryOf, imageOf } from "./changes.ts";
import type { Image } from "./images.ts";
import { tableNamed } from "./core.ts";
import type { Answer, Core } from "./core.ts";
import { DynamoDbError, invalid, notFound } from "./errors.ts";
import { SCAN_BOUNDS } from "./ranges.ts";
import { checkedAgainst } from "./shapes.ts";
import { defaultStreamArn, expiryOf, tableArn } from "./table.ts";
import type { Index, StreamView, Table, TableDefinition } from "./table.ts";
import validations from "dynalite/validations/index.js";

const VIEWS = ["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"];

const createShape = {
  ...createTableDefinition.types,
  StreamSpecification: {
    type: "FieldStruct<StreamSpecification>",
    children: {
      StreamEnabled: { type: "Boolean", notNull: true },
      StreamViewType: { type: "String", enum: VIEWS },
    },
  },
};

/**
 * Makes a table, or brings an existing one to its definition: indexes that are new are filled, those that are gone
 * are dropped, and expiry is worked out anew when it follows another attribute.
 * @throws Error when an existing table has another key, because its items could not be found any more.
 */
export function ensureTable(core: Core, definition: TableDefinition): Table {
  const existing = core.tables.get(definition.TableName);
  if (existing && keyText(existing) !== keyText(definition))
    throw new Error(
      `table ${definition.TableName} is stored with another key; delete the stored data to start anew with this one`,
    );
  return core.storage.atomically(() => {
    const space = existing?.space ?? core.storage.newSpace(definition.TableName);
    const indexes = definition.GlobalSecondaryIndexes.map((index): Index => {
      const same = existing?.GlobalSecondaryIndexes.find((old) => indexText(old) === indexText(index));
      return {
        ...index,
        space: same?.space ?? core.storage.newSpace(`${definition.TableName}/${index.IndexName}`),
      };
    });
    const table: Table = {
      ...definition,
      GlobalSecondaryIndexes: indexes,
      id: existing?.id ?? randomUUID(),
      createdAt: existing?.createdAt ?? core.clock.now(),
      space,
    };
    if (existing) migrate(core, existing, table);
    save(core, table);
    return table;
  });
}

const keyText = ({ KeySchema, AttributeDefinitions }: TableDefinition): string =>
  JSON.stringify(
    KeySchema.map(({ AttributeName, KeyType }) => [
      AttributeName,
      KeyType,
      AttributeDefinitions.find((each) => each.AttributeName === AttributeName)?.AttributeType,
    ]),
  );

const indexText = ({ IndexName, KeySchema, Projection }: Omit<Index, "space">): string =>
  JSON.stringify([
    IndexName,
    KeySchema.map((each) => [each.AttributeName, each.KeyType]),
    Projection.ProjectionType,
    [...(Projection.NonKeyAttributes ?? [])].sort(),
  ]);

function migrate(core: Core, before: Table, after: Table): void {
  const kept = new Set(after.GlobalSecondaryIndexes.map((index) => index.space));
  for (const index of before.GlobalSecondaryIndexes)
    if (!kept.has(index.space)) core.storage.clearSpace(index.space);
  const known = new Set(before.GlobalSecondaryIndexes.map((index) => index.space));
  const added = after.GlobalSecondaryIndexes.filter((index) => !known.has(index.space));
  const expiryMoved = before.ttlAttribute !== after.ttlAttribute;
  if (added.length === 0 && !expiryMoved) return;
  // Read to the end first: the loop writes to the same space.
  const rows = Array.from(core.storage.range(after.space, SCAN_BOUNDS, false));
  for (const row of rows) {
    const image: Image = imageOf(row);
    if (expiryMoved) core.storage.put(after.space, row, expiryOf(image.item, after));
    for (const index of added) {
      const entry = entryOf(image, after, index);
      if (entry) core.storage.put(index.space, entry);
    }
  }
}

function save(core: Core, table: Table): void {
  core.storage.saveTable(table);
  core.tables.set(table.TableName, table);
}

export function createTable(core: Core, body: object): Answer {
  const request = checkedAgainst<
    Omit<TableDefinition, "GlobalSecondaryIndexes"> & {
      GlobalSecondaryIndexes?: TableDefinition["GlobalSecondaryIndexes"];
      LocalSecondaryIndexes?: unknown;
      StreamSpecification?: { StreamEnabled: boolean; StreamViewType?: StreamView };
    }
  >(createShape, body);
  validations.checkValidations(request, {}, createTableDefinition.custom);
  if (request.LocalSecondaryIndexes) throw invalid("Local secondary indexes are not supported");
  if (core.tables.has(request.TableName))
    throw new DynamoDbError("ResourceInUseException", `Table already exists: ${request.TableName}`);
  const arn = tableArn(core.place, request.TableName);
  const { StreamEnabled, StreamViewType: view } = request.StreamSpecification ?? {};
  if (StreamEnabled === true && view === undefined)
    throw invalid(
      "One or more parameter values were invalid: StreamViewType is required when StreamEnabled is true",
    );
  const table = ensureTable(core, {
    TableName: request.TableName,
    KeySchema: request.KeySchema,
    AttributeDefinitions: request.AttributeDefinitions,
    GlobalSecondaryIndexes: (request.GlobalSecondaryIndexes ?? []).map(
      ({ IndexName, KeySchema, Projection }) => ({
        IndexName,
        KeySchema,
        Projection,
      }),
    ),
    arn,
    ...(StreamEnabled === true && view !== undefined ? { stream: { arn: defaultStreamArn(arn), view } } : {}),
  });
  return { body: JSON.stringify({ TableDescription: describe(table, "ACTIVE") }) };
}

export function deleteTable(core: Core, body: object): Answer {
  const table = namedBy(core, body);
  core.storage.atomically(() => {
    for (const { space } of [table, ...table.GlobalSecondaryIndexes]) core.storage.clearSpace(space);
    core.storage.dropTable(table.TableName);
  });
  core.tables.delete(table.TableName);
  return { body: JSON.stringify({ TableDescription: describe(table, "DELETING") }) };
}

export const describeTable = (core: Core, body: object): Answer => ({
  body: JSON.stringify({ Table: describe(namedBy(core, body), "ACTIVE") }),
});

export function listTables(core: Core, body: object): Answer {
  const { ExclusiveStartTableName: start, Limit } = checkedAgainst<{
    ExclusiveStartTableName?: string;
    Limit?: number;
  }>(
    {
      ExclusiveStartTableName: { type: "String" },
      Limit: { type: "Integer", greaterThanOrEqual: 1, lessThanOrEqual: 100 },
    },
    body,
  );
  const names = [...core.tables.keys()].sort().filter((name) => start === undefined || name > start);
  const shown = names.slice(0, Limit ?? 100);
  const more = shown.length < names.length ? { LastEvaluatedTableName: shown.at(-1) } : {};
  return { body: JSON.stringify({ TableNames: shown, ...more }) };
}

export function describeTimeToLive(core: Core, body: object): Answer {
  const { ttlAttribute } = namedBy(core, body);
  const state =
    ttlAttribute === undefined
      ? { TimeToLiveStatus: "DISABLED" }
      : { TimeToLiveStatus: "ENABLED", AttributeName: ttlAttribute };
  return { body: JSON.stringify({ TimeToLiveDescription: state }) };
}

export function updateTimeToLive(core: Core, body: object): Answer {
  const { ttlAttribute: before, ...table } = namedBy(core, body);
  const { TimeToLiveSpecification: wanted } = checkedAgainst<{
    TimeToLiveSpecification: { AttributeName: string; Enabled: boolean };
  }>(
    {
      TimeToLiveSpecification: {
        type: "FieldStruct<TimeToLiveSpecification>",
        notNull: true,
        children: {
          AttributeName: {
            type: "String",
            notNull: true,
            lengthGreaterThanOrEqual: 1,
            lengthLessThanOrEqual: 255,
          },
          Enabled: { type: "Boolean", notNull: true },
        },
      },
    },
    body,
  );
  if (wanted.Enabled === (before !== undefined))
    throw invalid(`TimeToLive is already ${wanted.Enabled ? "enabled" : "disabled"}`);
  if (!wanted.Enabled && wanted.AttributeName !== before)
    throw invalid("TimeToLive is active on a different AttributeName: current AttributeName is " + before);
  ensureTable(core, wanted.Enabled ? { ...table, ttlAttribute: wanted.AttributeName } : table);
  return { body: JSON.stringify({ TimeToLiveSpecification: wanted }) };
}

function namedBy(core: Core, body: object): Table {
  const name = "TableName" in body ? body.TableName : undefined;
  if (typeof name !== "string")
    throw invalid("The parameter 'TableName' is required but was not present in the request");
  if (!core.tables.has(name)) throw notFound(`Requested resource not found: Table: ${name} not found`);
  return tableNamed(core, name);
}

function describe(table: Table, status: "ACTIVE" | "DELETING"): object {
  return {
    TableName: table.TableName,
    TableStatus: status,
    TableArn: table.arn,
    TableId: table.id,
    CreationDateTime: table.createdAt / 1000,
    KeySchema: table.KeySchema,
    AttributeDefinitions: table.AttributeDefinitions,
    BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
    ...(table.GlobalSecondaryIndexes.length > 0
      ? {
          GlobalSecondaryIndexes: table.GlobalSecondaryIndexes.map((index) => ({
            IndexName: index.IndexName,
            KeySchema: index.KeySchema,
            Projection: index.Projection,
            IndexStatus: status,
            IndexArn: `${table.arn}/index/${index.IndexName}`,
          })),
        }
      : {}),
    ...(table.stream
      ? {
          StreamSpecification: { StreamEnabled: true, StreamViewType: table.stream.view },
          LatestStreamArn: table.stream.arn,
          LatestStreamLabel: table.stream.arn.split("/stream/")[1],
        }
      : {}),
  };
}
