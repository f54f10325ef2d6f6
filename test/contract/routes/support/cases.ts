import * as fc from "fast-check";
import { instanceOf, spoilt } from "../../../documents/support/instances.ts";
import { type Json, type JsonObject, isObject, resolve } from "../../../support/documents/json.ts";
import { openApiDocument } from "../../../support/documents/openapi.ts";
import { garbage, snippets, strangeJson, strangeTexts, texts } from "./strange.ts";
import type { Route } from "../../../../shared/contracts/routes/route.ts";
import type * as z from "zod";

const document = openApiDocument("0.0.0");

/** One request of a route. */
export interface Case {
  readonly as: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly body: string | Uint8Array | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a case is drawn from: ids that exist by prefix, cursors that were given out, and names of who asks. */
export interface Drawing {
  readonly ids: ReadonlyMap<string, readonly string[]>;
  readonly cursors: readonly string[];
  readonly askers: readonly string[];
}

/** The ends of what a time may be, and days that are not in every year. */
const times = fc.constantFrom(
  "0000-01-01T00:00:00.000Z",
  "0000-02-29T00:00:00.000Z",
  "0001-01-01T00:00:00.000Z",
  "1970-01-01T00:00:00.000Z",
  "2024-02-29T23:59:59.999Z",
  "2026-11-23T12:00:00.000Z",
  "9999-12-31T23:59:59.999Z",
);
const isTime = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/;

const nothing = "0".repeat(26);
const isId = /^[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}$/;
const ofKind = ({ ids }: Drawing, prefix: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...(ids.get(prefix) ?? [`${prefix}_${nothing}`])) },
    { weight: 1, arbitrary: fc.constant(`${prefix}_${nothing}`) },
  );

const placeholder = "@@here@@";

/** The value with the ids in it replaced by ones that exist, mostly, and times by the ends of time, now and then. */
function inhabited(value: Json, drawing: Drawing): fc.Arbitrary<Json> {
  if (typeof value === "string" && isId.test(value)) return ofKind(drawing, value.slice(0, 3));
  if (typeof value === "string" && isTime.test(value)) return fc.oneof(fc.constant(value), times);
  if (Array.isArray(value))
    return fc.tuple(...value.map((it) => inhabited(it, drawing))).map((all) => [...all]);
  if (!isObject(value)) return fc.constant(value);
  return fc
    .tuple(
      ...Object.entries(value).map(([name, it]) =>
        fc.tuple(
          isId.test(name) ? ofKind(drawing, name.slice(0, 3)) : fc.constant(name),
          inhabited(it, drawing),
        ),
      ),
    )
    .map((members): Json => Object.fromEntries(members));
}

const schemaOfBody = (route: Route): Json => {
  const path = route.path.replaceAll("/", "~1");
  const found = resolve(
    document,
    `#/paths/${path}/${route.method.toLowerCase()}/requestBody/content/application~1json/schema`,
  );
  if (found === undefined) throw new Error(`${route.name} has no body in the document`);
  return found;
};

/** Bodies that the contract takes, about things that exist. */
const validBodies = (route: Route, drawing: Drawing): fc.Arbitrary<Json> =>
  instanceOf(schemaOfBody(route), document).chain((value) => inhabited(value, drawing));

function bodies(json: Json | undefined): fc.Arbitrary<Case["body"]> {
  if (json === undefined) {
    return fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: garbage });
  }
  const text = JSON.stringify(json);
  const nasty = fc
    .tuple(fc.constantFrom(...piercedAnywhere(json)), snippets)
    .map(([value, snippet]) => JSON.stringify(value).replace(JSON.stringify(placeholder), () => snippet));
  const [first] = isObject(json) ? Object.keys(json) : [];
  const twice = snippets.map((snippet) =>
    first === undefined ? "{}" : text.replace("{", () => `{${JSON.stringify(first)}:${snippet},`),
  );
  return fc.oneof(
    { weight: 8, arbitrary: fc.constant(text) },
    { weight: 5, arbitrary: spoilt(json).map((it) => JSON.stringify(it)) },
    { weight: 6, arbitrary: nasty },
    { weight: 2, arbitrary: twice },
    { weight: 1, arbitrary: fc.constant(Buffer.from(text)) },
    { weight: 2, arbitrary: garbage },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
}

/** The names and schemas of a route's parameters in the query, and of those that it needs. */
function queryNames(route: Route): {
  readonly schemas: Readonly<Record<string, Json>>;
  readonly required: string[];
} {
  const path = route.path.replaceAll("/", "~1");
  const parameters = resolve(document, `#/paths/${path}/${route.method.toLowerCase()}/parameters`);
  const declared = (Array.isArray(parameters) ? parameters : [])
    .map((it) => (isObject(it) && typeof it["$ref"] === "string" ? resolve(document, it["$ref"]) : it))
    .filter((it): it is JsonObject => isObject(it) && it["in"] === "query");
  return {
    schemas: Object.fromEntries(declared.map((it) => [String(it["name"]), it["schema"] ?? {}])),
    required: declared.filter((it) => it["required"] === true).map((it) => String(it["name"])),
  };
}

/** What is right in form, before it is spoilt. */
export interface RightCase {
  readonly as: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, readonly string[]>>;
  readonly json: Json | undefined;
}

/** Requests that are right in form, about things that exist, mostly by who may ask them. */
export function rightCases(route: Route, drawing: Drawing): fc.Arbitrary<RightCase> {
  const { schemas, required } = queryNames(route);
  const params = Object.entries(route.params?.shape ?? {}).map(([name, schema]) => {
    const [prefix = ""] = /[a-z]{3}(?=_)/.exec(JSON.stringify((schema as z.ZodType).toJSONSchema())) ?? [];
    return [name, ofKind(drawing, prefix)] as const;
  });
  const value = (name: string, schema: Json): fc.Arbitrary<string> =>
    name === "cursor" && drawing.cursors.length > 0
      ? fc.constantFrom(...drawing.cursors)
      : instanceOf(schema, document)
          .chain((it) => inhabited(it, drawing))
          .map(String);
  const members: Record<string, fc.Arbitrary<readonly string[]>> = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, value(name, schema).map((it) => [it])]),
  );
  const query = fc
    .record(members, { requiredKeys: required })
    .map((it) => Object.fromEntries(Object.entries(it).map(([name, given]) => [name, given ?? []])));
  return fc.record({
    as: fc.constantFrom(...drawing.askers),
    params: fc.record(Object.fromEntries(params)),
    query,
    json: route.body === undefined ? fc.constant(undefined) : validBodies(route, drawing),
  });
}

const spelled = ({ json, ...rest }: RightCase, headers: Case["headers"] = {}): Case => ({
  ...rest,
  headers,
  body: json === undefined ? undefined : JSON.stringify(json),
});

/** One member of a record changed; a text, for a cursor that was given out, may be the cursor changed in one place. */
const withOne = (
  query: RightCase["query"],
  names: readonly string[],
): fc.Arbitrary<Record<string, readonly string[]>> =>
  fc
    .tuple(
      fc.constantFrom(...names),
      texts,
      fc.nat(200),
      fc.constantFrom("text", "changed", "twice", "more", "less"),
    )
    .map(([name, text, at, how]) => {
      const [given = ""] = query[name] ?? [];
      const { [name]: _, ...others } = query;
      switch (how) {
        case "changed":
          return { ...others, [name]: [given.slice(0, at) + text.slice(0, 1) + given.slice(at + 1)] };
        case "twice":
          return { ...others, [name]: [given, text] };
        case "more":
          return { ...query, [text]: [given] };
        case "less":
          return others;
        default:
          return { ...others, [name]: [text] };
      }
    });

const headers = fc.record(
  {
    "idempotency-key": fc.oneof(
      fc.constantFrom("key-1", "key-2", "a b", "", "ç", "x".repeat(129)),
      fc.string({ maxLength: 10 }),
    ),
    "content-type": fc.constantFrom(
      "application/json",
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "application/json; charset=utf-16",
    ),
    cookie: fc.constantFrom(
      "balcao_refresh=refresh-agt_0000000000000000000000000A",
      "balcao_refresh=",
      "balcao_refresh=x; balcao_refresh=y",
      "=",
      ";;;",
      "__Host-x=1",
    ),
    "x-hub-signature-256": fc.constantFrom(`sha256=${"0".repeat(64)}`, "sha256=", "sha1=x", ""),
    accept: fc.constantFrom("text/html", "*/*", ""),
  },
  { requiredKeys: [] },
);

/** Requests of a route: right ones, nearly right ones and nonsense. */
export function casesOf(route: Route, drawing: Drawing): fc.Arbitrary<Case> {
  const names = Object.keys(queryNames(route).schemas);
  return rightCases(route, drawing).chain((right) => {
    const given = Object.keys(right.params);
    const params = fc
      .tuple(fc.nat(Math.max(0, given.length - 1)), texts)
      .map(([at, text]) => ({ ...right.params, [given[at] ?? ""]: text }));
    return fc.record({
      as: fc.constant(right.as),
      params:
        given.length === 0
          ? fc.constant({})
          : fc.oneof({ weight: 9, arbitrary: fc.constant(right.params) }, { weight: 1, arbitrary: params }),
      query: fc.oneof(
        { weight: 3, arbitrary: fc.constant(right.query) },
        { weight: names.length === 0 ? 0 : 2, arbitrary: withOne(right.query, ["cursor", ...names]) },
      ),
      body: bodies(right.json),
      headers,
    });
  });
}

/** Every strange value in every place of a request that is right but for it. */
export function* sweep(right: RightCase): Generator<Case> {
  for (const name of Object.keys(right.params))
    for (const text of strangeTexts) yield spelled({ ...right, params: { ...right.params, [name]: text } });
  for (const name of Object.keys(right.query))
    for (const text of strangeTexts) yield spelled({ ...right, query: { ...right.query, [name]: [text] } });
  if (right.json === undefined) return;
  for (const pierced of piercedAnywhere(right.json)) {
    const text = JSON.stringify(pierced);
    for (const snippet of [...strangeJson, ...strangeTexts.map((it) => JSON.stringify(it))])
      yield { ...spelled(right), body: text.replace(JSON.stringify(placeholder), () => snippet) };
  }
}

/** The value, once for each place in it, with the placeholder in that place. */
function* piercedAnywhere(value: Json): Generator<Json> {
  yield placeholder;
  if (Array.isArray(value)) {
    for (const [at, it] of value.entries())
      for (const inner of piercedAnywhere(it)) yield value.with(at, inner);
  } else if (isObject(value)) {
    for (const [name, it] of Object.entries(value))
      for (const inner of piercedAnywhere(it)) yield { ...value, [name]: inner };
  }
}
