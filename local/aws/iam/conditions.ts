import { matchesArn, matchesPattern } from "./match.ts";
import { PolicyError } from "./policy.ts";

/** Condition context of a request: keys in lower case. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

type Test = (wanted: string, actual: string) => boolean;

interface Operator {
  readonly test: Test;
  /** A negated operator holds when no wanted value matches, and also when the key is absent. */
  readonly negated: boolean;
}

const same: Test = (wanted, actual) => wanted === actual;
const sameIgnoringCase: Test = (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase();
const compare =
  (read: (text: string) => number, holds: (actual: number, wanted: number) => boolean): Test =>
  (wanted, actual) =>
    holds(read(actual), read(wanted));
const date = (text: string): number => (/^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const positive = (test: Test): Operator => ({ test, negated: false });
const negative = (test: Test): Operator => ({ test, negated: true });

const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: positive(same),
  StringNotEquals: negative(same),
  StringEqualsIgnoreCase: positive(sameIgnoringCase),
  StringNotEqualsIgnoreCase: negative(sameIgnoringCase),
  StringLike: positive(matchesPattern),
  StringNotLike: negative(matchesPattern),
  // ArnEquals and ArnLike behave the same, says the IAM reference.
  ArnEquals: positive(matchesArn),
  ArnLike: positive(matchesArn),
  ArnNotEquals: negative(matchesArn),
  ArnNotLike: negative(matchesArn),
  Bool: positive(sameIgnoringCase),
  NumericEquals: positive(compare(Number, (actual, wanted) => actual === wanted)),
  NumericNotEquals: negative(compare(Number, (actual, wanted) => actual === wanted)),
  NumericLessThan: positive(compare(Number, (actual, wanted) => actual < wanted)),
  NumericLessThanEquals: positive(compare(Number, (actual, wanted) => actual <= wanted)),
  NumericGreaterThan: positive(compare(Number, (actual, wanted) => actual > wanted)),
  NumericGreaterThanEquals: positive(compare(Number, (actual, wanted) => actual >= wanted)),
  DateEquals: positive(compare(date, (actual, wanted) => actual === wanted)),
  DateNotEquals: negative(compare(date, (actual, wanted) => actual === wanted)),
  DateLessThan: positive(compare(date, (actual, wanted) => actual < wanted)),
  DateLessThanEquals: positive(compare(date, (actual, wanted) => actual <= wanted)),
  DateGreaterThan: positive(compare(date, (actual, wanted) => actual > wanted)),
  DateGreaterThanEquals: positive(compare(date, (actual, wanted) => actual >= wanted)),
};

/** Whether every condition of a statement holds. Throws {@link PolicyError} on an operator it does not know. */
export function conditionsHold(
  conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
  context: Context,
): boolean {
  // Every operator is looked up before any answer, so that an unknown one cannot hide behind an earlier mismatch.
  const tests = Object.entries(conditions).map(([operator, keys]) => ({
    holds: operatorNamed(operator),
    keys,
  }));
  return tests.every(({ holds, keys }) =>
    Object.entries(keys).every(([key, values]) => {
      const wanted = values.map((value) => substituteVariables(value, context));
      const actual = context[key.toLowerCase()];
      return holds(wanted, actual === undefined ? undefined : [actual].flat());
    }),
  );
}

type Holds = (wanted: readonly string[], actual: readonly string[] | undefined) => boolean;

function operatorNamed(name: string): Holds {
  if (name === "Null")
    return (wanted, actual) => wanted.some((value) => (value === "true") === (actual === undefined));
  const [, quantifier, base = "", ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(name) ?? [];
  const operator = Object.hasOwn(OPERATORS, base) ? OPERATORS[base] : undefined;
  if (operator === undefined) throw new PolicyError(`condition operator ${name} is not known`);
  const matches = (wanted: readonly string[], actual: string): boolean =>
    wanted.some((value) => operator.test(value, actual)) !== operator.negated;
  return (wanted, actual) => {
    if (quantifier === "ForAllValues") return (actual ?? []).every((value) => matches(wanted, value));
    if (actual === undefined) {
      if (ifExists !== undefined) return true;
      return operator.negated && quantifier === undefined;
    }
    // Without a quantifier a negated operator must hold for every value of the request, a positive one for any.
    return operator.negated && quantifier === undefined
      ? actual.every((value) => matches(wanted, value))
      : actual.some((value) => matches(wanted, value));
  };
}

/** Fills `${key}` and `${key, 'default'}` from the context; `${*}`, `${?}` and `${$}` are the characters themselves. */
export function substituteVariables(text: string, context: Context): string {
  if (!text.includes("${")) return text;
  return text.replaceAll(/\$\{([^}]*)\}/g, (whole, inner: string) => {
    if (inner === "$") return "$";
    const [, key = "", fallback] = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/.exec(inner) ?? [];
    const value = context[key.toLowerCase()] ?? fallback;
    if (typeof value !== "string") throw new PolicyError(`policy variable ${whole} has no value here`);
    return value;
  });
}
