import type { SetupApi } from "./api.ts";
import { leavingNumbers, readDesk, thingsOf } from "./desk.ts";
import { type Plan, planOf, planProblems } from "./plan.ts";
import type { SetupSource } from "./source.ts";
import { identity, type KnownThing } from "./things.ts";
import { asksForHolidays, wantedThings } from "./wanted.ts";
import type { SpecialDay } from "../../shared/contracts/hours.ts";

/** A plan, and the desk that it is for. */
export interface Prepared {
  readonly plan: Plan;
  readonly known: readonly KnownThing[];
}

/**
 * Reads the desk and plans what the file would do to it; changes nothing. Throws FileRefused for what only both together show: a
 * name that is nowhere, a secret that is not in the environment.
 */
export async function preparePlan(
  api: SetupApi,
  source: SetupSource,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Prepared> {
  const [state, holidays] = await Promise.all([
    readDesk(api),
    asksForHolidays(source.file) ? nationalHolidays(api) : [],
  ]);
  const known = thingsOf(state);
  const { things, problems } = wantedThings(source.file, known, holidays);
  const plan = planOf(things, known);
  const leaving = leavingNumbers(state);
  const tooEarly = things
    .filter((thing) => leaving.has(identity(thing)))
    .map(({ path }) => ({ path, message: "the number is being removed: run it again in some minutes" }));
  source.refuse([...problems, ...tooEarly, ...planProblems(plan, known, environment)]);
  return { plan, known };
}

/** Those of this year, by the desk's clock, and the next: special days have a date. */
async function nationalHolidays(api: SetupApi): Promise<readonly SpecialDay[]> {
  const { time } = await api.call("health", {});
  const year = Number(time.slice(0, 4));
  const years = await Promise.all(
    [year, year + 1].map((each) => api.call("listHolidays", { query: { year: each } })),
  );
  return years.flatMap(({ items }) => items);
}
