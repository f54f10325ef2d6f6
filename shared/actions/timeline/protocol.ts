import type { Protocol } from "../../contracts/tickets.ts";
import type { Random } from "../../ports/ports.ts";
import type { Settings } from "../../contracts/settings.ts";
import type { Time } from "../../contracts/values.ts";

/**
 * A protocol number for a ticket that enters a line: the prefix, the day on the business's calendar and random digits, as
 * the settings say. The table keeps it unique.
 */
export function newProtocol(
  random: Random,
  now: Time,
  { protocol, timeZone }: Pick<Settings, "protocol" | "timeZone">,
): Protocol {
  const { prefix, date, digits } = protocol;
  return `${prefix}${date === "none" ? "" : day(now, timeZone, date)}${random.digits(digits)}`;
}

function day(now: Time, timeZone: string, form: "yyyymmdd" | "yymmdd"): string {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(Date.parse(now));
  const part = (type: "year" | "month" | "day"): string => parts.find((it) => it.type === type)?.value ?? "";
  const whole = `${part("year")}${part("month")}${part("day")}`;
  return form === "yyyymmdd" ? whole : whole.slice(2);
}
