/** Where in the file something stands: keys and places in lists, from the outside in. */
export type FilePath = readonly (string | number)[];

/** What is wrong with the file, and where. */
export interface Problem {
  readonly path: FilePath;
  readonly message: string;
}

/** The file cannot be applied as it is. The message is for people: one line for each problem. */
export class FileRefused extends Error {
  override readonly name = "FileRefused";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], lines: readonly string[]) {
    super(lines.join("\n"));
    this.problems = problems;
  }
}

/** A path as people read it: `sectors[0].queues[1].name`. */
export const pathText = (path: FilePath): string =>
  path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${part}`))
    .join("");
