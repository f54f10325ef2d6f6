import type { Time } from "../contracts/values.ts";

/** WhatsApp lets a business write freely for 24 hours after the contact's last message. */
const windowSeconds = 24 * 3_600;

/** Years of four digits: only among them is text order time order. */
const [firstInstant, lastInstant] = ["0000-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"].map((it) =>
  Date.parse(it),
) as [number, number];

/** The instant `seconds` after `time` (before, when negative), or the first or last that there is a text for. */
export const addSeconds = (time: Time, seconds: number): Time => {
  const at = Date.parse(time) + seconds * 1_000;
  return new Date(Math.min(Math.max(at, firstInstant), lastInstant)).toISOString() as Time;
};

/** The instant of a Unix time in whole seconds, as providers write it. */
export const fromUnixSeconds = (seconds: number): Time => new Date(seconds * 1_000).toISOString() as Time;

/** The later of two instants; `undefined` and `null` are before everything. */
export const latest = (a: Time | null | undefined, b: Time): Time => (a != null && a > b ? a : b);

/** When the window shuts that the contact's last message opened; null: they never wrote. */
export const windowEndsAt = (lastInboundAt: Time | null): Time | null =>
  lastInboundAt === null ? null : addSeconds(lastInboundAt, windowSeconds);

/** Whether free text may be sent at `now`. */
export const windowIsOpen = (lastInboundAt: Time | null, now: Time): boolean =>
  lastInboundAt !== null && now < addSeconds(lastInboundAt, windowSeconds);
