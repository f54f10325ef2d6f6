import { Time } from "../values.ts";
import { TicketId } from "../ids.ts";
import { keys } from "./keys.ts";
import { shape } from "./shape.ts";
import * as z from "zod";

/**
 * A ticket is to be looked at once this time has come: an attended one for a contact who does not answer, a potential because it
 * ends. What is done then follows from the ticket as it is, so a timer too many, or one that is out of date, does nothing.
 * `at` is a whole minute.
 */
export const Timer = z.strictObject({
  ticketId: TicketId,
  kind: z.enum(["inactivity", "potential"]),
  at: Time,
});
export type Timer = z.infer<typeof Timer>;
export const TimerItem = shape({
  kind: "timer",
  version: 1,
  schema: Timer,
  key: (it) => keys.timer(it.at, it.ticketId, it.kind),
});
