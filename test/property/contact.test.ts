import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contactsFrom, foldedName } from "../../shared/contracts/stored/contact-shape.ts";
import { ContactItem } from "../../shared/contracts/stored/shapes.ts";
import type { Contact, ContactField } from "../../shared/contracts/contacts.ts";
import { fits, fitting, phoneKeys } from "../../shared/domain/contact.ts";
import { ContactId } from "../../shared/contracts/ids.ts";
import { changeContact } from "../../shared/actions/contacts/change-contact.ts";
import { listContacts } from "../../shared/actions/contacts/find-contacts.ts";
import { newContact } from "../../shared/actions/contacts/new-contact.ts";
import { phoneMatchKey } from "../../shared/domain/phone.ts";
import { absent, put } from "../../shared/ports/store.ts";
import { noon } from "../support/desk.ts";
import { admin } from "../example/organisation/support.ts";
import { type ContactDesk, openContactDesk } from "../example/contacts/support.ts";

/** Characters of names: with accents in both spellings, with case that depends on the place, wide, joined and meaningful in keys. */
const letters = [
  ...["a", "A", "á", "Á", "a\u0301", "ç", "Ñ", "ß", "İ", "ı", "Σ", "σ", "ς", "ﬁ", "Å", "ｊ", "Ⅳ"],
  ...["#", "%", "2", " ", "  ", "\t", "'", "-", "~", "💬", "👩‍🚀", "한", "\u0000"],
] as const;
const name = fc
  .array(fc.oneof(fc.constantFrom(...letters), fc.string({ unit: "grapheme", maxLength: 1 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(""));

const contact = (index: number, called: string): Contact =>
  newContact(
    {
      id: ContactId.parse(`con_${index.toString().padStart(26, "0")}`),
      name: called,
      address: { phone: (5_511_900_000_000 + index).toString() },
    },
    noon,
  );

const placeOf = (it: Contact): string => ContactItem.indexes?.(it).gsi1sk ?? "";

describe("a name in the list", () => {
  it("begins as every beginning of it does, however that is typed", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...letters), { maxLength: 150 }), fc.nat(150), (parts, length) => {
        const whole = placeOf(contact(1, parts.join("")));
        const typed = parts.slice(0, length).join("");
        const spellings = [
          typed,
          typed.toLowerCase(),
          typed.normalize("NFD"),
          typed.normalize("NFC"),
          ` ${typed}`,
        ];
        for (const it of spellings) expect(whole.startsWith(contactsFrom(it))).toBe(true);
      }),
    );
  });

  it("is folded once and for all, and fits a key", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (it) => {
        expect(foldedName(foldedName(it))).toBe(foldedName(it));
        expect(Buffer.byteLength(placeOf(contact(1, it)))).toBeLessThan(1_024);
      }),
    );
  });
});

describe("a phone", () => {
  it("is found by any usual way of writing it", () => {
    const digits = fc.stringMatching(/^[1-9]\d{7,14}$/);
    const punctuation = fc.array(fc.constantFrom("", " ", "-", ".", "(", ")"), {
      minLength: 15,
      maxLength: 15,
    });
    fc.assert(
      fc.property(digits, punctuation, fc.constantFrom("", "+", "00", "+ "), (phone, marks, before) => {
        const typed = before + [...phone].map((digit, index) => `${digit}${marks[index] ?? ""}`).join("");
        expect(phoneKeys(typed)).toContain(phoneMatchKey(phone));
      }),
    );
  });
});

describe("a field", () => {
  const fields: readonly ContactField[] = [
    { key: "text", label: "t", type: "text" },
    { key: "number", label: "n", type: "number" },
    { key: "boolean", label: "b", type: "boolean" },
    { key: "date", label: "d", type: "date" },
    { key: "choice", label: "c", type: "choice", options: ["um", "dois"] },
    { key: "constructor", label: "x", type: "text" },
  ];

  it("takes each value of its type and none of another; what fits no definition is left out", () => {
    const value = fc.oneof(
      fc.string(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constantFrom("um", "2026-02-29", "2024-02-29", "2026-13-01"),
    );
    const keys = fc.constantFrom("text", "number", "boolean", "date", "choice", "constructor", "toString");
    fc.assert(
      fc.property(fc.dictionary(keys, value), (values) => {
        const kept = fitting(fields, values);
        for (const [key, it] of Object.entries(values)) {
          const field = fields.find((one) => one.key === key);
          const isKept = field !== undefined && fits(field, it);
          expect(Object.hasOwn(kept, key)).toBe(isKept);
          if (isKept) expect(kept[key]).toBe(it);
        }
        expect(Object.keys(kept).every((key) => Object.hasOwn(values, key))).toBe(true);
      }),
    );
  });

  it("of type date takes exactly the days there are", () => {
    const [date] = fields.filter(({ type }) => type === "date");
    if (date === undefined) throw new Error("there is no such field");
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999 }), fc.nat(13), fc.nat(32), (year, month, day) => {
        const text = `${year.toString().padStart(4, "0")}-${month.toString().padStart(2, "0")}-${day.toString().padStart(2, "0")}`;
        const at = new Date(0);
        at.setUTCFullYear(year, month - 1, day);
        const exists = at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
        expect(fits(date, text)).toBe(exists);
      }),
    );
  });
});

describe("a search", () => {
  const store = async (names: readonly string[]): Promise<ContactDesk> => {
    const desk = await openContactDesk();
    for (const [index, called] of names.entries()) {
      await desk.store.commit([put("contact", ContactItem, contact(index, called), absent)]);
    }
    return desk;
  };

  it("finds whoever was written and nobody else; pages hold each exactly once while others come and are renamed", async () => {
    const renaming = fc.record({ who: fc.nat(9), name, isNew: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(
        fc.array(name, { maxLength: 10 }),
        name,
        fc.array(renaming, { maxLength: 5 }),
        fc.integer({ min: 1, max: 3 }),
        async (names, q, meanwhile, limit) => {
          const desk = await store(names);
          const changed = new Set<string>();
          const found: Contact[] = [];
          let cursor: string | undefined;
          let step = 0;
          do {
            const page = await listContacts(desk, { actor: admin, q, limit, cursor });
            found.push(...page.items);
            cursor = page.cursor ?? undefined;
            const change = meanwhile[step];
            step += 1;
            if (change === undefined) continue;
            if (change.isNew || names.length === 0) {
              const made = contact(1_000 + step, change.name);
              changed.add(made.id);
              await desk.store.commit([put("contact", ContactItem, made, absent)]);
              continue;
            }
            const { id: contactId } = contact(change.who % names.length, "");
            changed.add(contactId);
            await changeContact(desk, { actor: admin, contactId, name: change.name });
          } while (cursor !== undefined);
          const folded = foldedName(q);
          const expected = names
            .map((called, index) => contact(index, called))
            .filter((it) => !changed.has(it.id) && foldedName(it.name).startsWith(folded));
          const untouched = found.filter((it) => !changed.has(it.id)).map(({ id }) => id);
          expect(untouched.toSorted()).toEqual(expected.map(({ id }) => id).toSorted());
        },
      ),
      { numRuns: 60 },
    );
  });
});
