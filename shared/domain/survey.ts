import type { ClientMessageId, Content, Ticket } from "../contracts/tickets.ts";
import type { Choices } from "../contracts/content.ts";
import type { Command } from "./ticket/command.ts";
import type { Sector } from "../contracts/organisation.ts";
import type { Settings } from "../contracts/settings.ts";
import { TicketId } from "../contracts/ids.ts";
import type { Time } from "../contracts/values.ts";
import { addSeconds, windowEndsAt, windowIsOpen } from "./time.ts";
import { folded } from "./reception-menu.ts";
import { texts } from "./texts.ts";

/** What a contact may give, from worst to best. */
const scores = [1, 2, 3, 4, 5] as const;

/** For how long after the closing the answer counts, in seconds. */
const answerSeconds = 24 * 3_600;
/** A survey is not begun within so many seconds before nothing may be said any more. */
const leastSeconds = 60;
/** Who says more than this says something else, in characters. */
const longestAnswer = 40;

/** The id of the option that gives a ticket this score: a list stays on the contact's screen when others have followed it. */
const optionId = (ticketId: TicketId, score: number): string => `rating-${score}-${ticketId}`;

/**
 * What the desk asks before it closes a ticket: nothing, or how the contact rates the attendance. It is asked where the settings and
 * the ticket's sector say so, an agent attended to the ticket and there is time for an answer; in a list, because five options are
 * more than WhatsApp's buttons hold.
 */
export function surveyOf(
  head: Ticket,
  sector: Pick<Sector, "survey"> | undefined,
  { survey, locale }: Pick<Settings, "survey" | "locale">,
  now: Time,
): readonly Command[] {
  const attended = head.phase === "open" || head.phase === "snoozed";
  if (!attended || !survey.enabled || sector?.survey !== true) return [];
  if (!windowIsOpen(head.lastInboundAt, addSeconds(now, leastSeconds))) return [];
  const options = scores.map((score) => ({
    ...{ id: optionId(head.id, score), title: `${score} ${"★".repeat(score)}`, description: null },
  }));
  const label = texts[locale].choose;
  const content: Choices = { type: "choices", form: "list", text: survey.question, label, options };
  const clientMessageId: ClientMessageId = `survey-${head.version + 1}`;
  return [{ do: "say", by: { kind: "system" }, purpose: "survey", position: null, clientMessageId, content }];
}

/** Until when a survey that was asked when the ticket closed may be answered. */
export function surveyEndsAt({ closedAt, lastInboundAt }: Ticket & { phase: "closed" }): Time {
  const end = addSeconds(closedAt, answerSeconds);
  const windowEnds = windowEndsAt(lastInboundAt);
  return windowEnds !== null && windowEnds < end ? windowEnds : end;
}

/** A score that a message gives; `ticketId`: to that ticket, whose survey was tapped on. */
export interface Score {
  readonly score: number;
  readonly ticketId: TicketId | undefined;
}

/**
 * The score that a message gives: the option that was tapped, the digit alone or as people write it (“nota 5”, “5/5”, “5 estrelas”), or
 * as many stars. Undefined for whatever says anything else.
 */
export function scoreOf(content: Content): Score | undefined {
  if (content.type === "choice") {
    const [, digit, id] = /^rating-([1-5])-(.+)$/.exec(content.id) ?? [];
    const ticketId = TicketId.safeParse(id).data;
    return ticketId === undefined ? undefined : { score: Number(digit), ticketId };
  }
  const score = content.type === "text" ? scoreIn(content.text) : undefined;
  return score === undefined ? undefined : { score, ticketId: undefined };
}

function scoreIn(text: string): number | undefined {
  if (text.length > longestAnswer) return undefined;
  const said = folded(text);
  const stars = /^[★⭐🌟 ]+$/u.test(said) ? [...said].filter((it) => it !== " ").length : undefined;
  const digit =
    /^(?:nota|note|rating|score|calificacion|puntuacion)?[ :=-]*([1-5])(?: ?\/ ?5| (?:de|of) 5)?(?: ?(?:estrelas?|estrellas?|stars?|[★⭐🌟]+))?[ .!)]*$/u.exec(
      said,
    )?.[1];
  return scores.find((score) => score === (stars ?? Number(digit)));
}
