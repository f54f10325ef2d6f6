import type { Chance } from "../world/chance.ts";
import type { Sector } from "../../shared/contracts/organisation.ts";
import { type Settings, defaultSettings } from "../../shared/contracts/settings.ts";

/** How sectors deal with silence, and whether they ask how it was. */
export const endingsOf = (chance: Chance): Pick<Sector, "inactivity" | "survey"> => ({
  inactivity: chance.is(0.6)
    ? {
        ...{ warnAfter: chance.between(60, 600), warnText: "Are you still there?" },
        ...{ closeAfter: chance.between(60, 300), closeText: "We close for now." },
      }
    : null,
  survey: chance.is(0.6),
});

/** The same for the whole business, and when its potentials expire. */
export const endingSettings = (chance: Chance): Pick<Settings, "survey" | "potentialSeconds"> => ({
  survey: { ...defaultSettings.survey, enabled: chance.is(0.7) },
  potentialSeconds: chance.pick([null, 300, 600, 86_400]),
});

/** Now and then a customer writes what reads as a rating, asked or not. */
export const scoreSaid = (chance: Chance): { readonly text: string } | undefined =>
  chance.is(0.15) ? { text: chance.between(1, 5).toString() } : undefined;
