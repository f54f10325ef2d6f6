import { addDecimals } from "./decimal.ts";
import { invalid } from "./errors.ts";
import { cloneItem, cloneValue, valueAt } from "./values.ts";
import type { AttributeValue, Item, Path } from "./values.ts";

/** An update expression as dynalite's parser gives it, with names and values filled in. */
export interface Updates {
  readonly sections: readonly Section[];
  readonly paths: readonly Path[];
  readonly nestedPaths?: object;
}

export interface Section {
  readonly type: "set" | "remove" | "add" | "delete";
  readonly path: Path;
  readonly val?: Value;
}

type Value =
  | Path
  | AttributeValue
  | { readonly type: string; readonly name?: string; readonly args: readonly Value[] };

const WRONG_TYPE = "An operand in the update expression has an incorrect data type";

/**
 * The item after an update. Every operand is read from the item as it was, whatever the order of the clauses.
 * @throws DynamoDbError for a missing operand, a wrong type or a path that leads nowhere.
 */
export function applyUpdates(updates: Updates, before: Item): Item {
  const after = cloneItem(before);
  const byPosition = [...updates.sections].sort(listOrder);
  for (const section of byPosition) {
    if (section.type === "set") write(section.path, operand(section.val ?? {}, before), after);
    else if (section.type === "add") add(section.path, operand(section.val ?? {}, before), after);
    else if (section.type === "delete") subtract(section.path, operand(section.val ?? {}, before), after);
  }
  for (const section of byPosition.reverse()) if (section.type === "remove") remove(section.path, after);
  return after;
}

/** Lower list positions first: writes behind the end append in order, and removals run backwards over this. */
function listOrder(a: Section, b: Section): number {
  const [left, right] = [a.path.at(-1), b.path.at(-1)];
  return typeof left === "number" && typeof right === "number" ? left - right : 0;
}

function operand(value: Value, item: Item): AttributeValue {
  if (Array.isArray(value)) return existing(valueAt(value as Path, item));
  if (!("args" in value)) return cloneValue(value as AttributeValue);
  const [first, second] = value.args;
  if (first === undefined || second === undefined) throw new Error(`${value.type} lacks an operand`);
  if (value.name === "if_not_exists") {
    const present = valueAt(first as Path, item);
    return present === undefined ? operand(second, item) : cloneValue(present);
  }
  const [left, right] = [operand(first, item), operand(second, item)];
  if (value.name === "list_append") {
    if (!left.L || !right.L) throw invalid(WRONG_TYPE);
    return { L: [...left.L, ...right.L] };
  }
  if (left.N === undefined || right.N === undefined) throw invalid(WRONG_TYPE);
  return { N: addDecimals(left.N, right.N, value.type === "subtract" ? -1 : 1) };
}

function existing(value: AttributeValue | undefined): AttributeValue {
  if (value === undefined)
    throw invalid("The provided expression refers to an attribute that does not exist in the item");
  return cloneValue(value);
}

/** The map or list that holds the path's last piece. */
function parentOf(
  path: Path,
  item: Item,
): { map: Item; name: string } | { list: AttributeValue[]; at: number } {
  const parent = valueAt(path.slice(0, -1), item);
  const last = path.at(-1);
  if (typeof last === "string" && parent?.M) return { map: parent.M, name: last };
  if (typeof last === "number" && parent?.L) return { list: parent.L, at: last };
  throw invalid("The document path provided in the update expression is invalid for update");
}

function write(path: Path, value: AttributeValue, item: Item): void {
  const parent = parentOf(path, item);
  if ("map" in parent) parent.map[parent.name] = value;
  else parent.list[Math.min(parent.at, parent.list.length)] = value;
}

function remove(path: Path, item: Item): void {
  const parent = parentOf(path, item);
  if ("map" in parent) delete parent.map[parent.name];
  else parent.list.splice(parent.at, 1);
}

function add(path: Path, value: AttributeValue, item: Item): void {
  parentOf(path, item);
  const present = valueAt(path, item);
  if (value.N !== undefined) {
    if (present && present.N === undefined) throw invalid(WRONG_TYPE);
    return write(path, { N: addDecimals(present?.N ?? "0", value.N, 1) }, item);
  }
  const type = setType(value);
  if (present && !present[type]) throw invalid(WRONG_TYPE);
  write(path, { [type]: [...new Set([...(present?.[type] ?? []), ...(value[type] ?? [])])] }, item);
}

function subtract(path: Path, value: AttributeValue, item: Item): void {
  parentOf(path, item);
  const present = valueAt(path, item);
  if (!present) return;
  const type = setType(value);
  if (!present[type]) throw invalid(WRONG_TYPE);
  const gone = new Set(value[type]);
  const left = present[type].filter((member) => !gone.has(member));
  if (left.length === 0) remove(path, item);
  else write(path, { [type]: left }, item);
}

function setType(value: AttributeValue): "SS" | "NS" | "BS" {
  if (value.SS) return "SS";
  if (value.NS) return "NS";
  if (value.BS) return "BS";
  throw invalid(WRONG_TYPE);
}
