import { writeFileSync } from "node:fs";
import { measureWeb } from "./measure.ts";
import { webReportLines, webTargetsOf } from "./report.ts";

/** Measures the desk's pages: tables to standard error, JSON to a file or to standard output. */
export async function benchWeb(options: {
  readonly quick: boolean;
  readonly json?: string | undefined;
  readonly strict: boolean;
}): Promise<void> {
  const result = await measureWeb(options.quick);
  for (const line of webReportLines(result)) console.error(line);
  const json = `${JSON.stringify(result, null, 2)}\n`;
  if (options.json === undefined) process.stdout.write(json);
  else writeFileSync(options.json, json);
  if (options.strict && webTargetsOf(result).some(({ met }) => !met)) process.exitCode = 1;
}
