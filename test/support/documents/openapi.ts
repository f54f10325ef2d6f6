import { contractNames, createSchemas, type Schemas } from "./schemas.ts";
import { ErrorBody, errorTable, type ErrorCode } from "../../../shared/contracts/errors.ts";
import { isObject, withRefs, type Json, type JsonObject } from "./json.ts";
import { routes } from "../../../shared/contracts/routes/table.ts";
import type { Route } from "../../../shared/contracts/routes/route.ts";
import { SessionAnswer } from "../../../shared/contracts/routes/access.ts";
import { WebhookBody } from "../../../shared/contracts/whatsapp.ts";
import type * as z from "zod";

const table: readonly Route[] = Object.values(routes);

/**
 * The REST API as an OpenAPI 3.1 document, made from the route table: parameters, bodies, answers, the errors of each
 * status with their codes, and who may call.
 */
export function openApiDocument(version: string): JsonObject {
  const schemas = createSchemas(namesOf(table), "draft-2020-12");
  const paths: JsonObject = {};
  for (const route of table) {
    const path = (paths[route.path] ??= {});
    if (isObject(path)) path[route.method.toLowerCase()] = operation(route, schemas);
  }
  const codes = Object.keys(errorTable) as ErrorCode[];
  schemas.ref(ErrorBody, "output");
  const { schemas: definitions, rename } = schemas.finish();
  const document: JsonObject = {
    openapi: "3.1.0",
    info: {
      title: "Balcão",
      version,
      description:
        "A human service desk for WhatsApp and web chat. JSON in UTF-8; times in ISO 8601 UTC, durations in seconds. A list is read page by page: `cursor` of an answer is the `cursor` of the next request, and null on the last page.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/v1" }],
    tags: [...new Set(table.map(tagOf))].map((name) => ({ name })),
    paths,
    components: {
      schemas: definitions,
      responses: errorAnswers(table),
      parameters: { IdempotencyKey: idempotencyKey },
      headers,
      examples: Object.fromEntries(codes.map((code) => [code, errorExample(code)])),
      securitySchemes,
    },
  };
  const renamed = withRefs(document, rename);
  return isObject(renamed) ? renamed : document;
}

/** What routes ask for and answer without a name of its own is named after the route. */
function namesOf(list: readonly Route[]): ReadonlyMap<z.ZodType, string> {
  const names = new Map(contractNames());
  const name = (schema: z.ZodType | undefined, of: string): void => {
    if (schema !== undefined && !names.has(schema)) names.set(schema, of);
  };
  for (const route of list) {
    const base = `${route.name.charAt(0).toUpperCase()}${route.name.slice(1)}`;
    name(route.params, `${base}Params`);
    name(route.query, `${base}Query`);
    name(route.body, `${base}Request`);
    name(route.response, `${base}Response`);
  }
  return names;
}

const tagOf = ({ path }: Route): string => path.split("/")[1] ?? "";

function operation(route: Route, schemas: Schemas): JsonObject {
  const parameters = [
    ...parametersIn("path", route.params, schemas),
    ...parametersIn("query", route.query, schemas),
    ...(route.idempotent === true ? [{ $ref: "#/components/parameters/IdempotencyKey" }] : []),
  ];
  const body = bodyOf(route, schemas);
  return {
    operationId: route.name,
    summary: route.summary,
    tags: [tagOf(route)],
    security: securityOf(route),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined ? {} : { requestBody: body }),
    responses: { [String(route.status)]: success(route, schemas), ...failures(route) },
  };
}

/** What members of queries mean, where a name is used alike by every route. */
const queryTexts: Readonly<Record<string, string>> = {
  cursor: "Where to read on: the `cursor` of the page before. It belongs to this query",
  limit: "How many at most",
};

const parametersIn = (place: "path" | "query", schema: z.ZodObject | undefined, schemas: Schemas): Json[] =>
  schema === undefined
    ? []
    : schemas.membersOf(schema, "input").map((member) => ({
        name: member.name,
        in: place,
        required: member.required,
        ...(place === "query" && queryTexts[member.name] !== undefined
          ? { description: queryTexts[member.name] ?? "" }
          : {}),
        schema: member.schema,
      }));

/** Hooks read the raw bytes: their body is Meta's, of which the contracts know the part that is read. */
function bodyOf(route: Route, schemas: Schemas): JsonObject | undefined {
  const hook = route.access.kind === "meta" && route.method === "POST";
  const schema = hook ? WebhookBody : route.body;
  if (schema === undefined) return undefined;
  return {
    required: !schema.safeParse({}).success,
    content: { "application/json": { schema: schemas.ref(schema, "input") } },
  };
}

const descriptions = { 200: "Done", 201: "Created", 202: "Accepted", 204: "Done, without a body" } as const;

function success(route: Route, schemas: Schemas): JsonObject {
  const setsCookie = route.response === SessionAnswer;
  const isText = route.response.safeParse("").success;
  return {
    description: descriptions[route.status],
    headers: {
      "X-Request-Id": { $ref: "#/components/headers/RequestId" },
      ...(setsCookie ? { "Set-Cookie": { $ref: "#/components/headers/RefreshCookie" } } : {}),
    },
    ...(route.status === 204
      ? {}
      : {
          content: isText
            ? { "text/plain": { schema: { type: "string" } } }
            : { "application/json": { schema: schemas.ref(route.response, "output") } },
        }),
  };
}

/** The route's own errors, and those that come before or instead of its handler. */
function errorsOf(route: Route): readonly ErrorCode[] {
  const parsed = [route.params, route.query, route.body].some((it) => it !== undefined);
  return Object.keys(errorTable).filter((code): code is ErrorCode => {
    if (code === "INTERNAL" || code === "BUSY") return true;
    if (code === "BAD_REQUEST" && (parsed || route.idempotent === true)) return true;
    if (code === "PAYLOAD_TOO_LARGE" && route.body !== undefined) return true;
    if ((code === "UNAUTHENTICATED" || code === "FORBIDDEN") && route.access.kind === "staff") return true;
    return (route.errors as readonly string[]).includes(code);
  });
}

/** Codes that share a status are one answer; the document has each such answer once, under its codes. */
const codesByStatus = (route: Route): readonly (readonly [status: string, codes: readonly ErrorCode[]])[] => [
  ...Map.groupBy(errorsOf(route), (code) => String(errorTable[code].status)),
];
const answerName = (codes: readonly ErrorCode[]): string => codes.join(".");

const failures = (route: Route): JsonObject =>
  Object.fromEntries(
    codesByStatus(route).map(([status, codes]) => [
      status,
      { $ref: `#/components/responses/${answerName(codes)}` },
    ]),
  );

const errorAnswers = (list: readonly Route[]): JsonObject =>
  Object.fromEntries(
    list
      .flatMap(codesByStatus)
      .map(([, codes]): [string, Json] => [answerName(codes), errorAnswer(codes)])
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

const errorAnswer = (codes: readonly ErrorCode[]): JsonObject => ({
  description: codes.map((code) => `\`${code}\`: ${errorTable[code].en}`).join("\n\n"),
  headers: {
    "X-Request-Id": { $ref: "#/components/headers/RequestId" },
    ...(codes.includes("BUSY") ? { "Retry-After": { $ref: "#/components/headers/RetryAfter" } } : {}),
  },
  content: {
    "application/json": {
      schema: {
        allOf: [
          { $ref: "#/components/schemas/ErrorBody" },
          { properties: { error: { properties: { code: { enum: [...codes] } } } } },
        ],
      },
      examples: Object.fromEntries(codes.map((it) => [it, { $ref: `#/components/examples/${it}` }])),
    },
  },
});

const errorExample = (code: ErrorCode): JsonObject => ({
  summary: errorTable[code].en,
  value: {
    error: {
      code,
      message: errorTable[code].en,
      details: {},
      requestId: "8a5f0c3e-6d1b-4c39-9e0a-2f7b51c64d18",
    },
  },
});

const idempotencyKey: JsonObject = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "A name for this request that the caller makes up. The same key with the same body answers the first result, for a day; with another body, IDEMPOTENCY_MISMATCH",
  schema: { type: "string", minLength: 1, maxLength: 128, pattern: "^[\\x21-\\x7e]+$" },
};

const headers: JsonObject = {
  RequestId: { description: "What to quote when asking about this request", schema: { type: "string" } },
  RetryAfter: {
    description: "Seconds after which to try again, where the desk itself was busy",
    schema: { type: "string" },
  },
  RefreshCookie: {
    description: "The refresh token, out of reach of scripts, when there is a session",
    schema: { type: "string" },
  },
};

const securitySchemes: JsonObject = {
  staff: {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The access token of a session",
  },
  apiKey: { type: "http", scheme: "bearer", description: "The secret of an API key that has the scope" },
  refreshCookie: { type: "apiKey", in: "cookie", name: "balcao_refresh" },
  metaSignature: {
    type: "apiKey",
    in: "header",
    name: "X-Hub-Signature-256",
    description: "`sha256=` and the HMAC-SHA-256 of the raw body under an app secret, in hexadecimal",
  },
  metaVerifyToken: { type: "apiKey", in: "query", name: "hub.verify_token" },
};

/** Which scheme lets a caller in; for staff, with the roles that may. */
function securityOf({ access, method }: Route): Json[] {
  switch (access.kind) {
    case "staff":
      return [
        { staff: [...access.roles] },
        ...(access.scope === undefined ? [] : [{ apiKey: [access.scope] }]),
      ];
    case "cookie":
      return [{ refreshCookie: [] }];
    case "meta":
      return [method === "GET" ? { metaVerifyToken: [] } : { metaSignature: [] }];
    case "anyone":
      return [];
  }
}
