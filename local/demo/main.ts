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
import { usageBetween } from "./meter.ts";
import { playConversation } from "./play.ts";
import { script } from "./script.ts";
import { Missing } from "./until.ts";

/** How many conversations the last line is about: a month of a busy shop. */
const aMonth = 10_000;

const { values } = parseArgs({ options: { data: { type: "string", default: defaultDataDir } } });
try {
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
