import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "vite";
import { complaintsOf, startBrowser } from "./support/browser.ts";
import { demoPassword } from "../../local/seed/shop.ts";
import { play } from "./support/play.ts";
import { startFront } from "./support/front.ts";

const usage = `node test/browser/smoke.ts [--api URL --socket URL --simulator URL] [--no-build] [--shots FOLDER]
  Attends a conversation with the built desk in a browser, and takes screenshots. Without addresses a stack is started.`;

const { values: options } = parseArgs({
  allowNegative: true,
  options: {
    api: { type: "string" },
    socket: { type: "string" },
    simulator: { type: "string" },
    build: { type: "boolean", default: true },
    shots: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (options.help) {
  console.log(usage);
  process.exit(0);
}

const desk = new URL("../../web/desk", import.meta.url).pathname;
if (options.build) await build({ root: desk, configFile: join(desk, "vite.config.ts"), logLevel: "warn" });

const shots = options.shots ?? (await mkdtemp(join(tmpdir(), "balcao-shots-")));
const stack = await running();
const front = await startFront(join(desk, "dist"), stack.apiUrl, stack.socketUrl);
const browser = await startBrowser();
const findings: string[] = [];
let complaints: readonly string[] = [];
try {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    locale: "pt-BR",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  complaints = complaintsOf(page);
  await play({
    page,
    url: front.url,
    simulatorUrl: stack.simulatorUrl,
    password: demoPassword,
    shots,
    found: (it) => findings.push(it),
  });
  console.log(`Screenshots in ${shots}`);
} finally {
  for (const complaint of [...complaints, ...findings]) console.error(complaint);
  if (complaints.length + findings.length > 0) process.exitCode = 1;
  await browser.close();
  await front.close();
  await stack.close();
}

/** The stack that was named, or one that is brought up for this. */
async function running() {
  const { api, socket, simulator } = options;
  if (api !== undefined && socket !== undefined && simulator !== undefined)
    return { apiUrl: api, socketUrl: socket, simulatorUrl: simulator, close: async () => undefined };
  const { bringUp } = await import("../../local/stack/bring-up.ts");
  const dataDir = await mkdtemp(join(tmpdir(), "balcao-smoke-"));
  const up = await bringUp({
    dataDir,
    fresh: true,
    onStep: (step) => console.log(step),
    tell: (line) => console.error(line),
    signal: new AbortController().signal,
  });
  return {
    ...up.addresses,
    close: async () => {
      await up.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
