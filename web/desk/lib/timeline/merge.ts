import type { Delivery, Entry } from "../../../../shared/contracts/timeline.ts";
import { newerDelivery } from "./delivery.ts";

/**
 * What is known of a ticket's entries. `shown` is without gaps: entry `first + i` at place `i`. What arrived beyond a gap is
 * held until the gap is filled, so nothing is ever shown out of order, and nothing twice.
 */
export interface Entries {
  readonly shown: readonly Entry[];
  readonly held: ReadonlyMap<number, Entry>;
  /** Deliveries of messages that are not here yet. */
  readonly early: ReadonlyMap<number, Delivery>;
  /** The highest number that is known to exist. */
  readonly known: number;
}

export const noEntries: Entries = { shown: [], held: new Map(), early: new Map(), known: 0 };

/** The number of the first entry shown, or null while there is none. */
export const firstShown = ({ shown }: Entries): number | null => shown[0]?.number ?? null;

/** The number of the last entry shown; 0 while there is none. */
export const lastShown = ({ shown }: Entries): number => shown.at(-1)?.number ?? 0;

/** After which number the timeline must be asked, or null where nothing is missing. */
export const missingAfter = (entries: Entries): number | null =>
  entries.known > lastShown(entries) ? lastShown(entries) : null;

/** Says that entries up to `number` exist, as a head tells. */
export const knowUpTo = (entries: Entries, number: number): Entries =>
  number > entries.known ? { ...entries, known: number } : entries;

/** Takes in entries: any of them, in any order, as often as they come. */
export function mergeEntries(entries: Entries, arrived: readonly Entry[]): Entries {
  if (arrived.length === 0) return entries;
  const first = entries.shown[0]?.number;
  const last = lastShown(entries);
  const held = new Map(entries.held);
  const early = new Map(entries.early);
  let { known } = entries;
  let shown = entries.shown;
  for (const entry of arrived) {
    known = Math.max(known, entry.number);
    const fresh = withEarly(entry, early);
    if (first !== undefined && entry.number >= first && entry.number <= last) {
      const index = entry.number - first;
      const former = shown[index];
      const merged = former === undefined ? fresh : mergeEntry(former, fresh);
      if (merged !== former) shown = shown.with(index, merged);
    } else {
      const former = held.get(entry.number);
      held.set(entry.number, former === undefined ? fresh : mergeEntry(former, fresh));
    }
  }
  return join({ shown, held, early, known });
}

/** Takes in the delivery of message `number`. */
export function mergeDelivery(entries: Entries, number: number, delivery: Delivery): Entries {
  const index = number - (firstShown(entries) ?? 0);
  const target = entries.shown[index] ?? entries.held.get(number);
  if (target !== undefined && target.number === number)
    return mergeEntries(entries, [delivered(target, delivery)]);
  const former = entries.early.get(number);
  const newer = former === undefined ? delivery : newerDelivery(former, delivery);
  return {
    ...entries,
    early: new Map(entries.early).set(number, newer),
    known: Math.max(entries.known, number),
  };
}

/** Two versions of one entry: only its delivery can differ. The former is kept as it is where nothing changed. */
function mergeEntry(former: Entry, fresh: Entry): Entry {
  const delivery = deliveryOf(fresh);
  return delivery === undefined ? former : delivered(former, delivery);
}

const deliveryOf = (entry: Entry): Delivery | undefined =>
  entry.type === "message" && entry.direction === "out" ? entry.delivery : undefined;

function delivered(entry: Entry, delivery: Delivery): Entry {
  if (entry.type !== "message" || entry.direction !== "out") return entry;
  const newer = newerDelivery(entry.delivery, delivery);
  return newer === entry.delivery ? entry : { ...entry, delivery: newer };
}

function withEarly(entry: Entry, early: Map<number, Delivery>): Entry {
  const delivery = early.get(entry.number);
  if (delivery === undefined) return entry;
  early.delete(entry.number);
  return delivered(entry, delivery);
}

/** Moves what is held next to what is shown over to it, at both ends. */
function join({ shown, held, early, known }: Entries & { held: Map<number, Entry> }): Entries {
  const start = shown[0]?.number ?? newestRun(held);
  if (start === undefined) return { shown, held, early, known };
  const take = (number: number): Entry | undefined => {
    const entry = held.get(number);
    held.delete(number);
    return entry;
  };
  const before: Entry[] = [];
  for (let entry = take(start - 1); entry !== undefined; entry = take(entry.number - 1)) before.push(entry);
  const after: Entry[] = [];
  const next = shown.length === 0 ? start : start + shown.length;
  for (let entry = take(next); entry !== undefined; entry = take(entry.number + 1)) after.push(entry);
  const whole = before.length + after.length === 0 ? shown : [...before.reverse(), ...shown, ...after];
  return { shown: whole, held, early, known };
}

/** Where nothing is shown yet, the newest entries are shown first: the highest number that is held. */
const newestRun = (held: ReadonlyMap<number, Entry>): number | undefined =>
  held.size === 0 ? undefined : Math.max(...held.keys());
