import validations from "dynalite/validations/index.js";
import { invalid } from "./errors.ts";
import { itemSize } from "./values.ts";
import type { AttributeValue, Item } from "./values.ts";

/** DynamoDB's limit for one item, names included. */
const MAX_ITEM_BYTES = 400 * 1024;

/** Why a value is not a valid attribute value, or undefined. Numbers in it are brought to their one spelling. */
export function attributeProblem(value: AttributeValue | undefined): string | undefined {
  if (value === undefined || value === null || hasHole(value))
    return "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
  return validations.validateAttributeValue(value);
}

/** JSON nulls inside lists and maps get through the type check, and must not reach the code behind it. */
function hasHole(value: AttributeValue): boolean {
  const inside = value.L ?? (value.M && Object.values(value.M));
  return inside?.some((member) => member === null || member === undefined || hasHole(member)) ?? false;
}

/**
 * Checks every attribute of an item or key.
 * @throws DynamoDbError naming the first problem.
 */
export function checkAttributes(item: Item): void {
  for (const name in item) {
    const problem = attributeProblem(item[name]);
    if (problem !== undefined) throw invalid(problem);
  }
}

/**
 * An item's size in bytes.
 * @throws DynamoDbError with `message` when it is over the limit.
 */
export function checkedSize(item: Item, message: string): number {
  const size = itemSize(item);
  if (size > MAX_ITEM_BYTES) throw invalid(message);
  return size;
}
