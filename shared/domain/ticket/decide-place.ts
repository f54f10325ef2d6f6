import type { Author, Entry, Ticket } from "../../contracts/tickets.ts";
import type { Command, Next } from "./command.ts";
import { DeskError } from "../../contracts/errors.ts";
import { headOfLine, ownPriority } from "./apply-place.ts";

type Live = Exclude<Ticket, { phase: "closed" }>;
type PlaceCommand = Extract<
  Command,
  { do: "receive-by" | "enqueue" | "assign" | "return" | "move" | "transfer" | "wake" | "hand-back" }
>;

/** Who holds a ticket, or put it away. */
export const agentOf = (state: Live) =>
  state.phase === "open" || state.phase === "snoozed" ? state.agentId : null;

/** The commands that say where a ticket is: with the bot, in a line, with an agent, or put away. */
export function decidePlace(state: Live, command: PlaceCommand, next: Next): readonly Entry[] | DeskError {
  switch (command.do) {
    case "receive-by":
      if (state.phase !== "bot") return new DeskError("VERSION_CONFLICT", { phase: state.phase });
      return [{ ...next, by: command.by, type: "reception", bot: command.bot }];
    case "enqueue": {
      if (state.phase !== "bot") return new DeskError("VERSION_CONFLICT", { phase: state.phase });
      const { by, sectorId, queueId, priority, preference, fields = null, history = null } = command;
      const protocol = state.protocol ?? command.protocol;
      const place = { protocol, sectorId, queueId, priority, preference };
      return [{ ...next, by, type: "queued", ...place, fields, history }];
    }
    case "assign": {
      if (state.phase !== "waiting") return new DeskError("TICKET_NOT_WAITING", { phase: state.phase });
      const { agentId, mode, forced, reasons } = command;
      const by: Author = mode === "routed" ? { kind: "system" } : { kind: "agent", agentId };
      return [{ ...next, by, type: "assigned", agentId, mode, forced, reasons }];
    }
    case "return": {
      if (state.phase !== "open") return new DeskError("TICKET_NOT_OPEN", { phase: state.phase });
      const { sectorId, queueId, agentId } = state;
      const { by, reason, preference = null } = command;
      const from = { sectorId, queueId, agentId };
      const place = { from, sectorId, queueId, priority: headOfLine, reason };
      return [{ ...next, by, type: "requeued", ...place, note: null, preference }];
    }
    case "move":
      return move(state, command, next);
    case "transfer":
      return transfer(state, command, next);
    case "wake": {
      if (state.phase !== "snoozed") return new DeskError("TICKET_NOT_SNOOZED", { phase: state.phase });
      const { by, because, snooze, toAgent, preference } = command;
      if (snooze !== undefined && snooze !== state.snoozes)
        return new DeskError("TICKET_NOT_SNOOZED", { snooze: state.snoozes });
      const { agentId: owner, queueId, snoozes } = state;
      const agentId = toAgent ? owner : null;
      return [{ ...next, by, type: "woken", snooze: snoozes, because, owner, queueId, agentId, preference }];
    }
    case "hand-back": {
      if (state.phase === "bot") return new DeskError("VERSION_CONFLICT", { phase: state.phase });
      const from = { sectorId: state.sectorId, queueId: state.queueId, agentId: agentOf(state) };
      return [{ ...next, by: command.by, type: "returned", from, was: state.phase, bot: command.bot }];
    }
  }
}

function move(state: Live, command: Command & { do: "move" }, next: Next): readonly Entry[] | DeskError {
  if (state.phase === "bot") return new DeskError("TICKET_NOT_WAITING", { phase: state.phase });
  const { by, sectorId, queueId, keepsAgent, reason, note = null, preference = null } = command;
  const from = { sectorId: state.sectorId, queueId: state.queueId, agentId: agentOf(state) };
  const moved = { ...next, by, from, sectorId, queueId, reason };
  if (state.phase === "snoozed" || (state.phase === "open" && keepsAgent))
    return [{ ...moved, type: "moved" }];
  // Whom somebody chose to send on waits as long as they have waited; whom nobody chose to leave comes first.
  const returned = state.phase === "waiting" ? state.priority : headOfLine;
  const priority = reason === "transferred" ? ownPriority(state) : returned;
  return [{ ...moved, type: "requeued", priority, note, preference }];
}

function transfer(
  state: Live,
  { by, sectorId, queueId, agentId, forced, note }: Command & { do: "transfer" },
  next: Next,
): readonly Entry[] | DeskError {
  if (state.phase === "bot" || state.phase === "snoozed")
    return new DeskError("TICKET_NOT_OPEN", { phase: state.phase });
  if (state.phase === "open" && state.agentId === agentId && state.queueId === queueId)
    return new DeskError("BAD_REQUEST", { reason: "the agent holds it already" });
  const from = { sectorId: state.sectorId, queueId: state.queueId, agentId: agentOf(state) };
  return [{ ...next, by, type: "transferred", from, sectorId, queueId, agentId, forced, note }];
}
