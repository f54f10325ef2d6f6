import type { Time } from "../contracts/values.ts";

/** WhatsApp lets a business write freely for 24 hours after the contact's last message. */
const windowSeconds = 24 * 3_600;

/** The instant `seconds` after `time` (before, when negative). */
export const addSeconds = (time: Time, seconds: number): Time =>
  new Date(Date.parse(time) + seconds * 1_000).toISOString() as Time;

/** The instant of a Unix time in whole seconds, as providers write it. */
export const fromUnixSeconds = (seconds: number): Time => new Date(seconds * 1_000).toISOString() as Time;

/** The later of two instants; `undefined` and `null` are before everything. */
export const latest = (a: Time | null | undefined, b: Time): Time => (a != null && a > b ? a : b);

/** Whether free text may be sent at `now`. */
export const windowIsOpen = (lastInboundAt: Time | null, now: Time): boolean =>
  lastInboundAt !== null && now < addSeconds(lastInboundAt, windowSeconds);
