import { compareDecimals } from "./decimal.ts";
import { sameValue, typeOf, valueAt } from "./values.ts";
import type { AttributeValue, Item, Path } from "./values.ts";

/** A condition or filter as dynalite's parser gives it, with names and values filled in. */
export interface Condition {
  readonly type: string;
  /** Of a function. */
  readonly name?: string;
  readonly args: readonly Operand[];
}

export type Operand = Condition | Path | AttributeValue;

/** Whether an item (or an empty one, for an item that is not there) meets a condition. */
export function matches(condition: Condition, item: Item): boolean {
  const { type, args } = condition;
  if (type === "and") return args.every((part) => matches(part as Condition, item));
  if (type === "or") return args.some((part) => matches(part as Condition, item));
  if (type === "not") return !matches(args[0] as Condition, item);
  const [value, first, second] = args.map((arg) => resolve(arg, item));
  switch (type === "function" ? condition.name : type) {
    case "=":
      return value !== undefined && first !== undefined && sameValue(value, first);
    case "<>":
      return value === undefined || first === undefined || !sameValue(value, first);
    case "<":
      return ordered(value, first, (order) => order < 0);
    case "<=":
      return ordered(value, first, (order) => order <= 0);
    case ">":
      return ordered(value, first, (order) => order > 0);
    case ">=":
      return ordered(value, first, (order) => order >= 0);
    case "between":
      return ordered(value, first, (order) => order >= 0) && ordered(value, second, (order) => order <= 0);
    case "in":
      return value !== undefined && args.slice(1).some((arg) => equals(value, resolve(arg, item)));
    case "attribute_exists":
      return value !== undefined;
    case "attribute_not_exists":
      return value === undefined;
    case "attribute_type":
      return value !== undefined && typeOf(value) === first?.S;
    case "begins_with":
      return beginsWith(value, first);
    case "contains":
      return contains(value, first);
    default:
      throw new Error(`no evaluation for the condition ${type} ${condition.name ?? ""}`);
  }
}

function resolve(operand: Operand, item: Item): AttributeValue | undefined {
  if (isPath(operand)) return valueAt(operand, item);
  if (!isCall(operand)) return operand;
  const value = operand.args[0] === undefined ? undefined : resolve(operand.args[0], item);
  const size = value === undefined ? undefined : sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
}

const isPath = (operand: Operand): operand is Path => Array.isArray(operand);
const isCall = (operand: Condition | AttributeValue): operand is Condition => "args" in operand;

const equals = (a: AttributeValue, b: AttributeValue | undefined): boolean =>
  b !== undefined && sameValue(a, b);

/** Values of different types, and of types without an order, are never ordered. */
function ordered(
  a: AttributeValue | undefined,
  b: AttributeValue | undefined,
  holds: (order: number) => boolean,
): boolean {
  if (a?.N !== undefined && b?.N !== undefined) return holds(compareDecimals(a.N, b.N));
  if (a?.S !== undefined && b?.S !== undefined)
    return holds(Buffer.compare(Buffer.from(a.S), Buffer.from(b.S)));
  if (a?.B !== undefined && b?.B !== undefined) return holds(Buffer.compare(bytes(a.B), bytes(b.B)));
  return false;
}

const bytes = (base64: string): Buffer => Buffer.from(base64, "base64");

function beginsWith(value: AttributeValue | undefined, start: AttributeValue | undefined): boolean {
  if (value?.S !== undefined && start?.S !== undefined) return value.S.startsWith(start.S);
  if (value?.B === undefined || start?.B === undefined) return false;
  const prefix = bytes(start.B);
  return bytes(value.B).subarray(0, prefix.length).equals(prefix);
}

function contains(value: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (value === undefined || part === undefined) return false;
  if (value.L) return value.L.some((member) => sameValue(member, part));
  if (part.S !== undefined) return value.S?.includes(part.S) ?? value.SS?.includes(part.S) ?? false;
  if (part.N !== undefined) return value.NS?.includes(part.N) ?? false;
  if (part.B === undefined) return false;
  if (value.B !== undefined) return bytes(value.B).includes(bytes(part.B));
  return value.BS?.includes(part.B) ?? false;
}

function sizeOf(value: AttributeValue): number | undefined {
  if (value.S !== undefined) return value.S.length;
  if (value.B !== undefined) return bytes(value.B).length;
  if (value.M) return Object.keys(value.M).length;
  return (value.SS ?? value.NS ?? value.BS ?? value.L)?.length;
}
