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
import { scoreOf } from "../../domain/survey.ts";
import { texts } from "../../domain/texts.ts";
import { windowIsOpen } from "../../domain/time.ts";

/** What a message that rates a closed ticket adds to it, and what changes besides the ticket. */
export interface Rating {
  readonly ticket: Ticket;
  readonly entries: readonly Entry[];
  readonly changes: readonly Change[];
}

/**
 * What a message does to the contact's last ticket on the channel, if it answers that one's survey: it is kept on the closed ticket,
 * which is rated by it, the contact is thanked, and the agent who attended has one rating more. Undefined for every other message:
 * it says something else, nothing was asked, the time is over, or the ticket is rated already. For who has no live ticket. A message
 * that does not read as a score costs nothing; another costs two reads, and two more where there is a survey.
 */
export async function ratingBy(
  deps: { readonly store: Store; readonly configuration: Configuration },
  from: {
    readonly contactId: ContactId;
    readonly channelId: ChannelId;
    readonly message: InboundMessage;
    readonly now: Time;
  },
): Promise<Rating | undefined> {
  const { contactId, channelId, message, now } = from;
  const score = scoreOf(message.content);
  if (score === undefined) return undefined;
  const { last, isBlocked } = await acquaintanceOf(deps.store, contactId, channelId);
  if (isBlocked || last === undefined || last.surveyUntil === null || now >= last.surveyUntil)
    return undefined;
  const head = await deps.store.get(HeadItem, keys.head(last.ticketId));
  if (head?.phase !== "closed" || head.rating !== null || head.agentId === null) return undefined;
  const { locale } = await deps.configuration.settings();
  const thanks = saying("survey-thanks", 1, texts[locale].surveyThanks);
  const said = windowIsOpen(message.sentAt, now) ? [thanks] : [];
  const entries = decideAll(head, [{ do: "rate", score, message }, ...said], now);
  const key = keys.lastTicket(contactId, channelId);
  const answered = update(
    "survey",
    LastTicketItem,
    key,
    { set: [[["surveyUntil"], null]] },
    equals(["ticketId"], head.id),
  );
  return { ticket: head, entries, changes: [answered, await ratedChange(deps.store, head.agentId, score)] };
}

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
