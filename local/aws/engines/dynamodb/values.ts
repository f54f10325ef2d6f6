/** One attribute value as it travels: exactly one member is set. */
export interface AttributeValue {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
  NULL?: boolean;
  SS?: string[];
  NS?: string[];
  BS?: string[];
  L?: AttributeValue[];
  M?: Item;
}

export type Item = Record<string, AttributeValue>;

export type AttributeType = keyof AttributeValue;

/** Names and list positions from the item's top to a value inside it. */
export type Path = readonly (string | number)[];

/** Which of the ten types a value has. */
export function typeOf(value: AttributeValue): AttributeType {
  for (const type in value) return type as AttributeType;
  throw new TypeError("an attribute value has no type");
}

/** Equality as DynamoDB sees it: sets have no order, numbers are already in one spelling. */
export function sameValue(a: AttributeValue, b: AttributeValue): boolean {
  const type = typeOf(a);
  if (type !== typeOf(b)) return false;
  switch (type) {
    case "SS":
    case "NS":
    case "BS": {
      const [left, right] = [a[type] ?? [], new Set(b[type])];
      return left.length === right.size && left.every((member) => right.has(member));
    }
    case "L": {
      const [left, right] = [a.L ?? [], b.L ?? []];
      return left.length === right.length && left.every((value, at) => sameValue(value, right[at] ?? {}));
    }
    case "M":
      return sameItem(a.M ?? {}, b.M ?? {});
    default:
      return a[type] === b[type];
  }
}

/** Whether two items hold the same attributes with the same values. */
export function sameItem(a: Item, b: Item): boolean {
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  return names.every((name) => {
    const [left, right] = [a[name], b[name]];
    return left !== undefined && right !== undefined && sameValue(left, right);
  });
}

/** The value at a path, or undefined when the item has none there. */
export function valueAt(path: Path, item: Item): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item };
  for (const piece of path) {
    value = typeof piece === "number" ? value.L?.[piece] : ownMember(value.M, piece);
    if (value === undefined) return undefined;
  }
  return value;
}

function ownMember(map: Item | undefined, name: string): AttributeValue | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}

/** A copy that shares nothing with the original. */
export function cloneItem(item: Item): Item {
  const copy: Item = {};
  for (const name in item) copy[name] = cloneValue(item[name] ?? {});
  return copy;
}

/** A copy that shares nothing with the original. */
export function cloneValue(value: AttributeValue): AttributeValue {
  if (value.M) return { M: cloneItem(value.M) };
  if (value.L) return { L: value.L.map(cloneValue) };
  const copy: AttributeValue = { ...value };
  if (copy.SS) copy.SS = [...copy.SS];
  if (copy.NS) copy.NS = [...copy.NS];
  if (copy.BS) copy.BS = [...copy.BS];
  return copy;
}

/** Bytes an item counts for: names and values in UTF-8, by AWS's published rules. */
export function itemSize(item: Item): number {
  let size = 0;
  for (const name in item) size += Buffer.byteLength(name) + valueSize(item[name] ?? {});
  return size;
}

function valueSize(value: AttributeValue): number {
  switch (typeOf(value)) {
    case "S":
      return Buffer.byteLength(value.S ?? "");
    case "N":
      return numberSize(value.N ?? "0");
    case "B":
      return Buffer.byteLength(value.B ?? "", "base64");
    case "BOOL":
    case "NULL":
      return 1;
    case "SS":
      return (value.SS ?? []).reduce((sum, member) => sum + Buffer.byteLength(member), 0);
    case "NS":
      return (value.NS ?? []).reduce((sum, member) => sum + numberSize(member), 0);
    case "BS":
      return (value.BS ?? []).reduce((sum, member) => sum + Buffer.byteLength(member, "base64"), 0);
    case "L":
      return (value.L ?? []).reduce((sum, member) => sum + 1 + valueSize(member), 3);
    case "M":
      return 3 + Object.keys(value.M ?? {}).length + itemSize(value.M ?? {});
  }
}

/** One byte per two significant digits, one more for the exponent and one for a minus sign. */
function numberSize(text: string): number {
  const digits = text.replace(/[-.]/g, "").replace(/^0+/, "").replace(/0+$/, "");
  return Math.ceil(digits.length / 2) + 1 + (text.startsWith("-") ? 1 : 0);
}
