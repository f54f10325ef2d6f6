import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ApiError, createApiClient } from "../stack/api-client.ts";
import { firstAdministrator } from "../stack/first-administrator.ts";
import { defaultDataDir } from "../stack/state-folder.ts";
import { createSetupApi } from "./api.ts";
import { applyPlan } from "./apply.ts";
import { type Asking, createAsking } from "./ask.ts";
import { isEmpty } from "./plan.ts";
import { planLines, stepLine } from "./print.ts";
import { preparePlan } from "./setup.ts";
import { bearerFor } from "./sign-in.ts";
import { readSetup } from "./source.ts";
import { findTarget, type Target } from "./target.ts";

const usage = `npm run setup -- FILE [--plan] [--yes] [--url URL] [--email E-MAIL] [--data FOLDER]
  Makes a desk what FILE (YAML or JSON) says: shows what it would do, asks, and does it.
  There are presets/shop.yaml, presets/clinic.yaml and presets/technical-support.yaml to begin with.
  --plan    only show what it would do
  --yes     do not ask
  --url     the API, https://…/v1; left out: the desk of npm start, or of npm run deploy
  --email   who signs in; an administrator. The password is BALCAO_PASSWORD, or asked for
  --data    where the desk's state or the deployment's outputs are (default: .balcao)
  An API key in BALCAO_API_KEY takes the place of e-mail and password.`;

const stopping = new AbortController();

try {
  await main();
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      plan: { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      url: { type: "string" },
      email: { type: "string" },
      data: { type: "string", default: defaultDataDir },
      help: { type: "boolean", default: false },
    },
  });
  const [path, ...more] = positionals;
  if (values.help) return console.log(usage);
  if (path === undefined || more.length > 0) throw new Error(`say which one file to apply\n\n${usage}`);
  const source = readSetup(basename(path), readFileSync(path, "utf8"));
  const target = findTarget(values.url, resolve(values.data));
  const asking = createAsking();
  const client = createApiClient(target.apiUrl);
  const bearer = await bearerFor(client, credentialsFor(target, values.email), asking);
  const api = createSetupApi(client, bearer);
  const { plan, known } = await preparePlan(api, source, process.env);
  console.log(`${basename(path)} on ${target.apiUrl}\n`);
  for (const line of planLines(plan)) console.log(line);
  if (isEmpty(plan)) return console.log("\nThe desk is as the file says.");
  if (values.plan) return;
  if (!values.yes && !(await isWanted(asking))) return console.log("Nothing was done.");
  // What is under way is finished; a second Ctrl-C ends at once.
  process.once("SIGINT", () => stopping.abort());
  let done = 0;
  await applyPlan(plan, {
    ...{ api, known, environment: process.env, signal: stopping.signal },
    onDone: (step) => {
      done += 1;
      console.log(stepLine(step));
    },
  });
  console.log(`\nDone: ${done} ${done === 1 ? "step" : "steps"}. The desk is as the file says.`);
}

/** Without a word, the demo's administrator on the desk of npm start. */
function credentialsFor({ isLocal }: Target, email: string | undefined): Parameters<typeof bearerFor>[1] {
  const { BALCAO_API_KEY: apiKey, BALCAO_PASSWORD: password } = process.env;
  if (isLocal && email === undefined && !apiKey && !password) return firstAdministrator;
  return { apiKey, email, password };
}

async function isWanted(asking: Asking): Promise<boolean> {
  if (!asking.there) throw new Error("nobody is there to be asked: --yes applies it, --plan only shows it");
  return /^\s*(y|yes|s|sim)\s*$/i.test(await asking.line("\nApply it? [y/N] "));
}

function explain(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.code === "FORBIDDEN")
      return "Only an administrator sets a desk up, or a key of the whole business with config:write, config:read, people:write and people:read.";
    if (error.code === "SIGN_IN_REFUSED") return "E-mail or password are not right.";
  }
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return error.message;
  return error instanceof Error ? error.message : String(error);
}
