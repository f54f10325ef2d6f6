/** When a schedule fires: once at an instant, or again and again after a period. Milliseconds. */
export type Timing =
  | { readonly kind: "once"; readonly at: number }
  | { readonly kind: "every"; readonly periodMs: number };

const unitMs = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** Reads `at(…)` in the given time zone or `rate(…)`. Undefined for anything else, `cron(…)` included. */
export function readExpression(expression: string, timeZone: string): Timing | undefined {
  const once = /^at\((\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\)$/.exec(expression);
  if (once !== null) {
    const fields = once.slice(1).map(Number);
    const at = localToInstant(fields, timeZone);
    return at === undefined ? undefined : { kind: "once", at };
  }
  const every = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression);
  if (every === null) return undefined;
  const count = Number(every[1]);
  // The service insists on "1 hour" and "2 hours".
  if ((count === 1) !== (every[3] === "")) return undefined;
  return {
    kind: "every",
    periodMs: count * unitMs[every[2] === "minute" ? "minute" : every[2] === "hour" ? "hour" : "day"],
  };
}

/** Whether the time zone database knows this name. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
  } catch {
    // Intl throws a RangeError for an unknown zone; there is no other way to ask.
    return false;
  }
}

/**
 * The instant a wall clock in `timeZone` shows these fields. In the hour that a clock change skips it is the instant
 * just as far past the change; of an hour that comes twice it is the first. Undefined for dates like 31 February.
 */
function localToInstant(fields: readonly number[], timeZone: string): number | undefined {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = fields;
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  if (wallClock(asUtc, "UTC") !== wallText(fields)) return undefined;
  const offsets = [asUtc - 86_400_000, asUtc + 86_400_000].map((near) => offsetAt(near, timeZone));
  const candidates = offsets.map((offset) => asUtc - offset).sort((a, b) => a - b);
  const exact = candidates.find((instant) => wallClock(instant, timeZone) === wallText(fields));
  return exact ?? asUtc - (offsets[0] ?? 0);
}

/** Milliseconds the zone's wall clock is ahead of UTC at an instant. */
function offsetAt(instant: number, timeZone: string): number {
  return Date.parse(`${wallClock(instant, timeZone)}Z`) - Math.floor(instant / 1000) * 1000;
}

function wallClock(instant: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(instant);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  return wallText(["year", "month", "day", "hour", "minute", "second"].map(part));
}

function wallText(fields: readonly number[]): string {
  const [year = 0, ...rest] = fields;
  const [month, day, hour, minute, second] = rest.map((field) => String(field).padStart(2, "0"));
  return `${String(year).padStart(4, "0")}-${month}-${day}T${hour}:${minute}:${second}`;
}
