import type { Chance } from "../world/chance.ts";
import type { Sector } from "../../shared/contracts/organisation.ts";
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

/** Customers write what reads as a rating: rather often while one is asked for, and else now and then. */
export const scoreSaid = (chance: Chance, isAsked: boolean): { readonly text: string } | undefined =>
  chance.is(isAsked ? 0.6 : 0.03) ? { text: chance.between(1, 5).toString() } : undefined;
