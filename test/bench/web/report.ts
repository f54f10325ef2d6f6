import { firstLoadBudget } from "../../../web/desk/build/budget.ts";
import { table, type Target } from "../report.ts";
import { percentile } from "../statistics.ts";
import type { WebResult } from "./measure.ts";

const kilobytes = (bytes: number): string => (bytes / 1_000).toFixed(1);

/** What was promised of the desk, and whether it holds. */
export function webTargetsOf({ pages, interactive, typing, scrolling, idle }: WebResult): readonly Target[] {
  const first = pages[0]?.bytes ?? Infinity;
  const middle = percentile(interactive, 0.5);
  const { p95 } = typing.busy;
  return [
    {
      name: "first load, kB",
      ...{ wanted: `≤ ${firstLoadBudget / 1_000}`, figure: kilobytes(first), met: first <= firstLoadBudget },
    },
    {
      name: "workspace interactive, ms",
      ...{ wanted: "≤ 1000", figure: middle.toFixed(0), met: middle <= 1_000 },
    },
    { name: "typing p95 per key, ms", wanted: "< 50", figure: p95.toFixed(1), met: p95 < 50 },
    {
      name: "blank frames while scrolling",
      ...{ wanted: "0", figure: `${scrolling.blank} of ${scrolling.frames}`, met: scrolling.blank === 0 },
    },
    {
      name: "requests per agent-hour, idle",
      ...{ wanted: "≤ 60", figure: idle.requestsPerHour.toFixed(0), met: idle.requestsPerHour <= 60 },
    },
  ];
}

/** A run as lines of text. */
export function webReportLines(result: WebResult): readonly string[] {
  const { pages, interactive, typing, scrolling, idle, crowd, load: of } = result;
  return [
    `${result.date}  Node ${result.node}, Chromium ${result.browser}, ${result.processors} processors, load ${of.before.toFixed(1)} before and ${of.after.toFixed(1)} after`,
    "",
    ...table(
      ["page", "kB of JavaScript", "of it its own"],
      pages.map(({ page, bytes, own }) => [page, kilobytes(bytes), kilobytes(own)]),
    ),
    "",
    `interactive after ${percentile(interactive, 0.5).toFixed(0)} ms (${interactive.map((it) => it.toFixed(0)).join(", ")})`,
    "",
    `${crowd.tickets} open tickets, a conversation of ${crowd.entries} entries, ${crowd.eventsPerSecond} events a second`,
    ...table(
      ["typing", "keys", "p50", "p95", "slowest (ms)"],
      Object.entries(typing).map(([name, it]) => [
        name,
        it.keys.toString(),
        ...[it.p50, it.p95, it.slowest].map((value) => value.toFixed(1)),
      ]),
    ),
    `scrolling ${scrolling.distance.toFixed(0)} px: ${scrolling.blank} of ${scrolling.frames} frames blank, at worst ${(scrolling.worst * 100).toFixed(0)} % of a frame`,
    "",
    `idle for ${idle.minutes} minutes: ${idle.requestsPerHour.toFixed(0)} requests and ${idle.beatsPerHour.toFixed(0)} beats of the socket an hour`,
    ...Object.entries(idle.asked).map(([name, count]) => `  ${count} × ${name}`),
    "",
    ...table(
      ["target", "wanted", "figure", ""],
      webTargetsOf(result).map((it) => [it.name, it.wanted, it.figure, it.met ? "met" : "MISSED"]),
    ),
  ];
}
