import { keyNames } from "./table.ts";
import type { Table } from "./table.ts";
import { typeOf } from "./values.ts";
import type { AttributeValue, Item } from "./values.ts";

const emptyKind = (value: AttributeValue | undefined): string | undefined =>
  value?.S === "" ? "string" : value?.B === "" ? "binary" : undefined;

/** Why a primary key with an empty part is refused, or undefined. */
export function emptyKeyProblem(item: Item, table: Table): string | undefined {
  for (const name of keyNames(table.KeySchema)) {
    const kind = emptyKind(item[name]);
    if (kind !== undefined)
      return `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`;
  }
  return undefined;
}

/** Why an item cannot stand in one of its table's indexes (an index key that is empty or of another type). */
export function indexKeyProblem(item: Item, table: Table): string | undefined {
  for (const index of table.GlobalSecondaryIndexes)
    for (const name of keyNames(index.KeySchema)) {
      const value = item[name];
      if (value === undefined) continue;
      const kind = emptyKind(value);
      if (kind !== undefined)
        return `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${index.IndexName}, IndexKey: ${name}`;
      const type = attributeType(name, table);
      if (value[type] === undefined)
        return `One or more parameter values were invalid: Type mismatch for Index Key ${name} Expected: ${type} Actual: ${typeOf(value)} IndexName: ${index.IndexName}`;
    }
  return undefined;
}

/** The declared type of a key attribute. */
export function attributeType(name: string, table: Table): "S" | "N" | "B" {
  const type = table.AttributeDefinitions.find(
    (definition) => definition.AttributeName === name,
  )?.AttributeType;
  if (type === undefined)
    throw new Error(`table ${table.TableName} does not define its key attribute ${name}`);
  return type;
}
