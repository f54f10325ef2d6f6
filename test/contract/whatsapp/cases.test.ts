import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { metaJson, signature, signed } from "../../../local/whatsapp/envelope.ts";
import type { Json, JsonObject } from "../../../local/whatsapp/types.ts";
import { ARBITRARY_NUMBERS, webhookArbitrary, webhookArbitraryFor } from "../../cases/whatsapp/arbitrary.ts";
import { type WebhookCounts, webhookFixtures } from "../../cases/whatsapp/fixtures.ts";

const KNOWN_TYPES = new Set(
  "text image audio video document sticker location contacts interactive button reaction order system unsupported edit revoke".split(
    " ",
  ),
);
const KNOWN_STATUSES = new Set(["sent", "delivered", "read", "played", "failed"]);

/** Counts straight from the body, without knowing how it was made. */
function count(body: JsonObject): WebhookCounts {
  const entries = body["entry"] as readonly { changes: readonly { field: string; value: JsonObject }[] }[];
  const changes = entries.flatMap((entry) => entry.changes);
  const ours = changes.filter(({ field }) => field === "messages");
  const items = (key: string): JsonObject[] =>
    ours.flatMap(({ value }) => (value[key] ?? []) as JsonObject[]);
  const messages = items("messages");
  const statuses = items("statuses");
  return {
    messages: messages.length,
    statuses: statuses.length,
    unknown:
      changes.length -
      ours.length +
      messages.filter(({ type }) => !KNOWN_TYPES.has(type as string)).length +
      statuses.filter(({ status }) => !KNOWN_STATUSES.has(status as string)).length,
  };
}

describe("fixtures of Meta's webhooks", () => {
  test.each(webhookFixtures())("$name holds what it says", ({ body, expects }) => {
    expect(count(body)).toEqual(expects);
  });

  test("names are unique and are the files' names", () => {
    const names = webhookFixtures().map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(20);
  });
});

describe("generated webhooks", () => {
  test("hold what they say", () => {
    fc.assert(
      fc.property(webhookArbitrary, ({ body, expects }) => {
        expect(count(body)).toEqual(expects);
      }),
    );
  });

  test("are about the numbers asked for and no others", () => {
    const [one] = ARBITRARY_NUMBERS;
    if (!one) throw new Error("there are no numbers to generate webhooks about");
    fc.assert(
      fc.property(webhookArbitraryFor([one]), ({ changes }) => {
        for (const { wabaId, field, value } of changes) {
          expect(wabaId).toBe(one.wabaId);
          if (field === "messages")
            expect(value).toMatchObject({ metadata: { phone_number_id: one.phoneNumberId } });
        }
      }),
    );
  });

  test("survive Meta's escaping unchanged, as plain ASCII", () => {
    fc.assert(
      fc.property(webhookArbitrary, ({ body }) => {
        const text = metaJson(body);
        expect(text).toMatch(/^[\u0020-\u007e]*$/);
        expect(JSON.parse(text)).toEqual(body);
      }),
    );
  });
});

test("escaping is Meta's: lowercase hex, escaped slashes, escaped at signs", () => {
  const value: Json = { text: "é/Ü@\u0000👍" };
  expect(metaJson(value)).toBe(String.raw`{"text":"\u00e9\/\u00dc\u0040\u0000\ud83d\udc4d"}`);
});

test("the signature is over the bytes, known answer", () => {
  // Computed with: printf '{"a":1}' | openssl dgst -sha256 -hmac secret
  expect(signature('{"a":1}', "secret")).toBe(
    "sha256=aa9e2e3575f5d7098b6caccd790888c36d5fdb63342a73bada2d6a51747a8494",
  );
  const { body, headers } = signed({ a: "ç" }, "secret");
  expect(headers["x-hub-signature-256"]).toBe(signature(Buffer.from(body), "secret"));
  expect(signed(body, "secret")).toEqual({ body, headers });
});
