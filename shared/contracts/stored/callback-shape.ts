import { CallbackTarget } from "../webhooks.ts";
import { TicketId } from "../ids.ts";
import { Time } from "../values.ts";
import { keys } from "./keys.ts";
import { secondsAt, shape } from "./shape.ts";
import * as z from "zod";

/** For how long a callback is kept: longer than a ticket may be put away, and it is told of the end of its ticket only. */
const keptSeconds = 400 * 86_400;

/**
 * Where the program that handed a contact over is told how the ticket ended. It has an item of its own, so that no head, list or
 * answer ever shows the secret. `told` are the numbers of the entries that arrived there.
 */
export const Callback = z.strictObject({
  ticketId: TicketId,
  version: z.int().min(1),
  ...CallbackTarget.shape,
  told: z.array(z.int().min(1)).max(10),
  at: Time,
});
export type Callback = z.infer<typeof Callback>;
export const CallbackItem = shape({
  kind: "callback",
  version: 1,
  schema: Callback,
  key: (it) => keys.callback(it.ticketId),
  expires: (it) => secondsAt(it.at) + keptSeconds,
});
