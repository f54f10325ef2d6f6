import type { Entry, Ticket } from "../../contracts/tickets.ts";
import { type Command, decide } from "./decide.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Time } from "../../contracts/values.ts";
import { apply } from "./apply.ts";

/** What several commands do to a ticket, each to what the one before it left. Throws the error of the first that is refused. */
export function decideAll(before: Ticket | null, commands: readonly Command[], now: Time): readonly Entry[] {
  let state = before;
  return commands.flatMap((command) => {
    const entries = decide(state, command, now);
    if (entries instanceof DeskError) throw entries;
    state = entries.reduce<Ticket | null>(apply, state);
    return entries;
  });
}
