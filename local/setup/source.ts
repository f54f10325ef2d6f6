import { isNode, LineCounter, parseDocument } from "yaml";
import { FileRefused, type FilePath, type Problem, pathText } from "./problems.ts";
import { SetupFile } from "./file.ts";
import type * as z from "zod";

/** A set-up file that was read: what it says, and how to speak about places in it. */
export interface SetupSource {
  readonly name: string;
  readonly file: SetupFile;
  /** Throws when there are problems, each named with its line. */
  refuse(problems: readonly Problem[]): void;
}

/**
 * Reads the text of a set-up file, YAML or JSON (which is YAML). Throws FileRefused naming every place that is wrong with its
 * line: what is not YAML, keys given twice, what the schema does not take.
 */
export function readSetup(name: string, text: string): SetupSource {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true, prettyErrors: false });
  const at = (offset: number): string => {
    const { line, col } = counter.linePos(offset);
    return `${name}:${line}:${col}`;
  };
  const placeOf = (path: FilePath): string => {
    for (let length = path.length; length > 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return at(node.range[0]);
    }
    return at(0);
  };
  const refuse = (problems: readonly Problem[]): void => {
    if (problems.length === 0) return;
    const lines = problems.map(
      ({ path, message }) => `${placeOf(path)}  ${path.length === 0 ? "" : `${pathText(path)}: `}${message}`,
    );
    throw new FileRefused(problems, lines);
  };
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message }) => ({ path: [], message }));
    throw new FileRefused(
      problems,
      document.errors.map(({ pos: [offset], message }) => `${at(offset)}  ${message}`),
    );
  }
  const parsed = SetupFile.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {});
  if (!parsed.success) refuse(parsed.error.issues.flatMap((issue) => problemsOf(issue)));
  return { name, file: parsed.data ?? {}, refuse };
}

/** An unknown key is a problem of its own at its own place; of a union, the branch that came furthest speaks. */
function problemsOf(issue: z.core.$ZodIssue, outer: FilePath = []): readonly Problem[] {
  const path = [...outer, ...issue.path.map((part) => (typeof part === "number" ? part : String(part)))];
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({ path: [...path, key], message: "there is no such setting" }));
  if (issue.code === "invalid_union") {
    const deeper = issue.errors
      .map((issues) => issues.filter((it) => it.path.length > 0 || it.code === "unrecognized_keys"))
      .find((issues) => issues.length > 0);
    if (deeper !== undefined) return deeper.flatMap((it) => problemsOf(it, path));
  }
  return [{ path, message: issue.message }];
}
