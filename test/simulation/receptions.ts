import type { Queue, Reception, Sector } from "../../shared/contracts/organisation.ts";
import type { Chance } from "../world/chance.ts";
import { Reception as ReceptionSchema } from "../../shared/contracts/organisation.ts";
import { beginning } from "../world/clock.ts";
import { unclearText } from "../world/reception.ts";

/** The reception of a number on days on which it is none of the usual: a menu of some queues, or a bot of the business's own. */
export function unusualReception(chance: Chance, queues: readonly Queue[]): Reception | undefined {
  if (!chance.is(0.4)) return undefined;
  if (chance.is(0.3)) return { kind: "external" };
  const tries = chance.between(1, 3);
  const some = queues.filter(() => chance.is(0.8));
  return ReceptionSchema.parse({
    ...{ kind: "menu", greeting: "Welcome. Which queue?", unclear: unclearText(tries), tries },
    queueIds: (some.length > 0 ? some : queues).map(({ id }) => id),
    fallback: chance.is(0.5) ? chance.pick(queues).id : null,
  });
}

/** The hours of a sector: mostly always, on some days not yet, until soon, or never. */
export function hoursOf(chance: Chance): Pick<Sector, "hours" | "outOfHours"> {
  const outOfHours = { kind: chance.pick(["refuse", "queue"] as const), text: "Later." };
  if (!chance.is(0.2)) return { hours: null, outOfHours };
  const clock = (minutes: number): string =>
    new Date(beginning + minutes * 60_000).toISOString().slice(11, 16);
  const interval = chance.pick([
    [],
    [{ from: clock(chance.between(1, 10)), to: clock(600) }],
    [{ from: clock(-600), to: clock(chance.between(1, 10)) }],
  ]);
  return { hours: { timeZone: "UTC", weekly: { monday: interval }, special: [] }, outOfHours };
}

/** What a customer says to a menu: a number, a name, something tapped; and often none of these. */
export function answerTo(
  chance: Chance,
  queues: readonly Queue[],
): { readonly text: string; readonly tapped?: string } | undefined {
  if (!chance.is(0.4)) return undefined;
  const queue = chance.pick(queues);
  return chance.pick([
    { text: chance.between(1, 4).toString() },
    { text: queue.name },
    { text: queue.name.toLowerCase() },
    { text: "choice", tapped: queue.id },
    { text: "choice", tapped: queue.id },
  ]);
}
