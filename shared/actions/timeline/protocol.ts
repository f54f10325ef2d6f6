import type { Protocol } from "../../contracts/tickets.ts";
import type { Random } from "../../ports/ports.ts";
import type { Time } from "../../contracts/values.ts";

/** A protocol number for a ticket that enters a line: its day (UTC) and eight random digits. The table keeps it unique. */
export const newProtocol = (random: Random, now: Time): Protocol =>
  `${now.slice(0, 10).replaceAll("-", "")}${random.digits(8)}`;
