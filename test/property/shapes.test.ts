/**
 * Items outlive the code that wrote them. So each stored shape's schema is pinned here, by a hash, with its version:
 *
 * - Changing a schema means raising its `version` in shared/contracts/stored/shapes.ts, and deciding what becomes of the
 *   items of the old version: the store refuses to read them. Then `UPDATE_SHAPES=1 npx vitest run
 *   test/property/shapes.test.ts` writes the new pins.
 * - That command never accepts a changed schema under an unchanged version. Where no table holds such items yet, delete
 *   the shape's pin from test/cases/stored-shapes.json first: the deletion shows in the diff, for a reviewer to see.
 * - The hash is of the JSON schema, which tells no refinement (`refine`) and no clean-up (`trim`): tightening one of those
 *   also makes old items unreadable, and only you can see it.
 */
import * as z from "zod";
import { describe, expect, it } from "vitest";
import { readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { shapes } from "../../shared/contracts/stored/shapes.ts";
import { tableAttributes } from "../../shared/contracts/stored/shape.ts";

const Pins = z.record(z.string(), z.strictObject({ version: z.int(), hash: z.string() }));
type Pins = z.infer<typeof Pins>;

const file = new URL("../cases/stored-shapes.json", import.meta.url);

interface Pinnable {
  readonly kind: string;
  readonly version: number;
  readonly schema: z.ZodType;
}

/** The same value with names, and the list of required names, in order. */
const sorted = (value: unknown, name = ""): unknown => {
  if (Array.isArray(value)) {
    const members = value.map((it) => sorted(it));
    return name === "required" ? members.map(String).toSorted((a, b) => (a < b ? -1 : 1)) : members;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([it, member]) => [it, sorted(member, it)]),
  );
};

const hashOf = (schema: z.ZodType): string =>
  createHash("sha256")
    .update(JSON.stringify(sorted(z.toJSONSchema(schema))))
    .digest("hex");

/** What is wrong with a shape in the light of the pins, or undefined. */
const problemOf = (shape: Pinnable, pins: Pins): string | undefined => {
  const pin = pins[shape.kind];
  if (pin === undefined) return `${shape.kind} is not pinned: run with UPDATE_SHAPES=1`;
  const changed = hashOf(shape.schema) !== pin.hash;
  if (changed && shape.version === pin.version) {
    return `the schema of ${shape.kind} changed, but its version is still ${pin.version}: raise it in shared/contracts/stored/shapes.ts`;
  }
  if (shape.version < pin.version) return `the version of ${shape.kind} went back to ${shape.version}`;
  if (changed || shape.version > pin.version) {
    return `${shape.kind} is version ${shape.version} now: pin it with UPDATE_SHAPES=1`;
  }
  return undefined;
};

/** The pins after an update. Throws rather than hide a changed schema. */
const updated = (all: readonly Pinnable[], pins: Pins): Pins => {
  const entries = all.map((shape) => {
    const pin = pins[shape.kind];
    if (pin !== undefined && shape.version <= pin.version) {
      const problem = problemOf(shape, pins);
      if (problem !== undefined) throw new Error(problem);
    }
    return [shape.kind, { version: shape.version, hash: hashOf(shape.schema) }] as const;
  });
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
};

const readPins = (): Pins => Pins.parse(JSON.parse(readFileSync(file, "utf8")));

describe("stored shapes", () => {
  if (process.env["UPDATE_SHAPES"] === "1") {
    writeFileSync(file, `${JSON.stringify(updated(shapes, readPins()), null, 2)}\n`);
  }

  it.each(shapes.map((shape) => [shape.kind, shape] as const))("%s is as pinned", (_, shape) => {
    expect(problemOf(shape, readPins())).toBeUndefined();
  });

  it("no pin is left over from a shape that is gone", () => {
    expect(Object.keys(readPins())).toEqual(
      shapes.map(({ kind }) => kind).toSorted((a, b) => (a < b ? -1 : 1)),
    );
  });

  it("no two shapes have one name", () => {
    expect(new Set(shapes.map(({ kind }) => kind)).size).toBe(shapes.length);
  });

  it.each(shapes.map((shape) => [shape.kind, shape] as const))(
    "%s has no attribute that belongs to the table",
    (_, shape) => {
      const names = attributesOf(z.toJSONSchema(shape.schema));
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((name) => tableAttributes.has(name))).toEqual([]);
    },
  );
});

/** Names at the root of an item, over all members of a union. */
const attributesOf = (schema: z.core.JSONSchema.BaseSchema): readonly string[] => {
  const members = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])] as z.core.JSONSchema.BaseSchema[];
  return [...Object.keys(schema.properties ?? {}), ...members.flatMap(attributesOf)];
};

describe("the rule", () => {
  const before = { kind: "it", version: 1, schema: z.strictObject({ a: z.string() }) };
  const pins = updated([before], {});
  const schema = z.strictObject({ a: z.string(), b: z.string().optional() });

  it("refuses a changed schema under the same version, also when updating", () => {
    expect(problemOf({ ...before, schema }, pins)).toContain(
      "the schema of it changed, but its version is still 1",
    );
    expect(() => updated([{ ...before, schema }], pins)).toThrow("its version is still 1");
  });

  it("takes a changed schema with a raised version, once it is pinned", () => {
    const next = { ...before, schema, version: 2 };
    expect(problemOf(next, pins)).toBe("it is version 2 now: pin it with UPDATE_SHAPES=1");
    expect(problemOf(next, updated([next], pins))).toBeUndefined();
  });

  it("refuses a version that goes back", () => {
    expect(problemOf({ ...before, version: 0 }, pins)).toContain("went back to 0");
    expect(() => updated([{ ...before, version: 0 }], pins)).toThrow("went back to 0");
  });

  it("does not care for the order of attributes", () => {
    const one = z.strictObject({ a: z.string(), b: z.int() });
    const other = z.strictObject({ b: z.int(), a: z.string() });
    expect(hashOf(one)).toBe(hashOf(other));
    expect(hashOf(one)).not.toBe(hashOf(schema));
  });
});
