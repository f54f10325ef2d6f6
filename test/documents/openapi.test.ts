import { describe, expect, it } from "vitest";
import { ErrorBody, errorTable } from "../../shared/contracts/errors.ts";
import { expectAgreement, judge, jsonSchemaOf } from "./support/agreement.ts";
import { isObject, refsOf, resolve, type Json, type JsonObject } from "../support/documents/json.ts";
import { contractNames } from "../support/documents/schemas.ts";
import { examples } from "../support/documents/examples.ts";
import { openApiDocument } from "../support/documents/openapi.ts";
import { routes } from "../../shared/contracts/routes/table.ts";
import type { Route } from "../../shared/contracts/routes/route.ts";
import { Validator } from "@seriousme/openapi-schema-validator";
import type * as z from "zod";

const document = openApiDocument("1.2.3");
const table: readonly Route[] = Object.values(routes);
const cases = table.map((route) => [route.name, route] as const);
const verdictOf = judge(document, "draft-2020-12");

const at = (...path: readonly string[]): Json | undefined =>
  resolve(document, `#/${path.map((it) => it.replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`);
const operationOf = (route: Route): JsonObject => {
  const found = at("paths", route.path, route.method.toLowerCase());
  if (!isObject(found)) throw new Error(`${route.name} is not in the document`);
  return found;
};
const answersOf = (route: Route): JsonObject => {
  const { responses } = operationOf(route);
  if (!isObject(responses)) throw new Error(`${route.name} answers nothing`);
  return responses;
};
const followed = (value: Json | undefined): Json | undefined =>
  isObject(value) && typeof value["$ref"] === "string" ? resolve(document, value["$ref"]) : value;

describe("docs/openapi.json", () => {
  it("is an OpenAPI document", async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
    expect(validator.version).toBe("3.1");
  });

  it("would not be one with a fault in it", async () => {
    const faulty: JsonObject = { ...document, paths: { "/x": { get: { responses: "none" } } } };
    expect(await new Validator().validate(faulty)).toMatchObject({ valid: false });
  });

  it("has nothing but the routes, each under its name", () => {
    const operations = Object.entries(document["paths"] ?? {}).flatMap(([path, methods]) =>
      Object.entries(methods as JsonObject).map(([method, it]) => [
        (it as JsonObject)["operationId"],
        `${method.toUpperCase()} ${path}`,
      ]),
    );
    expect(Object.fromEntries(operations)).toEqual(
      Object.fromEntries(table.map(({ name, method, path }) => [name, `${method} ${path}`])),
    );
    expect(operations).toHaveLength(table.length);
  });

  it("resolves every reference, and keeps nothing that is not referred to", () => {
    const refs = refsOf(document);
    expect(refs.filter((ref) => resolve(document, ref) === undefined)).toEqual([]);
    const kept = ["schemas", "responses", "parameters", "headers", "examples"].flatMap((kind) =>
      Object.keys(at("components", kind) ?? {}).map((name) => `#/components/${kind}/${name}`),
    );
    const unused = kept.filter((it) => !refs.includes(it));
    // The example of a code that no route answers yet.
    expect(unused.filter((it) => !it.startsWith("#/components/examples/"))).toEqual([]);
  });

  it("tells every error code with its status", () => {
    expect(Object.keys(at("components", "examples") ?? {})).toEqual(Object.keys(errorTable));
    expect(at("components", "schemas", "ErrorCode", "enum")).toEqual(Object.keys(errorTable));
    for (const code of Object.keys(errorTable)) {
      expect(ErrorBody.safeParse(at("components", "examples", code, "value"))).toMatchObject({
        success: true,
      });
    }
  });

  it.each(cases)("%s: tells the errors it answers, each under its status", (_, route) => {
    const told = Object.entries(answersOf(route)).flatMap(([status, answer]) => {
      const content = isObject(answer) && "$ref" in answer ? jsonSchemaOf(followed(answer)) : undefined;
      const codes = content && resolve(content, "#/allOf");
      const limits = Array.isArray(codes)
        ? resolve(codes[1] ?? null, "#/properties/error/properties/code/enum")
        : [];
      return (Array.isArray(limits) ? limits : []).map((code) => [String(code), Number(status)] as const);
    });
    for (const [code, status] of told) expect(errorTable).toMatchObject({ [code]: { status } });
    expect(told.map(([code]) => code)).toEqual(expect.arrayContaining([...route.errors, "INTERNAL"]));
  });

  it.each(cases)("%s: takes the parameters of its route", (_, route) => {
    const { parameters = [] } = operationOf(route);
    const told = (Array.isArray(parameters) ? parameters : []).map((it) => followed(it) as JsonObject);
    const named = (place: string) => told.filter((it) => it["in"] === place).map((it) => it["name"]);
    expect(named("path")).toEqual([...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    expect(named("query")).toEqual(Object.keys(route.query?.shape ?? {}));
    expect(named("header")).toEqual(route.idempotent === true ? ["Idempotency-Key"] : []);
    expect(
      told.filter((it) => it["in"] === "query" && it["required"] === true).map((it) => it["name"]),
    ).toEqual(
      Object.entries(route.query?.shape ?? {})
        .filter(([, member]) => !member.safeParse(undefined).success)
        .map(([name]) => name),
    );
  });

  it.each(cases)("%s: asks for the identity that its route asks for", (_, route) => {
    const { security } = operationOf(route);
    const schemes = Object.keys(Object.assign({}, ...(security as JsonObject[])));
    const { access } = route;
    const forKeys = access.kind === "staff" && access.scope !== undefined ? [{ apiKey: [access.scope] }] : [];
    const expected = { staff: 1 + forKeys.length, cookie: 1, meta: 1, anyone: 0 }[access.kind];
    expect(schemes).toHaveLength(expected);
    for (const scheme of schemes) expect(at("components", "securitySchemes", scheme)).toBeDefined();
    if (access.kind === "staff") expect(security).toEqual([{ staff: access.roles }, ...forKeys]);
  });

  const withBodies = cases.filter(([, { body }]) => body !== undefined);
  it.each(withBodies)("%s: takes the bodies that the contract takes", (_, route) => {
    const schema = jsonSchemaOf(operationOf(route)["requestBody"]);
    expectAgreement(schema, route.body as z.ZodType, document, verdictOf(schema));
  });

  const withAnswers = cases.filter(([, it]) => it.status !== 204 && !it.response.safeParse("").success);
  it.each(withAnswers)("%s: gives the answers that the contract gives", (_, route) => {
    const schema = jsonSchemaOf(answersOf(route)[String(route.status)]);
    expectAgreement(schema, route.response, document, verdictOf(schema));
  });

  it("shows examples that are what they are examples of", () => {
    const schemas = new Map([...contractNames()].map(([schema, name]) => [name, schema]));
    const refused = Object.entries(examples).filter(
      ([name, example]) => schemas.get(name)?.safeParse(example).success !== true,
    );
    expect(refused).toEqual([]);
  });
});
