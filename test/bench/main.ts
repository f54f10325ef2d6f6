import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { MovableClock } from "../../local/aws/clock.ts";
import { prepareAssembly } from "../../local/stack/assembly.ts";
import { createWhatsAppSimulator } from "../../local/whatsapp/simulator.ts";
import { systemClock } from "../../shared/adapters/clock.ts";
import { measureBundles } from "./bundles.ts";
import { measureConfiguration } from "./configuration.ts";
import { type Cloud, startCloud } from "./cloud.ts";
import { measureCosts } from "./costs.ts";
import { openDesk } from "./desk.ts";
import { measurePairs } from "./pairs.ts";
import { measureReplies, openTickets } from "./replies.ts";
import { type BenchResult, load, reportLines, targetsOf } from "./report.ts";

const { values: options } = parseArgs({
  options: {
    /** Fewer of everything: figures are rough. */
    quick: { type: "boolean", default: false },
    /** Where the figures go as JSON; to standard output when left out. */
    json: { type: "string" },
    /** Ends with 1 when a target is missed. */
    strict: { type: "boolean", default: false },
    /** The desk's pages in a browser instead of the stack. */
    web: { type: "boolean", default: false },
  },
});
const { quick } = options;
if (options.web) {
  const { benchWeb } = await import("./web/main.ts");
  await benchWeb(options);
  process.exit();
}
/** How many of everything; a seat holds at most 1,000 tickets, and there are five. */
const size = quick
  ? { warmUp: 100, pairs: [30, 60, 200], replies: [20, 160], rounds: 1, imports: 5 }
  : { warmUp: 1_000, pairs: [100, 300, 1_000], replies: [60, 480], rounds: 5, imports: 15 };
const agents = 5;

const assembly = await prepareAssembly();
const simulator = await createWhatsAppSimulator({
  clock: new MovableClock(),
  log: ({ level, message, ...details }) => {
    if (level !== "info") console.error(`${level} ${message} ${JSON.stringify(details)}`);
  },
});
let cloud: Cloud | undefined;
try {
  cloud = await startCloud(assembly, simulator.url);
  const result = await bench(cloud);
  for (const line of reportLines(result)) console.error(line);
  const json = `${JSON.stringify(result, null, 2)}\n`;
  if (options.json === undefined) process.stdout.write(json);
  else writeFileSync(options.json, json);
  if (options.strict && targetsOf(result).some(({ met }) => !met)) process.exitCode = 1;
} finally {
  await cloud?.close();
  await simulator.close();
}

/** Counts come first, on a cloud that has done nothing yet; then times, once the code is warm. */
async function bench(running: Cloud): Promise<BenchResult> {
  const bundles = await measureBundles(running, size.imports);
  const configuration = await measureConfiguration(quick);
  await running.prewarm();
  const desk = await openDesk(running, simulator, agents);
  const costs = await measureCosts(running, desk, simulator, size.rounds);
  await measurePairs(desk, simulator, { count: size.warmUp, concurrency: 16 });
  const before = load();
  const pairs = [];
  for (const [index, concurrency] of [1, 4, 16].entries())
    pairs.push(await measurePairs(desk, simulator, { count: size.pairs[index] ?? 0, concurrency }));
  const tickets = await openTickets(desk, simulator, 16);
  const replies = [];
  for (const [index, concurrency] of [1, 16].entries())
    replies.push(
      await measureReplies(desk, simulator, tickets.slice(0, concurrency), size.replies[index] ?? 0),
    );
  const after = load();
  await simulator.idle();
  await running.settled();
  desk.sockets.close();
  return {
    date: systemClock.now().slice(0, 10),
    node: process.versions.node,
    processors: availableParallelism(),
    load: { before, after },
    quick,
    pairs,
    replies,
    costs,
    configuration,
    bundles,
  };
}
