import { describe, expect, test } from "vitest";
import * as z from "zod";
import { bearerPattern, restBody } from "../../infra/constructs/rest-body.ts";
import { errorTable, ErrorBody } from "../../shared/contracts/errors.ts";
import { routeList } from "../../shared/contracts/routes/table.ts";

const Operation = z.object({
  operationId: z.string(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.literal("path"), required: z.literal(true) }))
    .default([]),
  security: z.array(z.object({ bearer: z.array(z.string()) })).optional(),
  "x-amazon-apigateway-integration": z.object({
    type: z.literal("aws_proxy"),
    httpMethod: z.literal("POST"),
    uri: z.string(),
  }),
});
const Body = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ securitySchemes: z.object({ bearer: z.record(z.string(), z.unknown()) }) }),
  "x-amazon-apigateway-gateway-responses": z.record(
    z.string(),
    z.object({ statusCode: z.number(), responseTemplates: z.object({ "application/json": z.string() }) }),
  ),
});

const input = {
  title: "t",
  authorizerUri: "uri:authorizer",
  integrationUri: (name: string) => `uri:${name}`,
};
const body = Body.parse(restBody({ ...input, routes: routeList }));
const operations = new Map(
  Object.entries(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, it]) => [`${method.toUpperCase()} ${path}`, it] as const),
  ),
);

describe("the API's definition", () => {
  test("has exactly the routes of the table", () => {
    const wanted = routeList.map((route) => `${route.method} ${route.path}`);
    expect([...operations.keys()].toSorted()).toEqual(wanted.toSorted());
  });

  test.each(routeList)("$method $path goes to its function, for whom the table says", (route) => {
    const operation = operations.get(`${route.method} ${route.path}`);
    expect(operation?.operationId).toBe(route.name);
    expect(operation?.["x-amazon-apigateway-integration"].uri).toBe(`uri:${route.function}`);
    expect(operation?.security).toEqual(route.access.kind === "staff" ? [{ bearer: [] }] : undefined);
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(operation?.parameters.map(({ name }) => name)).toEqual(inPath);
  });

  test("asks one authorizer whose a bearer token is, whatever its kind", () => {
    expect(body.components.securitySchemes.bearer).toMatchObject({
      in: "header",
      name: "Authorization",
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": { type: "token", authorizerUri: "uri:authorizer" },
    });
  });

  test.each([
    ["Bearer eyJraWQiOiJrIn0.eyJzdWIiOiJ1In0.c2lnbmF0dXJl_-", true],
    [`Bearer blc_${"a".repeat(43)}`, true],
    ["Bearer short", false],
    [`bLc_${"a".repeat(43)}`, false],
    [`Basic ${"a".repeat(43)}`, false],
    [`Bearer ${"a".repeat(43)} ${"a".repeat(43)}`, false],
    [`Bearer ${"a".repeat(5_000)}`, false],
  ])("lets the gateway ask about %.60s: %s", (header, asked) => {
    expect(new RegExp(bearerPattern).test(header)).toBe(asked);
  });

  test("answers in our shape also where no function is called", () => {
    const responses = Object.entries(body["x-amazon-apigateway-gateway-responses"]);
    expect(responses.map(([type]) => type)).toEqual(
      expect.arrayContaining([
        "DEFAULT_4XX",
        "DEFAULT_5XX",
        "UNAUTHORIZED",
        "ACCESS_DENIED",
        "REQUEST_TOO_LARGE",
      ]),
    );
    for (const [, { statusCode, responseTemplates }] of responses) {
      const { error } = ErrorBody.parse(JSON.parse(responseTemplates["application/json"]));
      expect(error.requestId).toBe("$context.requestId");
      expect(statusCode).toBe(errorTable[error.code].status);
    }
  });

  test("refuses a table that names a route twice", () => {
    expect(() => restBody({ ...input, routes: [...routeList, ...routeList.slice(0, 1)] })).toThrow(
      "two routes are",
    );
  });
});
