import { instanceOf, spoilt } from "./instances.ts";
import { isObject, type Json, type JsonObject } from "../../support/documents/json.ts";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";
import fc from "fast-check";
import type * as z from "zod";

/** Says of a value whether a schema of a document takes it. */
export type Verdict = (value: Json) => boolean;

/** Judges values by schemas of a document, as somebody would who has nothing but the document. */
export function judge(document: JsonObject, dialect: "draft-7" | "draft-2020-12"): (schema: Json) => Verdict {
  const formats = {
    uri: URL.canParse,
    origin: (text: string): boolean => URL.canParse(text) && new URL(text).origin === text,
    email: true,
    "date-time": true,
    "time-zone": (name: string): boolean => [...Intl.supportedValuesOf("timeZone"), "UTC"].includes(name),
  } as const;
  const options = { strict: false, formats } as const;
  const ajv = dialect === "draft-7" ? new Ajv(options) : new Ajv2020(options);
  ajv.addSchema({ $id: "https://balcao.invalid/document", ...document });
  return (schema) => {
    const text = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"https://balcao.invalid/document#/');
    const validate = ajv.compile(JSON.parse(text));
    return (value) => validate(value);
  };
}

/**
 * The document's schema and the contract take the same values: every instance of the one is one of the other, and of
 * spoilt instances they think alike.
 */
export function expectAgreement(
  schema: Json,
  contract: z.ZodType,
  document: JsonObject,
  verdict: Verdict,
): void {
  const both = (value: Json): readonly boolean[] => [verdict(value), contract.safeParse(value).success];
  const instance = instanceOf(schema, document);
  fc.assert(
    fc.property(instance, (value) => {
      expect(both(value)).toEqual([true, true]);
    }),
    { numRuns: 20 },
  );
  fc.assert(
    fc.property(
      instance.chain((value) => spoilt(value)),
      (value) => {
        const [document, zod] = both(value);
        expect(document).toBe(zod);
      },
    ),
    { numRuns: 60 },
  );
}

/** The JSON content of a request or a response. */
export function jsonSchemaOf(part: Json | undefined): Json {
  const content = isObject(part) ? part["content"] : undefined;
  const json = isObject(content) ? content["application/json"] : undefined;
  const schema = isObject(json) ? json["schema"] : undefined;
  if (schema === undefined) throw new Error("no JSON content");
  return schema;
}
