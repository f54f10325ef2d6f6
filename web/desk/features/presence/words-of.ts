import type { Channel } from "../../lib/directory/directory.ts";
import type { ChannelId } from "../../../../shared/contracts/ids.ts";
import type { Locale } from "../../../../shared/contracts/values.ts";

/** Names as a list in a sentence: `WhatsApp e Chat do site`. */
export const listed = (names: readonly string[], locale: Locale): string =>
  new Intl.ListFormat(locale, { type: "conjunction" }).format(names);

/** The names of some channels, in a sentence and in the order of the channels. */
export const channelsListed = (
  channels: readonly Channel[],
  ids: readonly ChannelId[],
  locale: Locale,
): string =>
  listed(
    channels.filter(({ id }) => ids.includes(id)).map(({ name }) => name),
    locale,
  );

/** How long a pause should take, in the largest unit that says it: 15 min, 1 h, 1 h 30 min. */
export function durationShown(seconds: number, locale: Locale): string {
  const shown = (value: number, unit: "hour" | "minute"): string =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" }).format(value);
  const minutes = Math.max(1, Math.round(seconds / 60));
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 ? shown(hours, "hour") : "", rest > 0 ? shown(rest, "minute") : ""]
    .filter((it) => it !== "")
    .join(" ");
}
