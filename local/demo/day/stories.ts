import { type Chance, chanceOf } from "./random.ts";
import { menuQueues, type NumberName, type QueueName, wholesaleQueue } from "./shop.ts";

/**
 * How a visit ends: `closed` by its agent; `silent`, closed because the customer says nothing more; `overnight`, put away until
 * tomorrow; `expired` or `dropped`, for who never says where they want to go.
 */
export type Ending = "closed" | "silent" | "overnight" | "expired" | "dropped";

/** One ticket as its customer lives it. Times are minutes of the shop. */
export interface Visit {
  /** How many lines the customer says, each of which is answered. */
  readonly lines: number;
  readonly ending: Ending;
  /** After the first line the agent looks something up for so long; an impatient customer asks in between. */
  readonly pause: { readonly minutes: number; readonly impatient: boolean } | null;
  /** Whoever hears the first line sends it on. */
  readonly sentOn: "queue" | "agent" | null;
  /** What the customer answers to the survey. */
  readonly score: number | null;
  /** The pause before it: since the day's opening, or since the visit before was over. */
  readonly after: number;
}

/** A customer's whole day. */
export interface Story {
  readonly name: string;
  readonly waId: string;
  readonly number: NumberName;
  readonly queue: QueueName;
  /** How many times the menu does not understand them. */
  readonly mumbles: number;
  readonly visits: readonly [Visit, ...Visit[]];
  /** How many minutes pass before they write each time. */
  readonly pace: number;
}

export interface DaySize {
  readonly customers: number;
  readonly agents: number;
  /** From opening to when the last customers come; the day itself ends when all are attended. */
  readonly hours: number;
  readonly seed: number;
}

const firstNames = [
  "Lia",
  "Rui",
  "Ana",
  "Ivo",
  "Mara",
  "Téo",
  "Nina",
  "Davi",
  "Rosa",
  "Beto",
  "Clara",
  "Otto",
];
const lastNames = ["Gonçalves", "Pires", "Antunes", "Moreira", "Salles", "Teles", "Viana", "Queiroz", "Lobo"];

/** Everybody who writes on this day. */
export const storiesOf = (size: DaySize): readonly Story[] =>
  Array.from({ length: size.customers }, (_, index) => storyOf(size, index));

function storyOf({ seed, hours }: DaySize, index: number): Story {
  const chance = chanceOf(seed, index);
  const number = chance.happens(0.2) ? "wholesale" : "shop";
  // Some write before the shop opens; the last come an hour before the end, on a short day a tenth of it.
  const first = { ...visitOf(chance, hours, number), after: chance.between(-10, Math.floor(hours * 54)) };
  const again = first.ending === "closed" ? secondVisit(chance, hours, number) : [];
  return {
    name: `${chance.of(firstNames)} ${chance.of(lastNames)} ${index + 1}`,
    waId: `5511980${(100_000 + index).toString()}`,
    number,
    queue: number === "wholesale" ? wholesaleQueue : chance.of([menuQueues[0], ...menuQueues]),
    mumbles: chance.happens(0.1) ? chance.between(1, 2) : 0,
    visits: [first, ...again],
    pace: chance.between(1, 7),
  };
}

function visitOf(chance: Chance, hours: number, number: NumberName): Omit<Visit, "after"> {
  const lost = number === "shop" && chance.happens(0.04);
  const ending: Ending = lost
    ? chance.of(["expired", "dropped"])
    : chance.happens(0.08)
      ? "silent"
      : chance.happens(0.03)
        ? "overnight"
        : "closed";
  const pauses = chance.happens(0.1);
  return {
    lines: chance.between(1, 4),
    ending,
    pause: pauses
      ? { minutes: Math.round(hours * chance.between(3, 8)), impatient: chance.happens(0.3) }
      : null,
    sentOn: chance.happens(0.1) ? chance.of(["queue", "agent"]) : null,
    score: ending === "closed" && chance.happens(0.6) ? chance.of([5, 5, 5, 4, 4, 3, 2, 1]) : null,
  };
}

/** Some say thanks after it was closed, which opens a ticket in which nothing is wanted; some come with another matter. */
function secondVisit(chance: Chance, hours: number, number: NumberName): readonly Visit[] {
  const kind = chance.of(["none", "none", "none", "none", "none", "none", "none", "thanks", "matter"]);
  if (kind === "none") return [];
  if (kind === "matter")
    return [{ ...visitOf(chance, hours, number), after: Math.round(hours * chance.between(4, 9)) }];
  const ending = number === "shop" ? chance.of(["expired", "dropped"] as const) : "closed";
  return [{ lines: 1, ending, pause: null, sentOn: null, score: null, after: 12 }];
}
