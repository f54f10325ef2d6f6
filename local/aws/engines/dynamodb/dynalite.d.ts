/** The parts of dynalite 4.0.0 that the engine builds on. They are its private API, hence the exact pin. */

declare module "dynalite/db/index.js" {
  interface KeyElement {
    readonly AttributeName: string;
    readonly KeyType: string;
  }
  interface Keyed {
    readonly KeySchema: readonly KeyElement[];
    readonly AttributeDefinitions: readonly {
      readonly AttributeName: string;
      readonly AttributeType: string;
    }[];
  }
  type Refusal = Error | null | undefined;
  const db: {
    validateKey(key: object, table: Keyed): Refusal;
    validateItem(item: object, table: Keyed): Refusal;
    validateUpdates(legacy: undefined, updates: object, table: Keyed): Refusal;
    validateKeyPaths(nestedPaths: object | undefined, table: Keyed): Refusal;
    createKey(item: object, table: Keyed, keySchema?: readonly KeyElement[]): string;
    hashPrefix(value: string, type: string): string;
    toRangeStr(value: string, type: string): string;
    mapPaths(paths: readonly (readonly (string | number)[])[], item: object): object;
  };
  export default db;
}

declare module "dynalite/validations/index.js" {
  const validations: {
    checkTypes(data: object, types: object): object;
    checkValidations(data: object, types: object, custom: ((data: never) => string | undefined) | null): void;
    validateAttributeValue(value: object): string | undefined;
    validateExpressionParams(
      data: object,
      expressions: readonly string[],
      legacy: readonly string[],
    ): string | undefined;
    validateExpressions(data: object): string | undefined;
    convertKeyCondition(expression: object): object | string;
  };
  export default validations;
}

declare module "dynalite/validations/createTable.js" {
  const definition: {
    readonly types: Record<string, object>;
    readonly custom: (this: void, data: never) => string | undefined;
  };
  export default definition;
}

declare module "dynalite/validations/putItem.js" {
  const definition: { readonly types: Record<string, object> };
  export default definition;
}

declare module "dynalite/validations/updateItem.js" {
  const definition: { readonly types: Record<string, object> };
  export default definition;
}

declare module "dynalite/validations/deleteItem.js" {
  const definition: { readonly types: Record<string, object> };
  export default definition;
}

declare module "dynalite/validations/getItem.js" {
  const definition: { readonly types: Record<string, object> };
  export default definition;
}

declare module "dynalite/validations/query.js" {
  const definition: { readonly types: Record<string, object> };
  export default definition;
}

declare module "dynalite/validations/scan.js" {
  const definition: { readonly types: Record<string, object> };
  export default definition;
}

declare module "dynalite/validations/batchGetItem.js" {
  const definition: { readonly types: Record<string, object> };
  export default definition;
}

declare module "dynalite/validations/batchWriteItem.js" {
  const definition: { readonly types: Record<string, object> };
  export default definition;
}
