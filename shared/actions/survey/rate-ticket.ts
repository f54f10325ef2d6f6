import { AgentRatingItem, HeadItem, LastTicketItem } from "../../contracts/stored/shapes.ts";
import type { AgentId, ChannelId, ContactId } from "../../contracts/ids.ts";
import { type Change, type Store, absent, equals, put, update } from "../../ports/store.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Entry } from "../../contracts/tickets.ts";
import type { InboundMessage } from "../../domain/ticket/command.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import type { Time } from "../../contracts/values.ts";
import { acquaintanceOf } from "../routing/preferred.ts";
import { decideAll } from "../../domain/ticket/decide-all.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { saying } from "../../domain/ticket/say.ts";
import { scoreOf, surveyEndsAt } from "../../domain/survey.ts";
import { texts } from "../../domain/texts.ts";
import { windowIsOpen } from "../../domain/time.ts";

/** What an answer to a survey adds to its closed ticket, and what changes besides the ticket. */
export interface Rating {
  readonly ticket: Ticket;
  readonly entries: readonly Entry[];
  readonly changes: readonly Change[];
}

interface From {
  readonly contactId: ContactId;
  readonly channelId: ChannelId;
  readonly message: InboundMessage;
  readonly now: Time;
  /** Whether they have a live ticket: what they write is for that one. */
  readonly isAttended: boolean;
}

/**
 * What a message does to the ticket whose survey it answers: it is kept on the closed ticket, which is rated by it, the contact is
 * thanked, and the agent who attended has one rating more. What was tapped answers the survey that it stands in, whichever that is; where
 * that one is over or answered, it is kept there and nothing else. What was written answers the one of their last ticket,
 * if it was sent after that was closed. Undefined for every other message: it says something else, nothing was asked, the
 * time is over, or the ticket is rated already. A message that does not read as a score costs nothing; another costs three reads at
 * most, and half a one where it rates.
 */
export async function ratingBy(
  deps: { readonly store: Store; readonly configuration: Configuration },
  from: From,
): Promise<Rating | undefined> {
  const { contactId, channelId, message, now } = from;
  const given = scoreOf(message.content);
  if (given === undefined || (given.ticketId === undefined && from.isAttended)) return undefined;
  const { last, isBlocked } = await acquaintanceOf(deps.store, contactId, channelId);
  const ticketId = given.ticketId ?? (last?.surveyUntil == null ? undefined : last.ticketId);
  if (isBlocked || ticketId === undefined) return undefined;
  const head = await deps.store.get(HeadItem, keys.head(ticketId));
  if (head?.phase !== "closed" || head.contactId !== contactId || head.channelId !== channelId)
    return undefined;
  if (head.rating !== null || head.agentId === null || now >= surveyEndsAt(head)) {
    if (given.ticketId === undefined) return undefined;
    return { ticket: head, entries: decideAll(head, [{ do: "receive-late", message }], now), changes: [] };
  }
  // It was on its way when the ticket closed: it answers the agent.
  if (given.ticketId === undefined && message.sentAt < head.closedAt) return undefined;
  const { score } = given;
  const { locale } = await deps.configuration.settings();
  const thanks = saying("survey-thanks", 1, texts[locale].surveyThanks);
  const said = windowIsOpen(message.sentAt, now) ? [thanks] : [];
  const entries = decideAll(head, [{ do: "rate", score, message }, ...said], now);
  const answered = last?.ticketId === head.id ? [surveyAnswered(head)] : [];
  return {
    ticket: head,
    entries,
    changes: [...answered, await ratedChange(deps.store, head.agentId, score)],
  };
}

/** The contact's last ticket asks nothing any more. */
const surveyAnswered = ({ contactId, channelId, id }: Ticket): Change =>
  update(
    "survey",
    LastTicketItem,
    keys.lastTicket(contactId, channelId),
    { set: [[["surveyUntil"], null]] },
    equals(["ticketId"], id),
  );

/** One rating more of an agent's. */
async function ratedChange(store: Store, agentId: AgentId, score: number): Promise<Change> {
  const key = keys.agentRating(agentId);
  const known = await store.get(AgentRatingItem, key, { consistency: "eventual" });
  const add = [
    [["sum"], score],
    [["count"], 1],
  ] as const;
  return known === undefined
    ? put("agent's rating", AgentRatingItem, { agentId, sum: score, count: 1 }, absent)
    : update("agent's rating", AgentRatingItem, key, { add });
}
