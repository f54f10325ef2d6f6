import { loadavg } from "node:os";
import type { BundlesResult } from "./bundles.ts";
import type { ConfigurationResult } from "./configuration.ts";
import type { Cost, CostsResult } from "./costs.ts";
import type { PairsResult } from "./pairs.ts";
import type { RepliesResult } from "./replies.ts";
import type { Spread } from "./statistics.ts";

/** Everything one run of the bench found. */
export interface BenchResult {
  readonly date: string;
  readonly node: string;
  readonly processors: number;
  /** Of the machine over the minute before the timed parts, and at their end. */
  readonly load: { readonly before: number; readonly after: number };
  readonly quick: boolean;
  readonly pairs: readonly PairsResult[];
  readonly replies: readonly RepliesResult[];
  readonly costs: CostsResult;
  readonly configuration: ConfigurationResult;
  readonly bundles: BundlesResult;
}

/** Machine load, averaged over the last minute. */
export const load = (): number => loadavg()[0] ?? 0;

/** One thing the bench is to show. */
export interface Target {
  readonly name: string;
  readonly wanted: string;
  readonly figure: string;
  readonly met: boolean;
}

/** What was promised, and whether it holds. */
export function targetsOf({ pairs, costs, configuration, bundles }: BenchResult): readonly Target[] {
  const rate = pairs.find(({ concurrency }) => concurrency === 16)?.pairsPerSecond ?? 0;
  const perMessage = costs.inbound.writeUnits;
  const dearest = Math.max(...configuration.stretches.map(({ readUnitsAMessage }) => readUnitsAMessage));
  const { slowestToSee } = configuration;
  const conversation = costs.conversation.bill.total["us-east-1"];
  const largest = Math.max(...bundles.functions.map(({ bytes }) => bytes)) / 1_000;
  const slowest = Math.max(...bundles.functions.map(({ importRatio }) => importRatio));
  return [
    { name: "pairs/s at 16", wanted: "≥ 110", figure: rate.toFixed(1), met: rate >= 110 },
    { name: "write units a message", wanted: "≤ 6", figure: perMessage.toString(), met: perMessage <= 6 },
    {
      name: "USD a conversation",
      wanted: "≤ 0.00025",
      figure: conversation.toFixed(6),
      met: conversation <= 0.000_25,
    },
    {
      name: "configuration's read units a message",
      ...{ wanted: "≤ 1", figure: dearest.toFixed(2), met: dearest <= 1 },
    },
    {
      name: "seconds until a change is seen",
      ...{ wanted: "≤ 10", figure: slowestToSee.toFixed(1), met: slowestToSee <= 10 },
    },
    { name: "largest bundle, kB", wanted: "≤ 500", figure: largest.toFixed(0), met: largest <= 500 },
    { name: "slowest import", wanted: "≤ 1.25×", figure: `${slowest.toFixed(2)}×`, met: slowest <= 1.25 },
  ];
}

/** A run as lines of text. */
export function reportLines(result: BenchResult): readonly string[] {
  const { pairs, replies, costs, bundles, load: of } = result;
  return [
    `${result.date}  Node ${result.node}, ${result.processors} processors, load ${of.before.toFixed(1)} before and ${of.after.toFixed(1)} after`,
    "",
    ...table(
      ["at once", "pairs", "pairs/s", "new ticket p50", "p95", "message p50", "p95 (ms)"],
      pairs.map((it) => [
        it.concurrency.toString(),
        it.pairs.toString(),
        it.pairsPerSecond.toFixed(1),
        ...spread(it.newTicket),
        ...spread(it.message),
      ]),
    ),
    "",
    ...table(
      ["at once", "replies", "replies/s", "reply p50", "p95 (ms)"],
      replies.map((it) => [
        it.concurrency.toString(),
        it.replies.toString(),
        it.repliesPerSecond.toFixed(1),
        ...spread(it.reply),
      ]),
    ),
    "",
    ...table(
      [
        "one",
        "write units",
        "read units",
        "requests",
        "calls of functions",
        "USD us-east-1",
        "USD sa-east-1",
      ],
      Object.values(costs).map((it: Cost) => [
        it.name,
        amount(it.writeUnits),
        amount(it.readUnits),
        amount(it.requests),
        amount(it.invocations),
        it.bill.total["us-east-1"].toFixed(7),
        it.bill.total["sa-east-1"].toFixed(7),
      ]),
    ),
    "",
    ...table(
      ["configuration", "seconds", "messages", "changes", "read units a message"],
      result.configuration.stretches.map((it) => [
        it.name,
        it.seconds.toString(),
        it.messages.toString(),
        it.changes.toString(),
        it.readUnitsAMessage.toFixed(2),
      ]),
    ),
    "",
    ...table(
      ["function", "kB", "import ms", "times bare"],
      [bundles.bare, bundles.bareOurWay, ...bundles.functions].map((it) => [
        it.name,
        (it.bytes / 1_000).toFixed(0),
        it.importMs.toFixed(1),
        it.importRatio.toFixed(2),
      ]),
    ),
    "",
    ...table(
      ["target", "wanted", "figure", ""],
      targetsOf(result).map((it) => [it.name, it.wanted, it.figure, it.met ? "met" : "MISSED"]),
    ),
  ];
}

const spread = ({ p50, p95 }: Spread): readonly string[] => [p50.toFixed(0), p95.toFixed(0)];
const amount = (value: number): string => (Number.isInteger(value) ? value.toString() : value.toFixed(1));

/** Columns as wide as they need to be: the first to the left, figures to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  "),
  );
}
