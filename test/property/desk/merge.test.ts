import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  knowUpTo,
  lastShown,
  mergeDelivery,
  mergeEntries,
  missingAfter,
  noEntries,
  type Entries,
} from "../../../web/desk/lib/timeline/merge.ts";
import type { Delivery, Entry } from "../../../shared/contracts/timeline.ts";
import type { AgentId, TicketId } from "../../../shared/contracts/ids.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { deliveryRank } from "../../../shared/domain/delivery.ts";
import { newerDelivery } from "../../../web/desk/lib/timeline/delivery.ts";

const at = (second: number): Time => new Date(Date.UTC(2026, 10, 23, 12, 0, second)).toISOString() as Time;

const delivery = fc
  .record({
    status: fc.constantFrom(...(Object.keys(deliveryRank) as Delivery["status"][])),
    second: fc.nat(50),
    attempts: fc.nat(3),
  })
  .map(({ status, second, attempts }): Delivery => ({
    ...{ status, attempts, rank: deliveryRank[status], at: at(second) },
    ...{ providerId: null, failure: null },
  }));

const first: Delivery = {
  status: "queued",
  rank: 0,
  at: at(0),
  attempts: 0,
  providerId: null,
  failure: null,
};

/** Entry `number` of a conversation: every third is an answer of the agent. */
const entryOf = (number: number, its: Delivery = first): Entry => {
  const numbered = { ticketId: "tkt_1" as TicketId, number, at: at(number) };
  if (number % 3 !== 0) return { ...numbered, type: "note", by: { kind: "system" }, text: `line ${number}` };
  return {
    ...numbered,
    ...{ type: "message", direction: "out", by: { kind: "agent", agentId: "agt_1" as AgentId } },
    ...{ content: { type: "text", text: `line ${number}` }, purpose: null, position: null },
    ...{ clientMessageId: `message-${number}`, delivery: its },
  };
};

/** Something that comes over the socket or as an answer: some entries, a delivery, or a head. */
type Arrival =
  | { readonly kind: "entries"; readonly entries: readonly (readonly [number, Delivery])[] }
  | { readonly kind: "delivery"; readonly number: number; readonly delivery: Delivery }
  | { readonly kind: "head"; readonly version: number };

const longest = 30;
const number = fc.integer({ min: 1, max: longest });

const arrival: fc.Arbitrary<Arrival> = fc.oneof(
  fc.record({
    kind: fc.constant("entries" as const),
    entries: fc.array(fc.tuple(number, delivery), { maxLength: 8 }),
  }),
  fc.record({
    kind: fc.constant("delivery" as const),
    number: fc.integer({ min: 1, max: longest / 3 }).map((it) => it * 3),
    delivery,
  }),
  fc.record({ kind: fc.constant("head" as const), version: number }),
);

const take = (entries: Entries, it: Arrival): Entries => {
  switch (it.kind) {
    case "entries":
      return mergeEntries(
        entries,
        it.entries.map(([which, its]) => entryOf(which, its)),
      );
    case "delivery":
      return mergeDelivery(entries, it.number, it.delivery);
    case "head":
      return knowUpTo(entries, it.version);
  }
};

const numbers = ({ shown }: Entries): readonly number[] => shown.map((entry) => entry.number);

/** Numbers without a gap, each once, in order. */
const expectRun = (entries: Entries): void => {
  const from = numbers(entries)[0] ?? 1;
  expect(numbers(entries)).toEqual(entries.shown.map((_, index) => from + index));
};

/** Asks for what is missing, as the desk does, until nothing is. `whole` is the timeline as the API has it. */
const fill = (entries: Entries, whole: readonly Entry[]): Entries => {
  let filled = entries;
  for (let after = missingAfter(filled); after !== null; after = missingAfter(filled)) {
    const from = after;
    const page = whole.filter((entry) => entry.number > from).slice(0, 7);
    if (page.length === 0) break;
    filled = mergeEntries(filled, page);
  }
  return filled;
};

describe("entries that arrive", () => {
  it("are shown without gaps, once, and in order, after whatever arrived", () => {
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 30 }), (arrivals) => {
        let entries = noEntries;
        for (const it of arrivals) {
          const before = numbers(entries);
          entries = take(entries, it);
          expectRun(entries);
          // What was shown stays.
          expect(numbers(entries)).toEqual(expect.arrayContaining([...before]));
        }
      }),
    );
  });

  it("come to be complete up to the last that is known, once the gaps were asked for", () => {
    fc.assert(
      fc.property(fc.array(arrival, { minLength: 1, maxLength: 30 }), (arrivals) => {
        const whole = Array.from({ length: longest }, (_, index) => entryOf(index + 1));
        const entries = fill(arrivals.reduce(take, mergeEntries(noEntries, [entryOf(1)])), whole);
        expect(missingAfter(entries)).toBeNull();
        expect(entries.held.size).toBe(0);
        expect(numbers(entries)[0]).toBe(1);
        expect(lastShown(entries)).toBeGreaterThanOrEqual(entries.known);
      }),
    );
  });

  it("end the same, in whatever order and however often they came", () => {
    const shuffled = fc
      .array(arrival, { maxLength: 15 })
      .chain((arrivals) =>
        fc.tuple(
          fc.constant(arrivals),
          fc.shuffledSubarray([...arrivals, ...arrivals], { minLength: arrivals.length * 2 }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([once, twice]) => {
        const start = mergeEntries(
          noEntries,
          Array.from({ length: longest }, (_, index) => entryOf(index + 1)),
        );
        expect(twice.reduce(take, start)).toEqual(once.reduce(take, start));
      }),
    );
  });

  it("take a tick that came before its message", () => {
    const read: Delivery = { ...first, status: "read", rank: 6 };
    const entries = mergeEntries(mergeDelivery(noEntries, 3, read), [entryOf(3)]);
    expect(entries.shown).toEqual([entryOf(3, read)]);
    expect(entries.early.size).toBe(0);
  });

  it("are the same object where nothing changed, so that nothing is drawn again", () => {
    const entries = mergeEntries(noEntries, [entryOf(1), entryOf(2), entryOf(3)]);
    expect(mergeEntries(entries, [entryOf(2), entryOf(3)]).shown).toBe(entries.shown);
  });
});

describe("of two deliveries", () => {
  it("the newer is the same one, whichever came first", () => {
    fc.assert(
      fc.property(delivery, delivery, delivery, (a, b, c) => {
        expect(newerDelivery(a, b)).toEqual(newerDelivery(b, a));
        expect(newerDelivery(newerDelivery(a, b), c)).toEqual(newerDelivery(a, newerDelivery(b, c)));
      }),
    );
  });

  it("a rank never falls, but for a send that goes back to its queue", () => {
    fc.assert(
      fc.property(delivery, delivery, (former, next) => {
        const { rank } = newerDelivery(former, next);
        expect(rank >= former.rank || (former.status === "sending" && rank === deliveryRank.queued)).toBe(
          true,
        );
      }),
    );
  });

  it("a send that was refused for load shows as waiting again, until it is tried anew", () => {
    const sending: Delivery = { ...first, status: "sending", rank: 1, attempts: 1, at: at(1) };
    const back: Delivery = { ...first, attempts: 1, at: at(2) };
    const again: Delivery = { ...sending, attempts: 2, at: at(3) };
    expect(newerDelivery(sending, back)).toBe(back);
    expect(newerDelivery(back, again)).toBe(again);
  });
});
