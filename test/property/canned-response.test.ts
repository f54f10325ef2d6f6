import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Values,
  recognise,
  render,
  unknownVariables,
  variables,
} from "../../shared/domain/canned-response.ts";

/** Bits that a mistake would show in: everything the syntax gives a meaning to, and names beside letters. */
const bit = fc.oneof(
  fc.constantFrom(
    "$",
    "$$",
    "{",
    "}",
    "|",
    ".",
    "${",
    " ",
    "R$ 50",
    "name",
    "contact",
    "Lia",
    "Lia Souza",
    "é",
  ),
  fc.constantFrom("Analia", "Renata", "Vendas", "2026112312345678", "\n", "💬", "5", "_"),
  fc.string({ unit: "grapheme", maxLength: 4 }),
);
const text = fc.array(bit, { maxLength: 12 }).map((bits) => bits.join(""));
const value = fc.oneof(
  fc.constantFrom("", "Lia", "Lia Souza", "Renata", "Vendas", "2026112312345678", "$agent.name", "R$"),
  fc.string({ unit: "grapheme", maxLength: 6 }),
);
const valuesOf = (of: fc.Arbitrary<string>): fc.Arbitrary<Values> =>
  fc.record(Object.fromEntries(variables.map((name) => [name, of]))) as fc.Arbitrary<Values>;
const values = valuesOf(value);
const plainValues = valuesOf(value.map((it) => it.replaceAll("$", "")));

const variable = fc.constantFrom(...variables);
const fallback = fc.string({ unit: "grapheme", maxLength: 6 }).map((it) => it.replaceAll(/[{}$]/g, ""));
const use = fc.oneof(
  variable.map((name) => `$${name} `),
  variable.map((name) => `\${${name}}`),
  fc.tuple(variable, fallback).map(([name, instead]) => `\${${name}|${instead}}`),
);
const plain = fc.string({ unit: "grapheme", maxLength: 8 }).map((it) => it.replaceAll("$", ""));

describe("canned responses", () => {
  it("a message made into one says the same for the same values", () => {
    fc.assert(
      fc.property(text, values, (message, known) => {
        const made = recognise(message, known);
        expect(unknownVariables(made)).toEqual([]);
        expect(render(made, known)).toBe(message);
      }),
      { numRuns: 2_000 },
    );
  });

  it("a text without a dollar is left alone", () => {
    fc.assert(
      fc.property(plain, values, (it, known) => {
        expect(unknownVariables(it)).toEqual([]);
        expect(render(it, known)).toBe(it);
      }),
    );
  });

  it("variables that do not exist are always refused, and only these", () => {
    const name = fc
      .stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}(\.[A-Za-z][A-Za-z0-9]{0,8})?$/)
      .filter((it) => !(variables as readonly string[]).includes(it));
    const wrong = fc.oneof(
      name.map((it) => `$${it}`),
      name.map((it) => `\${${it}}`),
      fc.tuple(name, fallback).map(([it, instead]) => `\${${it}|${instead}}`),
    );
    const right = fc.array(fc.oneof(use, plain, fc.constantFrom("$$ ", "$ ", "R$ 50 ")));
    fc.assert(
      fc.property(right, wrong, right, (head, unknown, tail) => {
        const text = `${head.join("")} ${unknown} ${tail.join("")}`;
        expect(unknownVariables(text)).toEqual([unknown]);
        expect(unknownVariables(`${head.join("")} ${tail.join("")}`)).toEqual([]);
      }),
    );
  });

  it("what is rendered holds no variable", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(use, plain)), plainValues, (bits, known) => {
        expect(render(bits.join(""), known)).not.toContain("$");
      }),
    );
  });

  it("a variable is its value, or else its fallback, whatever either says", () => {
    fc.assert(
      fc.property(variable, fallback, values, (name, instead, known) => {
        const said = known[name] === "" ? instead : known[name];
        expect(render(`a \${${name}|${instead}} b`, known)).toBe(`a ${said} b`);
      }),
    );
  });
});
