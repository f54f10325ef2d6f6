import type { Settings } from "../../../../shared/contracts/settings.ts";

const sample = "4821390756";

/** A number as the settings make them, of the day that it is in the business's zone. */
export function protocolExample(protocol: Settings["protocol"], now: number, timeZone: string): string {
  const [year, month, day] = new Intl.DateTimeFormat("en-CA", { timeZone }).format(now).split("-");
  const whole = `${year}${month}${day}`;
  const date = { yyyymmdd: whole, yymmdd: whole.slice(2), none: "" }[protocol.date];
  return `${protocol.prefix}${date}${sample.slice(0, protocol.digits)}`;
}
