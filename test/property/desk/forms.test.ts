import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changedOf, collides, rebased } from "../../../web/desk/lib/forms/changes.ts";
import { durationUnits, secondsIn, unitOf } from "../../../web/desk/lib/forms/duration.ts";
import { inOrder, isYearly, withDays, withRhythm } from "../../../web/desk/lib/forms/special-days.ts";
import { SpecialDay } from "../../../shared/contracts/hours.ts";
import { ContactFieldKey } from "../../../shared/contracts/contacts.ts";
import { Origin } from "../../../shared/contracts/organisation.ts";
import { fieldKey } from "../../../web/desk/features/settings/field-rules.ts";
import { moved } from "../../../web/desk/features/channels/reception/moved.ts";
import { originOf } from "../../../web/desk/features/channels/origin.ts";
import {
  tagChanges,
  type KnownTag,
  type TagDraft,
} from "../../../web/desk/features/sectors/tags/tag-changes.ts";
import type { TagId } from "../../../shared/contracts/ids.ts";

const small = fc.nat({ max: 2 });
const record = fc.record({ a: small, b: fc.array(small, { maxLength: 2 }), c: fc.record({ d: small }) });

describe("edits upon a record that others change too", () => {
  it("what is sent makes the record what the form shows, and holds nothing else", () => {
    fc.assert(
      fc.property(record, record, (before, after) => {
        const changed = changedOf(before, after);
        expect({ ...before, ...changed }).toEqual(after);
        expect(changedOf(after, { ...after, ...changed })).toEqual({});
      }),
    );
  });

  it("upon theirs each member is mine where I changed it, and theirs elsewhere", () => {
    fc.assert(
      fc.property(record, record, record, (base, mine, theirs) => {
        const changed = changedOf(base, mine);
        const made = rebased(base, mine, theirs);
        for (const name of ["a", "b", "c"] as const)
          expect(made[name]).toEqual(name in changed ? mine[name] : theirs[name]);
        // Where nothing collides, whoever comes first makes no difference.
        if (!collides(base, mine, theirs)) expect(made).toEqual(rebased(base, theirs, mine));
      }),
    );
  });
});

const date = fc.date({
  min: new Date("2024-01-01T00:00:00Z"),
  max: new Date("2027-12-31T00:00:00Z"),
  noInvalidDate: true,
});
const day = fc.tuple(date, fc.boolean()).map(([at, yearly]): SpecialDay => {
  const whole = at.toISOString().slice(0, 10);
  return { date: yearly ? whole.slice(5) : whole, name: "Dia", intervals: [] };
});

describe("special days", () => {
  it("are taken over once, in the calendar's order, and none is lost", () => {
    fc.assert(
      fc.property(fc.array(day, { maxLength: 12 }), fc.array(day, { maxLength: 12 }), (days, added) => {
        const all = withDays(days, added);
        expect(inOrder(all)).toEqual(all);
        for (const one of days) expect(all).toContainEqual(one);
        for (const { date: at } of added)
          expect(all.some((it) => it.date === at || it.date === at.slice(5))).toBe(true);
        expect(withDays(all, added)).toEqual(all);
      }),
    );
  });

  it("keep the contract's shape when they become those of every year, and of one", () => {
    fc.assert(
      fc.property(day, fc.boolean(), (it, yearly) => {
        const turned = withRhythm(it, yearly, 2028);
        expect(isYearly(turned)).toBe(yearly);
        expect(SpecialDay.safeParse(turned).success).toBe(true);
      }),
    );
  });
});

describe("small rules of the set-up", () => {
  it("a length of time is a whole number of its unit", () => {
    fc.assert(
      fc.property(fc.nat({ max: 10_000_000 }), (seconds) => {
        expect(seconds % secondsIn[unitOf(seconds, durationUnits)]).toBe(0);
      }),
    );
  });

  it("a field's own key is one of the contract's, or nothing", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: "grapheme" }), (label) => {
        const key = fieldKey(label);
        expect(key === "" || ContactFieldKey.safeParse(key).success).toBe(true);
      }),
    );
  });

  it("of an address of a site only its origin is kept", () => {
    fc.assert(
      fc.property(
        fc.domain(),
        fc.constantFrom("", "/", "/ofertas?x=1#y"),
        fc.boolean(),
        (host, path, bare) => {
          const origin = originOf(` ${bare ? "" : "https://"}${host}${path} `);
          expect(origin).toBe(`https://${host.toLowerCase()}`);
          expect(Origin.safeParse(origin).success).toBe(true);
        },
      ),
    );
  });

  it("moving one changes no other's order", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 8 }),
        fc.nat(),
        fc.nat(),
        (items, a, b) => {
          const [from, to] = [a % items.length, b % items.length];
          const after = moved(items, from, to);
          expect(after[to]).toBe(items[from]);
          expect(after.toSpliced(to, 1)).toEqual(items.toSpliced(from, 1));
        },
      ),
    );
  });

  it("what is asked for of tags makes them what the page shows", () => {
    const tag = (number: number, name: string): TagDraft => ({
      key: `k${number}`,
      id: number < 5 ? (`tag_${number}` as TagId) : null,
      name,
    });
    const isKnown = (it: TagDraft): it is KnownTag => it.id !== null;
    const names = fc.constantFrom("a", "b", "c");
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom("0", "1", "2", "3"), names),
        fc.dictionary(fc.constantFrom("0", "1", "2", "3", "5", "6"), names),
        (first, last) => {
          const drafts = (tags: Readonly<Record<string, string>>) =>
            Object.entries(tags).map(([number, name]) => tag(Number(number), name));
          // What is there was there before: a page invents no ids.
          const before = drafts(first).filter(isKnown);
          const after = drafts(last).filter(({ id }) => id === null || before.some((it) => it.id === id));
          const { added, renamed, removed } = tagChanges(before, after);
          const now = new Map(before.map(({ id, name }) => [id, name]));
          for (const { id } of removed) now.delete(id);
          for (const { id, name } of renamed) now.set(id, name);
          const made = [...now.values(), ...added.map(({ name }) => name)].sort();
          expect(made).toEqual(after.map(({ name }) => name).sort());
          expect(renamed.every(({ id, name }) => before.find((it) => it.id === id)?.name !== name)).toBe(
            true,
          );
        },
      ),
    );
  });
});
