import { isObject, resolve, type Json, type JsonObject } from "../../support/documents/json.ts";
import fc from "fast-check";

const texts = fc.string({ unit: "grapheme-ascii", maxLength: 12 });
const numberOf = (value: Json | undefined, otherwise: number): number =>
  typeof value === "number" ? value : otherwise;

/** Values of texts whose format or pattern is beyond what can be generated from the pattern. */
const formats: Readonly<Record<string, fc.Arbitrary<string>>> = {
  "date-time": fc
    .date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true })
    .map((it) => it.toISOString()),
  email: fc.constantFrom("ana@example.com", "joao.silva@loja.example.com.br"),
  "time-zone": fc.constantFrom("America/Sao_Paulo", "Europe/Lisbon", "UTC"),
  origin: fc.constantFrom("https://loja.example", "https://loja.example:8443", "http://localhost:4000"),
  uri: fc.constantFrom("https://example.com/x", "wss://socket.example.com/v1"),
};

function textOf(schema: JsonObject): fc.Arbitrary<string> {
  const { format, pattern, minLength, maxLength, examples } = schema;
  const known = typeof format === "string" ? formats[format] : undefined;
  if (known !== undefined) return known;
  if (Array.isArray(schema["allOf"]) && Array.isArray(examples))
    return fc.constantFrom(...examples.map(String));
  if (typeof pattern === "string") return fc.stringMatching(new RegExp(pattern));
  const min = numberOf(minLength, 0);
  return fc
    .string({
      unit: "grapheme-ascii",
      minLength: min,
      maxLength: Math.min(numberOf(maxLength, 12), min + 12),
    })
    .filter((it) => it.trim().length >= min);
}

function objectOf(schema: JsonObject, document: Json): fc.Arbitrary<JsonObject> {
  const { properties, additionalProperties, propertyNames, required, anyOf } = schema;
  if (!isObject(properties)) {
    const values = isObject(additionalProperties)
      ? instanceOf(additionalProperties, document)
      : fc.jsonValue();
    const names = propertyNames === undefined ? texts : instanceOf(propertyNames, document).map(String);
    return fc.dictionary(names, values as fc.Arbitrary<Json>, { maxKeys: 3 });
  }
  const members = Object.fromEntries(
    Object.entries(properties).map(([name, it]) => [name, instanceOf(it, document)]),
  );
  const branches = Array.isArray(anyOf) ? anyOf.filter(isObject).map((it) => it["required"]) : [required];
  return fc.oneof(
    ...branches.map((it) => {
      const needed = [...(Array.isArray(required) ? required : []), ...(Array.isArray(it) ? it : [])].map(
        String,
      );
      return fc.record(members, { requiredKeys: needed });
    }),
  );
}

/** Instances of a JSON Schema of a generated document. Throws on a keyword that it does not know how to serve. */
export function instanceOf(schema: Json, document: Json): fc.Arbitrary<Json> {
  if (!isObject(schema)) throw new Error(`not a schema: ${JSON.stringify(schema)}`);
  const { $ref, type, enum: values, anyOf, oneOf, allOf } = schema;
  if (typeof $ref === "string") {
    if ($ref.endsWith("/Json")) return fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
    return instanceOf(resolve(document, $ref) ?? null, document);
  }
  if ("const" in schema) return fc.constant(schema["const"] ?? null);
  if (Array.isArray(values)) return fc.constantFrom(...values);
  if (Array.isArray(type)) {
    return fc.oneof(...type.map((it) => instanceOf({ ...schema, type: it }, document)));
  }
  switch (type) {
    case "object":
      return objectOf(schema, document);
    case "array": {
      const minLength = numberOf(schema["minItems"], 0);
      const maxLength = Math.min(numberOf(schema["maxItems"], minLength + 2), minLength + 2);
      const items = instanceOf(schema["items"] ?? {}, document);
      if (schema["uniqueItems"] !== true) return fc.array(items, { minLength, maxLength });
      return fc.uniqueArray(items, { minLength, maxLength, selector: (it) => JSON.stringify(it) });
    }
    case "string":
      return textOf(schema);
    case "integer": {
      const min = Math.max(numberOf(schema["minimum"], 0), -1_000);
      return fc.integer({ min, max: Math.min(numberOf(schema["maximum"], min + 1_000), min + 1_000) });
    }
    case "number": {
      const min = numberOf(schema["minimum"], -1_000);
      return fc.double({ min, max: numberOf(schema["maximum"], min + 2_000), noNaN: true });
    }
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case undefined: {
      const options = anyOf ?? oneOf ?? allOf;
      if (Array.isArray(options)) return fc.oneof(...options.map((it) => instanceOf(it, document)));
      return fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<Json>;
    }
    default:
      throw new Error(`no instances of ${JSON.stringify(schema)}`);
  }
}

const replacements: readonly Json[] = [null, true, 0, -1, 1.5, "", "x", [], {}, [{}], { more: 1 }];

/** The value with one place within it replaced, taken away, or given a member too many. */
export function spoilt(value: Json): fc.Arbitrary<Json> {
  const here: fc.Arbitrary<Json> = fc.constantFrom<Json>(...replacements);
  if (Array.isArray(value)) {
    if (value.length === 0) return here;
    return fc.nat(value.length - 1).chain((at) => spoilt(value[at] ?? null).map((it) => value.with(at, it)));
  }
  if (!isObject(value)) return here;
  const names = Object.keys(value);
  const more = fc.constant<Json>({ ...value, notInTheContract: 1 });
  if (names.length === 0) return more;
  const name = fc.constantFrom(...names);
  const without = name.map((it): Json =>
    Object.fromEntries(Object.entries(value).filter(([key]) => key !== it)),
  );
  const within = name.chain((it) =>
    spoilt(value[it] ?? null).map((changed): Json => ({ ...value, [it]: changed })),
  );
  return fc.oneof(
    { weight: 1, arbitrary: more },
    { weight: 2, arbitrary: without },
    { weight: 4, arbitrary: within },
  );
}
