import { invalid } from "./errors.ts";

/** DynamoDB's numbers: exact decimals of up to 38 significant digits, as text without an exponent. */
interface Decimal {
  readonly coefficient: bigint;
  /** Digits behind the point. */
  readonly scale: number;
}

function parse(text: string): Decimal {
  const point = text.indexOf(".");
  if (point < 0) return { coefficient: BigInt(text), scale: 0 };
  return {
    coefficient: BigInt(text.slice(0, point) + text.slice(point + 1)),
    scale: text.length - point - 1,
  };
}

const scaled = (value: Decimal, scale: number): bigint =>
  value.coefficient * 10n ** BigInt(scale - value.scale);

/** Below zero, zero or above zero as `a` is less than, equal to or more than `b`. */
export function compareDecimals(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [parse(a), parse(b)];
  const scale = Math.max(left.scale, right.scale);
  const difference = scaled(left, scale) - scaled(right, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/**
 * `a + b`, or `a - b` when `sign` is -1.
 * @throws DynamoDbError when the result has more than 38 significant digits or is too large.
 */
export function addDecimals(a: string, b: string, sign: 1 | -1): string {
  const [left, right] = [parse(a), parse(b)];
  const scale = Math.max(left.scale, right.scale);
  const sum = scaled(left, scale) + scaled(right, scale) * BigInt(sign);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
  const significant = (whole + fraction).replace(/^0+/, "");
  if (whole.length > 126)
    throw invalid("Number overflow. Attempting to store a number with magnitude larger than supported range");
  if ((fraction ? significant : significant.replace(/0+$/, "")).length > 38)
    throw invalid("Attempting to store more than 38 significant digits in a Number");
  return (sum < 0n ? "-" : "") + whole + (fraction ? `.${fraction}` : "");
}
