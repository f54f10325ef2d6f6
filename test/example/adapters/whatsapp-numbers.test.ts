import { afterEach, beforeEach, expect, test } from "vitest";
import type { Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import { createWhatsAppNumbers } from "../../../shared/adapters/whatsapp-numbers.ts";

let server: Server;
let url: string;
let answer: (response: ServerResponse) => void;
let asked: { readonly line: string; readonly authorization: unknown }[];

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push({
      line: `${request.method} ${request.url}`,
      authorization: request.headers.authorization,
    });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/v26.0/`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const says = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
  answer = (response) =>
    response.writeHead(status, headers).end(typeof body === "string" ? body : JSON.stringify(body));
};

const number = (timeout = 2_000) => createWhatsAppNumbers({ url, timeout }).number("700200", "s3cr3t");

test("asks for the number with its token, in the header alone", async () => {
  says(200, { id: "700200", display_phone_number: "+55 11 3000-0000", verified_name: "Loja" });
  await expect(number()).resolves.toEqual({
    kind: "ok",
    value: { displayNumber: "+55 11 3000-0000", verifiedName: "Loja", quality: null },
  });
  expect(asked).toEqual([
    {
      line: "GET /v26.0/700200?fields=display_phone_number,verified_name,quality_rating",
      authorization: "Bearer s3cr3t",
    },
  ]);
});

test("a refusal has Meta's code and words, whatever the HTTP status", async () => {
  for (const status of [400, 401, 500]) {
    says(status, { error: { message: "(#190) expired", code: 190, type: "OAuthException" } });
    await expect(number()).resolves.toEqual({ kind: "refused", code: 190, detail: "(#190) expired" });
  }
});

test("what is no answer to the question is unknown", async () => {
  says(503, "<html>sorry</html>");
  await expect(number()).resolves.toEqual({ kind: "unknown", detail: "HTTP 503" });
  says(200, { id: "700200" });
  await expect(number()).resolves.toEqual({ kind: "unknown", detail: "HTTP 200" });
  says(302, "", { location: "http://127.0.0.1:1/elsewhere" });
  await expect(number()).resolves.toMatchObject({ kind: "unknown" });
  answer = (response) => response.destroy();
  await expect(number()).resolves.toMatchObject({ kind: "unknown" });
  answer = () => {};
  await expect(number(50)).resolves.toEqual({ kind: "unknown", detail: "TimeoutError" });
  expect(asked).toHaveLength(5);
});

test("apps of an account that Meta says little of are still counted", async () => {
  says(200, {
    data: [{ whatsapp_business_api_data: { id: "1" } }, { override_callback_uri: "https://a.test" }],
  });
  await expect(createWhatsAppNumbers({ url }).subscriptions("900100", "s3cr3t")).resolves.toEqual({
    kind: "ok",
    value: [
      { app: "1", callbackUrl: null },
      { app: "an app without a name", callbackUrl: "https://a.test" },
    ],
  });
});
