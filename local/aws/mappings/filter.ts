import * as z from "zod";

/** Whether a record passes: one of the patterns must match. */
export type RecordFilter = (record: unknown) => boolean;

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);

const condition = z.union([
  scalar,
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ suffix: z.string() }),
  z.strictObject({ "equals-ignore-case": z.string() }),
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ "anything-but": z.union([z.array(scalar), scalar]) }),
  z.strictObject({ numeric: z.array(z.union([z.enum(["=", "<", "<=", ">", ">="]), z.number()])) }),
]);

type Condition = z.infer<typeof condition>;

/** An event pattern: members to look at, each with alternatives or a pattern of its own. */
type Pattern = { readonly [name: string]: readonly Condition[] | Pattern };

const patternShape: z.ZodType<Pattern> = z.lazy(() =>
  z.record(z.string(), z.union([z.array(condition), patternShape])),
);

/** Reads filter patterns; throws, naming `where`, for one with an operator that is not emulated. */
export function parseFilters(patterns: readonly string[], where: string): RecordFilter {
  const parsed = patterns.map((text) => {
    try {
      return patternShape.parse(JSON.parse(text));
    } catch (error) {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      throw new Error(`${where}: filter pattern ${text} cannot be read: ${reason}`, { cause: error });
    }
  });
  return (record) => parsed.some((pattern) => matches(pattern, record));
}

function matches(pattern: Pattern, value: unknown): boolean {
  return Object.entries(pattern).every(([name, wanted]) => {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    const at = isObject ? (value as Record<string, unknown>)[name] : undefined;
    if (!Array.isArray(wanted)) return matches(wanted as Pattern, at);
    return wanted.some((alternative: Condition) =>
      (Array.isArray(at) ? at : [at]).some((one) => holds(alternative, one)),
    );
  });
}

function holds(wanted: Condition, value: unknown): boolean {
  if (typeof wanted !== "object" || wanted === null) return value === wanted;
  if ("exists" in wanted) return (value !== undefined) === wanted.exists;
  if (value === undefined) return false;
  if ("anything-but" in wanted) return ![wanted["anything-but"]].flat().includes(value as string);
  if ("numeric" in wanted) return typeof value === "number" && compares(wanted.numeric, value);
  if (typeof value !== "string") return false;
  if ("prefix" in wanted) return value.startsWith(wanted.prefix);
  if ("suffix" in wanted) return value.endsWith(wanted.suffix);
  return value.toLowerCase() === wanted["equals-ignore-case"].toLowerCase();
}

function compares(terms: readonly (string | number)[], value: number): boolean {
  for (let at = 0; at + 1 < terms.length; at += 2) {
    const limit = Number(terms[at + 1]);
    const comparison = {
      "=": value === limit,
      "<": value < limit,
      "<=": value <= limit,
      ">": value > limit,
      ">=": value >= limit,
    };
    if (!comparison[terms[at] as keyof typeof comparison]) return false;
  }
  return true;
}
