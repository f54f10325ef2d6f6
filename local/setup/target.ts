import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { findRunning } from "../stack/running.ts";

/** What `cdk deploy --outputs-file` writes, as far as the API is concerned. */
const Outputs = z.record(z.string(), z.looseObject({ ApiUrl: z.url() }));

/** The desk a file is applied to. */
export interface Target {
  readonly apiUrl: string;
  /** Whether `npm start` runs it here, where the demo's logins are known. */
  readonly isLocal: boolean;
}

/**
 * The API at `url`; without one, of the desk that runs over `dataDir`, or of the one stack that was deployed from there. Throws an
 * error for people when that is none or several.
 */
export function findTarget(url: string | undefined, dataDir: string): Target {
  const running = findRunning(dataDir);
  if (url !== undefined) return { apiUrl: checkedUrl(url), isLocal: running?.apiUrl === checkedUrl(url) };
  const deployed = deployedUrls(join(dataDir, "outputs.json"));
  const [first, ...more] = [...(running === undefined ? [] : [running.apiUrl]), ...deployed];
  if (first === undefined)
    throw new Error("no desk runs here and none was deployed from here: npm start, or say which with --url");
  if (more.length > 0)
    throw new Error(`there are several desks; say which: --url ${[first, ...more].join(" or ")}`);
  return { apiUrl: first, isLocal: running !== undefined };
}

function deployedUrls(file: string): readonly string[] {
  if (!existsSync(file)) return [];
  return Object.values(Outputs.parse(JSON.parse(readFileSync(file, "utf8")))).map(({ ApiUrl }) =>
    checkedUrl(ApiUrl),
  );
}

/** Without the slash at its end. Passwords do not go over a network in clear. */
function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHere = url?.hostname === "127.0.0.1" || url?.hostname === "localhost";
  if (url === undefined || (url.protocol !== "https:" && !(isHere && url.protocol === "http:")))
    throw new Error(`${text} is no address of an API: it begins with https:// and ends with /v1`);
  return text.replace(/\/+$/, "");
}
