import { execFileSync } from "node:child_process";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A line that must not be there: where, and what it says. */
export interface Offence {
  readonly at: string;
  readonly line: string;
}

/** Something no text of the repository may say. */
export interface TextRule {
  readonly name: string;
  readonly pattern: RegExp;
  /** Paths it is about. */
  readonly files: RegExp;
  /** Paths within those that may. */
  readonly except?: RegExp;
}

const code = /\.(ts|tsx|js|mjs)$/;

export const textRules: readonly TextRule[] = [
  {
    name: "a test that does not run, or keeps others from running",
    pattern: /\b(?:it|test|describe|suite)(?:\.\w+)*\.(?:skip|only|todo|fails)\b|\b[xf](?:it|describe)\(/,
    files: /^test\/.*\.ts$/,
  },
  {
    name: "a rule of the compiler or the linter put aside",
    pattern: /@ts-(?:ignore|nocheck)|\b(?:ox|es)lint-disable|\bas any\b|\bas unknown as never\b/,
    files: code,
  },
  {
    name: "work left for later",
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/,
    files: /\.(ts|tsx|md|json|mjs|js)$/,
    except: /^package-lock\.json$/,
  },
  {
    name: "the machine's time",
    pattern: /\bnew Date\(\)|\bDate\.now\b|(?<![\w.])Date\(\)/,
    files: code,
    // The first three are clocks; the last gives a function source text that asks for the time, to see which it gets.
    except:
      /^(?:shared\/adapters\/clock|local\/aws\/clock|web\/desk\/lib\/time\/clock|test\/contract\/host\/.*)\.ts$/,
  },
  {
    name: "a path of somebody's machine",
    pattern: /(?<![\w.$}])\/(?:home|root|Users|work|mnt|private)\/\w/,
    files: /./,
  },
  {
    name: "a host to install packages from",
    pattern: /"resolved":|^registry\s*=|_authToken|\bnpm_config_registry\b|\/\/registry\./,
    files: /./,
  },
];

/** The files of the repository: tracked, and new ones that are not ignored. */
function repositoryFiles(root: string): readonly string[] {
  const list = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return list.split("\0").filter((path) => path !== "");
}

/** The text of each file; none for one that was deleted but is still tracked, nor for a link, whose text is another file's. */
export function* textsOf(root: string): Generator<readonly [path: string, text: string]> {
  for (const path of repositoryFiles(root)) {
    try {
      const file = join(root, path);
      if (lstatSync(file).isFile()) yield [path, readFileSync(file, "utf8")];
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    }
  }
}

/** Lines of the texts that break the rule. */
export function offences(rule: TextRule, texts: Iterable<readonly [string, string]>): readonly Offence[] {
  const found: Offence[] = [];
  for (const [path, text] of texts) {
    if (!rule.files.test(path) || rule.except?.test(path) === true) continue;
    for (const [index, line] of text.split("\n").entries()) {
      if (rule.pattern.test(line))
        found.push({ at: `${path}:${index + 1}`, line: line.trim().slice(0, 120) });
    }
  }
  return found;
}
