import type { TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Condition } from "../ports/store.ts";
import type { Prepared } from "./prepare.ts";
import { conditionExpression, createPlaceholders, updateExpression } from "./expressions.ts";
import { equals } from "../ports/store.ts";
import { storable } from "./items.ts";

/** One entry of a transaction; what is in it is also the request of a plain write. */
export type Write = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** The service's words for a change. A condition that fails brings the item back, so that no second read is needed. */
export const writeOf = (prepared: Prepared, tableName: string): Write => {
  const placeholders = createPlaceholders();
  const { key } = prepared;
  const ConditionExpression = conditionExpression(conditionsOf(prepared), placeholders);
  const common = {
    TableName: tableName,
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    ...(ConditionExpression !== undefined && { ConditionExpression }),
  } as const;
  const Key = { pk: key.pk, sk: key.sk };
  if ("encoded" in prepared) {
    return { Put: { ...common, Item: prepared.encoded.item, ...placeholders.attributes() } };
  }
  const { change } = prepared;
  switch (change.do) {
    case "update": {
      const set = change.set.map(([path, value]) => [path, storable(value)] as const);
      const UpdateExpression = updateExpression({ ...change, set }, placeholders);
      return { Update: { ...common, Key, UpdateExpression, ...placeholders.attributes() } };
    }
    case "delete":
      return { Delete: { ...common, Key, ...placeholders.attributes() } };
    case "check":
      return { ConditionCheck: { ...common, ConditionExpression, Key, ...placeholders.attributes() } };
  }
};

/** An update of an item of another shape or version would spoil it: it fails, and the failure says what was found. */
const conditionsOf = ({ change }: Prepared): readonly Condition[] =>
  change.do === "update"
    ? [...change.when, equals(["shape"], change.shape.kind), equals(["v"], change.shape.version)]
    : change.when;
