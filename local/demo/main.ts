import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { priced } from "../billing/bill.ts";
import { readPriceList, regions } from "../billing/price-list.ts";
import { billLines } from "../billing/print.ts";
import { bringUp } from "../stack/bring-up.ts";
import { type Addresses, findRunning } from "../stack/running.ts";
import { defaultDataDir } from "../stack/state-folder.ts";
import { playDay, usualDay } from "./day/day.ts";
import { usageBetween } from "./meter.ts";
import { playConversation } from "./play.ts";
import { script } from "./script.ts";
import { Missing } from "./until.ts";

/** How many conversations the last line is about: a month of a busy shop. */
const aMonth = 10_000;
const shownProblems = 40;

/** `npm run demo` plays one conversation; `npm run demo -- --day` a day in a shop, of another size if one is given. */
const { values } = parseArgs({
  options: {
    data: { type: "string", default: defaultDataDir },
    day: { type: "boolean", default: false },
    ...{ customers: { type: "string" }, agents: { type: "string" }, hours: { type: "string" } },
    seed: { type: "string" },
  },
});
try {
  if (values.day) process.exit((await showDay()) ? 0 : 1);
  const running = findRunning(resolve(values.data));
  await (running === undefined ? onTheWay() : show(running));
  process.exit(0);
} catch (error) {
  console.error(
    error instanceof Missing
      ? `\nIncomplete: ${error.message}`
      : `\nThe demo failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  process.exit(1);
}

/** Plays a day on a desk of its own, whatever else is up. Whether everything matched in the end. */
async function showDay(): Promise<boolean> {
  const whole = (name: "customers" | "agents" | "hours" | "seed", least: number, most: number): number => {
    const text = values[name];
    const number = text === undefined ? usualDay[name] : /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (number >= least && number <= most) return number;
    throw new Missing(`--${name} takes a whole number from ${least} to ${most}, not ${text}`);
  };
  const size = {
    ...{ customers: whole("customers", 1, 5_000), agents: whole("agents", 2, 50) },
    ...{ hours: whole("hours", 1, 10), seed: whole("seed", 0, 999_999_999) },
  };
  console.log("Bringing up a desk for the day; nothing of it is kept …\n");
  const problems = await playDay(size, (line) => console.log(line));
  if (problems.length === 0) {
    console.log("\nComplete: everything matches, and no ticket is forgotten.");
    return true;
  }
  console.log(`\nIncomplete: ${problems.length} things do not match:`);
  for (const problem of problems.slice(0, shownProblems)) console.log(`  ${problem}`);
  if (problems.length > shownProblems) console.log("  …");
  return false;
}

/** Brings a desk up in a folder of its own, shows the demo on it, and leaves nothing behind. */
async function onTheWay(): Promise<void> {
  console.log("No desk is up: bringing one up for the demo (npm start keeps one).");
  const dataDir = await mkdtemp(join(tmpdir(), "balcao-demo-"));
  const stopping = new AbortController();
  const interrupted = new Promise<never>((_, reject) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.once(signal, () => {
        stopping.abort();
        reject(new Missing("interrupted"));
      });
    }
  });
  let close = async (): Promise<void> => undefined;
  const work = (async () => {
    const up = await bringUp({
      dataDir,
      fresh: false,
      onStep: (step) => console.log(`  ${step} …`),
      tell: (line) => console.error(line),
      signal: stopping.signal,
    });
    close = up.close;
    await show(up.addresses);
  })();
  try {
    await Promise.race([work, interrupted]);
  } finally {
    await close();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function show(addresses: Addresses): Promise<void> {
  console.log(`\nOne WhatsApp conversation on ${addresses.apiUrl}\n`);
  const { protocol, messages, before, after } = await playConversation(addresses, (line) =>
    console.log(line),
  );
  const half = script.length / 2;
  console.log(
    `\nComplete: ${messages} messages (${half} in, ${half} out), each pushed, received and read; ` +
      `ticket ${protocol} closed.\n`,
  );
  const { work, idle } = usageBetween(before, after);
  const list = readPriceList();
  const bill = priced(work, list);
  const standingReady = priced(idle, list);
  console.log(`What this conversation would cost on AWS, at the prices of ${bill.pricesReadIn}:`);
  for (const line of billLines(bill)) console.log(line);
  const month = regions.map((region) => `${(bill.total[region] * aMonth).toFixed(2)} in ${region}`);
  console.log(
    [
      "",
      `  ${aMonth.toLocaleString("en")} such conversations: USD ${month.join(", USD ")}.`,
      "  Free tiers are not counted. Left out: storage, what Meta charges, the traffic to Meta, and what",
      "  is paid by the month (alarms, secrets). Milliseconds are this machine's, cold starts included.",
      "",
      "Used meanwhile for standing ready, whoever writes (not in the bill):",
      ...(standingReady.lines.length === 0
        ? ["  nothing: no poll of a queue ended empty and no timer fired"]
        : billLines(standingReady)),
    ].join("\n"),
  );
}
