import type * as z from "zod";

/** What is wrong with a field, as the words tell it: a key of `forms:issue` and what it leaves open. */
export interface FieldIssue {
  /** As the form knows the field: `protocol.prefix`, `fields.0.label`; empty for the whole. */
  readonly path: string;
  readonly word:
    | "required"
    | "short"
    | "long"
    | "least"
    | "most"
    | "few"
    | "many"
    | "email"
    | "number"
    | "format"
    | "invalid";
  readonly count: number;
}

type Issue = z.core.$ZodIssue;

/** What the contract's own schema finds wrong, one issue a field: the first counts. */
export function issuesOf(issues: readonly Issue[]): readonly FieldIssue[] {
  const found = new Map<string, FieldIssue>();
  for (const issue of issues) {
    const path = issue.path.map(String).join(".");
    if (!found.has(path)) found.set(path, { path, ...wordOf(issue) });
  }
  return [...found.values()];
}

/** What the server found wrong with the body. It says so in English: which field it is counts, the words are ours. */
export function issuesOfServer(details: Readonly<Record<string, unknown>>): readonly FieldIssue[] {
  const { issues } = details;
  if (!Array.isArray(issues)) return [];
  return issues.flatMap((issue: unknown): FieldIssue[] => {
    if (typeof issue !== "object" || issue === null || !("path" in issue)) return [];
    return typeof issue.path === "string" ? [{ path: issue.path, word: "invalid", count: 0 }] : [];
  });
}

function wordOf(issue: Issue): Pick<FieldIssue, "word" | "count"> {
  switch (issue.code) {
    case "too_small":
      return tooSmall(issue.origin, Number(issue.minimum));
    case "too_big":
      return tooBig(issue.origin, Number(issue.maximum));
    case "invalid_type":
      // A number that was emptied is none.
      if (
        issue.input === undefined ||
        issue.input === null ||
        issue.input === "" ||
        Number.isNaN(issue.input)
      )
        return said("required");
      return said(issue.expected === "number" || issue.expected === "int" ? "number" : "required");
    case "invalid_format":
      if (issue.input === "") return said("required");
      return said(issue.format === "email" ? "email" : "format");
    case "invalid_value":
    case "invalid_union":
      return said(issue.input === "" || issue.input === null ? "required" : "invalid");
    default:
      return said("invalid");
  }
}

const said = (word: FieldIssue["word"], count = 0): Pick<FieldIssue, "word" | "count"> => ({ word, count });

function tooSmall(origin: string, least: number): Pick<FieldIssue, "word" | "count"> {
  if (origin === "string") return least === 1 ? said("required") : said("short", least);
  if (origin === "array") return least === 1 ? said("required") : said("few", least);
  return said("least", least);
}

function tooBig(origin: string, most: number): Pick<FieldIssue, "word" | "count"> {
  if (origin === "string") return said("long", most);
  return said(origin === "array" ? "many" : "most", most);
}
