import type { Chance } from "../world/chance.ts";
import type { Sector } from "../../shared/contracts/organisation.ts";
import type { Shadow } from "../world/shadow.ts";
import type { Ticket } from "../../shared/contracts/tickets.ts";
import { type Settings, defaultSettings } from "../../shared/contracts/settings.ts";

/** How sectors deal with silence, and whether they ask how it was. */
export const endingsOf = (chance: Chance): Pick<Sector, "inactivity" | "survey"> => ({
  inactivity: chance.is(0.6)
    ? {
        ...{ warnAfter: chance.pick([60, 60, 90, 600]), warnText: "Are you still there?" },
        ...{ closeAfter: chance.pick([60, 60, 120]), closeText: "We close for now." },
      }
    : null,
  survey: chance.is(0.8),
});

/** The same for the whole business, and when its potentials expire. */
export const endingSettings = (chance: Chance): Pick<Settings, "survey" | "potentialSeconds"> => ({
  survey: { ...defaultSettings.survey, enabled: chance.is(0.9) },
  potentialSeconds: chance.pick([null, 600, 86_400, 86_400]),
});

/** Somebody who is asked how it was, as their last ticket of the channel knows them. */
export interface Asked {
  readonly channelId: string;
  readonly address: Ticket["address"];
  readonly ticketId: string;
}

/** Who is asked how it was, and has written nothing since that opened another ticket. */
export function askedAt(
  { lasts, tickets }: Pick<Shadow, "lasts" | "tickets">,
  now: string,
): readonly Asked[] {
  const heads = [...tickets.values()].flatMap(({ head }) => head ?? []);
  return [...lasts.values()].flatMap(({ contactId, channelId, ticketId, surveyUntil }) => {
    const isBack = heads.some(
      (it) => it.phase !== "closed" && it.contactId === contactId && it.channelId === channelId,
    );
    const address = tickets.get(ticketId)?.head?.address;
    return surveyUntil === null || surveyUntil <= now || isBack || address === undefined
      ? []
      : [{ channelId, address, ticketId }];
  });
}

/** What rates a ticket: one to five in words, or tapped on its survey. */
export const ratingOf = (
  chance: Chance,
  ticketId: string,
): { readonly text: string; readonly tapped?: string } =>
  chance.is(0.5) ? score(chance) : { text: "choice", tapped: `rating-${chance.between(1, 5)}-${ticketId}` };

/** What reads as a rating. Now and then customers write one although nobody asked them. */
export const score = (chance: Chance): { readonly text: string } => ({
  text: chance.between(1, 5).toString(),
});
