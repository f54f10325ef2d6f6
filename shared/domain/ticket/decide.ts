import type { Author, Content, Entry, Ticket } from "../../contracts/tickets.ts";
import { addSeconds, windowEndsAt, windowIsOpen } from "../time.ts";
import type { Command, InboundMessage, Next } from "./command.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Time } from "../../contracts/values.ts";
import { agentOf, decidePlace } from "./decide-place.ts";
import { queuedDelivery } from "../delivery.ts";
import { sameValue } from "../equality.ts";

export type { Command, InboundMessage } from "./command.ts";

type Live = Exclude<Ticket, { phase: "closed" }>;

const year = 366 * 86_400;

/**
 * What a command does to a ticket: the entries it appends, or why it cannot. Pure: the same state, command and time give
 * the same answer, here and in a browser. Whether the person may ask is decided before (authorisation.ts).
 */
export function decide(state: Ticket | null, command: Command, now: Time): readonly Entry[] | DeskError {
  if (command.do === "open") return open(state, command, now);
  if (state === null) return new DeskError("NOT_FOUND");
  const next = { ticketId: state.id, number: state.version + 1, at: now };
  if (state.phase === "closed") return afterwards(state, command, next);
  switch (command.do) {
    case "receive":
      return [received(state, command.message, next)];
    case "reply":
      return reply(state, command, next);
    case "say":
      return say(state, command, next);
    case "note":
      return [{ ...next, by: command.by, type: "note", text: command.text }];
    case "mark":
      if (state.phase !== "open") return new DeskError("TICKET_NOT_OPEN", { phase: state.phase });
      return [{ ...next, by: command.by, type: "marked", unread: command.unread }];
    case "tag":
      if (state.phase !== "open") return new DeskError("TICKET_NOT_OPEN", { phase: state.phase });
      return [{ ...next, by: command.by, type: "tagged", tagIds: [...new Set(command.tagIds)] }];
    case "snooze":
      return snooze(state, command, next);
    case "close": {
      const tagIds = [...new Set(command.tagIds)];
      if (command.tagsRequired && tagIds.length === 0) return new DeskError("TAGS_REQUIRED");
      const { by, reason } = command;
      return [{ ...next, by, type: "closed", was: state.phase, agentId: agentOf(state), tagIds, reason }];
    }
    case "rate":
    case "receive-late":
      return new DeskError("TICKET_NOT_CLOSED", { phase: state.phase });
    default:
      return decidePlace(state, command, next);
  }
}

/** A message of the contact, and where they wrote from, where that is new. */
function received(
  state: Ticket,
  { content, sentAt, providerId, address }: InboundMessage,
  next: Next,
): Entry & { type: "message" } {
  const known = { ...state.address, ...address };
  const moved = sameValue(known, state.address) ? {} : { address: known };
  const by = { kind: "contact" } as const;
  return { ...next, by, type: "message", direction: "in", content, sentAt, providerId, ...moved };
}

/** What may still happen to a closed ticket: it is rated by a message of the contact's, who is thanked, or they try to. */
function afterwards(
  state: Ticket & { phase: "closed" },
  command: Command,
  next: Next,
): readonly Entry[] | DeskError {
  if (command.do === "rate") {
    if (state.rating !== null) return new DeskError("ALREADY_EXISTS", { rating: state.rating });
    const answer = received(state, command.message, next);
    const number = next.number + 1;
    return [answer, { ...next, number, by: { kind: "contact" }, type: "rated", score: command.score }];
  }
  if (command.do === "receive-late") return [received(state, command.message, next)];
  if (command.do === "say" && command.purpose === "survey-thanks") return say(state, command, next);
  return new DeskError("TICKET_CLOSED");
}

function reply(
  state: Live,
  { agentId, clientMessageId, content }: Command & { do: "reply" },
  next: Next,
): readonly Entry[] | DeskError {
  if (state.phase !== "open") return new DeskError("TICKET_NOT_OPEN", { phase: state.phase });
  if (state.agentId !== agentId) return new DeskError("NOT_ASSIGNEE");
  if (!mayBeSaid(content, state, next.at)) return new DeskError("WINDOW_CLOSED");
  const by: Author = { kind: "agent", agentId };
  return [
    {
      ...{ ...next, by, type: "message", direction: "out", content, clientMessageId },
      ...{ purpose: null, position: null, delivery: queuedDelivery(next.at) },
    },
  ];
}

function say(
  state: Ticket,
  { by, purpose, position, clientMessageId, content }: Command & { do: "say" },
  next: Next,
): readonly Entry[] | DeskError {
  if (by.kind === "key" && !isWithBot(state)) return new DeskError("NOT_ASSIGNEE", { phase: state.phase });
  if (!mayBeSaid(content, state, next.at)) return new DeskError("WINDOW_CLOSED");
  return [
    {
      ...{ ...next, by, type: "message", direction: "out", content, clientMessageId },
      ...{ purpose, position, delivery: queuedDelivery(next.at) },
    },
  ];
}

/** Whether a bot of the business's own has the ticket: the only ones on which a program writes. */
const isWithBot = (state: Ticket): boolean => state.phase === "bot" && state.bot.kind === "external";

/** A template may go out at any time, everything else while the window is open. */
const mayBeSaid = (content: Content, state: Ticket, now: Time): boolean =>
  content.type === "template" || windowIsOpen(state.lastInboundAt, now);

function snooze(
  state: Live,
  { agentId, until, template, confirmed }: Command & { do: "snooze" },
  next: Next,
): readonly Entry[] | DeskError {
  if (state.phase !== "open" && state.phase !== "snoozed")
    return new DeskError("TICKET_NOT_OPEN", { phase: state.phase });
  if (state.agentId !== agentId) return new DeskError("NOT_ASSIGNEE");
  if (until <= next.at || until > addSeconds(next.at, year))
    return new DeskError("BAD_REQUEST", { reason: "until must be in the future, a year ahead at most" });
  const windowEnds = windowEndsAt(state.lastInboundAt);
  if (!confirmed && template === null && (windowEnds === null || until >= windowEnds))
    return new DeskError("SNOOZE_CROSSES_WINDOW", { windowEnds });
  const by = { kind: "agent", agentId } as const;
  return [{ ...next, by, type: "snoozed", snooze: state.snoozes + 1, until, template }];
}

function open(
  state: Ticket | null,
  command: Command & { do: "open" },
  now: Time,
): readonly Entry[] | DeskError {
  if (state !== null) return new DeskError("ALREADY_EXISTS");
  const { by, ticketId, contactId, contactName, channelId, address, bot, formerTicketId } = command;
  const channelKind = "whatsapp";
  return [
    {
      ...{ ticketId, number: 1, at: now, by, type: "opened" },
      ...{ contactId, contactName, channelId, channelKind, address, bot, formerTicketId },
    },
  ];
}
