import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import type { MeterLine } from "../aws/front-door/meter.ts";
import { usageOf, type Usage } from "../billing/usage.ts";
import { MeterReading } from "../stack/console.ts";
import { Missing } from "./until.ts";

const patienceMs = 20_000;
const pauseMs = 250;
/** How many readings in a row must find nothing under way and nothing new. */
const quietReadings = 3;

/** Reads the meter of a desk once nothing of consequence moves any more. Throws {@link Missing} after 20 seconds of bustle. */
export async function quietMeter(consoleUrl: string): Promise<MeterReading> {
  const end = performance.now() + patienceMs;
  let last = "";
  let quiet = 0;
  while (performance.now() < end) {
    const response = await fetch(`${consoleUrl}/meter`);
    const reading = MeterReading.parse(await response.json());
    const used = JSON.stringify(
      usageOf(reading.lines, (id) => reading.backgroundFunctions.includes(id)).work,
    );
    quiet = reading.idle && used === last ? quiet + 1 : 0;
    if (quiet >= quietReadings) return reading;
    last = used;
    await wait(pauseMs);
  }
  throw new Missing("the desk does not come to rest: is somebody else using it?");
}

/** What was used between two readings of the same desk. */
export function usageBetween(before: MeterReading, after: MeterReading): Usage {
  const keyOf = (line: MeterLine): string => `${line.functionId} ${line.service} ${line.operation}`;
  const earlier = new Map(before.lines.map((line) => [keyOf(line), line]));
  const lines = after.lines.map((line): MeterLine => {
    const start = earlier.get(keyOf(line));
    if (start === undefined) return line;
    const difference = Object.entries(line).map(([name, value]) =>
      typeof value === "number" ? [name, value - Number(start[name as keyof MeterLine])] : [name, value],
    );
    return Object.fromEntries(difference) as MeterLine;
  });
  return usageOf(lines, (id) => after.backgroundFunctions.includes(id));
}
