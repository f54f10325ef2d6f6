import { agent, agentId, claims, context, keepingLog, restEvent } from "./fixtures.ts";
import { ConditionFailed, StoreBusy } from "../../../shared/ports/store.ts";
import { describe, expect, expectTypeOf, test } from "vitest";
import type { Agent } from "../../../shared/contracts/organisation.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { AgentItem } from "../../../shared/contracts/stored/shapes.ts";
import { DeskError } from "../../../shared/contracts/errors.ts";
import type { Store } from "../../../shared/ports/store.ts";
import { WithCookie } from "../../../functions/middleware/rest-response.ts";
import { createMemoryStore } from "../../../shared/store/memory.ts";
import { createRestHandler } from "../../../functions/middleware/rest.ts";
import { put } from "../../../shared/ports/store.ts";
import { route } from "../../../shared/contracts/routes/route.ts";
import * as z from "zod";

/** A table with one route of every sort. */
const table = {
  readThing: route({
    name: "readThing",
    method: "GET",
    path: "/things/{thingId}",
    summary: "",
    function: "api-tickets",
    access: { kind: "staff", roles: ["admin", "agent"] },
    rule: "business",
    params: z.strictObject({ thingId: z.string().regex(/^t\d$/) }),
    query: z.strictObject({ limit: z.coerce.number().int().max(100).default(50) }),
    status: 200,
    response: z.strictObject({ thingId: z.string(), limit: z.number(), who: z.string() }),
    errors: ["NOT_FOUND"],
  }),
  makeThing: route({
    name: "makeThing",
    method: "POST",
    path: "/things",
    summary: "",
    function: "api-tickets",
    access: { kind: "anyone" },
    rule: "open",
    body: z.strictObject({ name: z.string().trim().min(1), size: z.number().optional() }),
    idempotent: true,
    status: 201,
    response: z.strictObject({ name: z.string(), key: z.string().nullable() }),
    errors: ["ALREADY_EXISTS"],
  }),
  dropThing: route({
    name: "dropThing",
    method: "DELETE",
    path: "/things",
    summary: "",
    function: "api-tickets",
    access: { kind: "anyone" },
    rule: "open",
    status: 204,
    response: z.strictObject({}),
    errors: [],
  }),
  sayThing: route({
    name: "sayThing",
    method: "GET",
    path: "/things",
    summary: "",
    function: "api-tickets",
    access: { kind: "meta" },
    rule: "signature",
    status: 200,
    response: z.string(),
    errors: [],
  }),
  elsewhere: route({
    name: "elsewhere",
    method: "GET",
    path: "/elsewhere",
    summary: "",
    function: "api-config",
    access: { kind: "anyone" },
    rule: "open",
    status: 200,
    response: z.strictObject({}),
    errors: [],
  }),
} as const;

type Make = (name: string) => Promise<unknown>;

const clock = { now: () => "2026-11-23T13:00:00.000Z" as Time };

async function desk(options: { readonly person?: Agent; readonly make?: Make; readonly store?: Store } = {}) {
  const log = keepingLog();
  const memory = createMemoryStore();
  await memory.commit([put("agent", AgentItem, options.person ?? agent())]);
  const handler = createRestHandler(
    "api-tickets",
    table,
    {
      readThing: async ({ actor, params, query }) => ({ ...params, ...query, who: actor.id }),
      makeThing: async ({ body, idempotencyKey }) =>
        options.make === undefined
          ? { name: body.name, key: idempotencyKey ?? null }
          : ((await options.make(body.name)) as never),
      dropThing: async () => new WithCookie({}, "a=; Max-Age=0"),
      sayThing: async ({ event }) => event.queryStringParameters?.["hub.challenge"] ?? "",
    },
    { store: options.store ?? memory, clock, log },
  );
  return {
    log,
    ask: async (...request: Parameters<typeof restEvent>) => {
      const response = await handler(restEvent(...request), context);
      const type = String(response.headers?.["content-type"]);
      return {
        ...response,
        json: type.startsWith("application/json") ? (JSON.parse(response.body) as unknown) : undefined,
      };
    },
  };
}

const read = (changes: Parameters<typeof restEvent>[2] = {}): Parameters<typeof restEvent> => [
  "GET",
  "/things/{thingId}",
  { params: { thingId: "t1" }, claims: claims(), ...changes },
];
const make = (body: string, headers: Record<string, string> = {}): Parameters<typeof restEvent> => [
  "POST",
  "/things",
  { body, headers },
];
const error = (code: string, details?: unknown) => ({
  error: expect.objectContaining({ code, requestId: "request-1", ...(details !== undefined && { details }) }),
});

describe("dispatch", () => {
  test("a staff route gets its parsed parameters, its query and who asks", async () => {
    const { ask } = await desk();
    const response = await ask(...read({ query: { limit: ["7"] } }));
    expect(response).toMatchObject({ statusCode: 200, json: { thingId: "t1", limit: 7, who: agentId } });
  });

  test("paths may begin with the version", async () => {
    const { ask } = await desk();
    await expect(ask("GET", "/v1/things/{thingId}", read()[2])).resolves.toMatchObject({ statusCode: 200 });
  });

  test.each([
    ["GET", "/nothing"],
    ["PATCH", "/things"],
    ["GET", "/elsewhere"],
    ["GET", "/v1"],
    ["GET", "/v1/v1/things"],
  ])("%s %s is not found", async (method, resource) => {
    const { ask } = await desk();
    await expect(ask(method, resource)).resolves.toMatchObject({ statusCode: 404, json: error("NOT_FOUND") });
  });

  test("204 has no body, and an answer may set a cookie", async () => {
    const { ask } = await desk();
    const response = await ask("DELETE", "/things");
    expect(response).toMatchObject({ statusCode: 204, body: "", headers: { "set-cookie": "a=; Max-Age=0" } });
    expect(response.headers).not.toHaveProperty("content-type");
  });

  test("a text is answered as plain text", async () => {
    const { ask } = await desk();
    const response = await ask("GET", "/things", { query: { "hub.challenge": ["1", "42"] } });
    expect(response).toMatchObject({
      statusCode: 200,
      body: "42",
      headers: { "content-type": "text/plain; charset=utf-8" },
    });
  });

  test("every answer, errors included, is not to be kept, framed or sniffed, and names its request", async () => {
    const { ask } = await desk();
    for (const response of [
      await ask(...read()),
      await ask("GET", "/nothing"),
      await ask("DELETE", "/things"),
    ]) {
      expect(response.headers).toMatchObject({
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "x-content-type-options": "nosniff",
        "x-request-id": "request-1",
      });
    }
  });

  test("types follow the table, and a missing handler does not compile", () => {
    type Handlers = Parameters<typeof createRestHandler<typeof table, "api-tickets">>[2];
    expectTypeOf<keyof Handlers>().toEqualTypeOf<"readThing" | "makeThing" | "dropThing" | "sayThing">();
    type Read = Parameters<Handlers["readThing"]>[0];
    expectTypeOf<Read["actor"]>().toEqualTypeOf<Agent>();
    expectTypeOf<Read["query"]>().toEqualTypeOf<{ limit: number }>();
    expectTypeOf<Read["body"]>().toEqualTypeOf<undefined>();
    expectTypeOf<Parameters<Handlers["makeThing"]>[0]["actor"]>().toEqualTypeOf<undefined>();
    expectTypeOf<Parameters<Handlers["makeThing"]>[0]["idempotencyKey"]>().toEqualTypeOf<
      string | undefined
    >();
    const log = keepingLog();
    const store = createMemoryStore();
    // @ts-expect-error The table has more routes than this.
    const few: Handlers = { dropThing: async () => ({}) };
    expect(createRestHandler("api-tickets", table, few, { store, clock, log })).toBeTypeOf("function");
  });
});

describe("requests that are not as the table says", () => {
  const issue = (where: string, path: string) => ({
    issues: [expect.objectContaining({ in: where, path })],
  });

  test.each([
    ["a parameter of another form", read({ params: { thingId: "x" } }), issue("params", "thingId")],
    ["no parameters", read({ params: {} }), issue("params", "thingId")],
    ["a query out of range", read({ query: { limit: ["101"] } }), issue("query", "limit")],
    ["an unknown query key", read({ query: { lim: ["1"] } }), issue("query", "")],
    ["a query key twice", read({ query: { limit: ["1", "2"] } }), issue("query", "limit")],
    ["a body that is not JSON", make("{"), issue("body", "")],
    [
      "a body that is not UTF-8",
      ["POST", "/things", { body: "/w==", base64: true }] as const,
      issue("body", ""),
    ],
    ["a body of another shape", make('{"name":1}'), issue("body", "name")],
    ["an unknown key", make('{"name":"a","other":1}'), issue("body", "")],
    ["no body", ["POST", "/things"] as const, issue("body", "name")],
    ["an array", make("[]"), issue("body", "")],
    [
      "an empty idempotency key",
      make('{"name":"a"}', { "idempotency-key": "" }),
      issue("headers", "Idempotency-Key"),
    ],
    [
      "a blank in it",
      make('{"name":"a"}', { "Idempotency-Key": "a b" }),
      issue("headers", "Idempotency-Key"),
    ],
    [
      "a long one",
      make('{"name":"a"}', { "Idempotency-Key": "a".repeat(129) }),
      issue("headers", "Idempotency-Key"),
    ],
  ])("%s", async (_, request, details) => {
    const { ask, log } = await desk();
    const response = await ask(...(request as Parameters<typeof restEvent>));
    expect(response).toMatchObject({ statusCode: 400, json: error("BAD_REQUEST", details) });
    expect(log.lines).toEqual([]);
  });

  test("a body may be as large as 256 KiB, in bytes", async () => {
    const { ask } = await desk();
    const body = (name: string): string => JSON.stringify({ name });
    const name = "é".repeat((262_144 - body("").length) / 2);
    await expect(ask(...make(body(name)))).resolves.toMatchObject({ statusCode: 201 });
    await expect(ask(...make(body(`${name}é`)))).resolves.toMatchObject({
      statusCode: 413,
      json: error("PAYLOAD_TOO_LARGE", { limit: 262_144 }),
    });
  });

  test("a body in Base64 is read as its bytes", async () => {
    const { ask } = await desk();
    const body = Buffer.from('{"name":" é "}').toString("base64");
    const response = await ask("POST", "/things", {
      body,
      base64: true,
      headers: { "idempotency-KEY": "k-1" },
    });
    expect(response).toMatchObject({ statusCode: 201, json: { name: "é", key: "k-1" } });
  });
});

describe("who asks", () => {
  const second = (text: string): string => (Date.parse(text) / 1_000).toString();
  const signedOutAt = "2026-11-23T12:00:00.500Z";

  test.each<[string, Agent, Readonly<Record<string, string>> | undefined, string]>([
    ["nobody", agent(), undefined, "UNAUTHENTICATED"],
    ["no claims", agent(), {}, "UNAUTHENTICATED"],
    ["a kind of bearer that is not known", agent(), claims({ kind: "visitor" }), "UNAUTHENTICATED"],
    [
      "a token that has expired since",
      agent(),
      claims({ expiresAt: second("2026-11-23T13:00:00Z") }),
      "UNAUTHENTICATED",
    ],
    ["a user who is no agent", agent(), claims({ username: "somebody" }), "UNAUTHENTICATED"],
    [
      "an agent who is not there",
      agent(),
      claims({ username: "agt_01KAQ111111111111111111111" }),
      "UNAUTHENTICATED",
    ],
    ["a deactivated one", agent({ active: false }), claims(), "UNAUTHENTICATED"],
    ["one without a time of sign-in", agent(), claims({ authTime: "" }), "UNAUTHENTICATED"],
    ["one with nonsense for it", agent(), claims({ authTime: "yesterday" }), "UNAUTHENTICATED"],
    ["a supervisor, who is not on the list", agent({ role: "supervisor" }), claims(), "FORBIDDEN"],
    ["a viewer, who is not on the list", agent({ role: "viewer" }), claims(), "FORBIDDEN"],
    [
      "a session from before the sign-out",
      agent({ sessionsValidAfter: signedOutAt }),
      claims({ authTime: second("2026-11-23T11:59:59Z") }),
      "UNAUTHENTICATED",
    ],
    [
      "a session from the very second of creation",
      agent(),
      claims({ authTime: second("2026-11-23T12:00:00Z") }),
      "UNAUTHENTICATED",
    ],
    [
      "a session from the second of the sign-out",
      agent({ sessionsValidAfter: signedOutAt }),
      claims({ authTime: second("2026-11-23T12:00:00Z") }),
      "UNAUTHENTICATED",
    ],
    [
      "a fresh token of an old session",
      agent({ sessionsValidAfter: signedOutAt }),
      claims({ authTime: second("2026-11-23T11:00:00Z") }),
      "UNAUTHENTICATED",
    ],
  ])("%s is refused", async (_, person, given, code) => {
    const { ask } = await desk({ person });
    const response = await ask(...read({ claims: given }));
    expect(response).toMatchObject({ statusCode: code === "FORBIDDEN" ? 403 : 401, json: error(code) });
  });

  test.each<[string, Agent, Readonly<Record<string, string>>]>([
    ["a session from after the sign-out", agent({ sessionsValidAfter: signedOutAt }), claims()],
    ["a token in its last second", agent(), claims({ expiresAt: second("2026-11-23T13:00:01Z") })],
    ["another role of the list", agent({ role: "admin" }), claims()],
  ])("%s is served", async (_, person, given) => {
    const { ask } = await desk({ person });
    await expect(ask(...read({ claims: given }))).resolves.toMatchObject({ statusCode: 200 });
  });

  test("is settled before the request is looked at", async () => {
    const { ask } = await desk();
    await expect(ask(...read({ claims: undefined, params: {} }))).resolves.toMatchObject({ statusCode: 401 });
  });
});

describe("failures", () => {
  test.each<[string, unknown, number, string, string[]]>([
    ["a refusal of the route", new DeskError("ALREADY_EXISTS", { field: "name" }), 409, "ALREADY_EXISTS", []],
    ["one it does not declare", new DeskError("WINDOW_CLOSED"), 409, "WINDOW_CLOSED", ["undeclared error"]],
    ["a lost race", new ConditionFailed(new Map()), 503, "BUSY", ["request gave up on contention"]],
    ["a busy store", new StoreBusy(), 503, "BUSY", ["request gave up on contention"]],
    ["an unforeseen error", new Error("s3cr3t"), 500, "INTERNAL", ["request failed"]],
    ["a thrown text", "s3cr3t", 500, "INTERNAL", ["request failed"]],
    [
      "an answer of another shape",
      { name: "a", key: null, more: "s3cr3t" },
      500,
      "INTERNAL",
      ["request failed"],
    ],
    ["no answer", undefined, 500, "INTERNAL", ["request failed"]],
  ])("%s", async (_, outcome, status, code, logged) => {
    const { ask, log } = await desk({
      make: async () => {
        if (outcome instanceof Error || typeof outcome === "string") throw outcome;
        return outcome;
      },
    });
    const response = await ask(...make('{"name":"a"}'));
    expect(response).toMatchObject({ statusCode: status, json: error(code) });
    expect(response.body).not.toContain("s3cr3t");
    expect(response.headers?.["retry-after"]).toBe(code === "BUSY" ? "1" : undefined);
    expect(log.lines.map((line) => line.message)).toEqual(logged);
    for (const { ids } of log.lines)
      expect(ids).toEqual({ requestId: "request-1", route: "makeThing", code });
  });

  test("a store that fails while the caller is looked up is an internal error, never an admission", async () => {
    const { ask } = await desk({
      store: { ...createMemoryStore(), get: () => Promise.reject(new Error("cut")) },
    });
    await expect(ask(...read())).resolves.toMatchObject({ statusCode: 500, json: error("INTERNAL") });
  });

  test("details of a refusal reach the caller", async () => {
    const { ask } = await desk({
      make: () => Promise.reject(new DeskError("ALREADY_EXISTS", { field: "name" })),
    });
    await expect(ask(...make('{"name":"a"}'))).resolves.toMatchObject({
      json: error("ALREADY_EXISTS", { field: "name" }),
    });
  });
});
