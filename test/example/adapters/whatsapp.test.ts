import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SendRequest } from "../../../shared/contracts/whatsapp.ts";
import type { Server } from "node:http";
import { createServer } from "node:http";
import { createWhatsApp } from "../../../shared/adapters/whatsapp.ts";

const request: SendRequest = {
  messaging_product: "whatsapp",
  recipient_type: "individual",
  to: "+5511990000001",
  type: "text",
  text: { body: "olá ✓", preview_url: false },
  biz_opaque_callback_data: "tkt_x.3",
};

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let answer: Answer;
let asked: { readonly line: string; readonly authorization: unknown; readonly body: unknown }[];
let url: string;

beforeEach(async () => {
  asked = [];
  server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      asked.push({
        line: `${incoming.method} ${incoming.url}`,
        authorization: incoming.headers.authorization,
        body: JSON.parse(Buffer.concat(chunks).toString() || "null"),
      });
      answer(incoming, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/v26.0`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const says =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };

const send = (timeout = 2_000) => createWhatsApp({ url, timeout }).send("700200", "s3cr3t", request);

test("a message is posted to the number with its token", async () => {
  answer = says(200, JSON.stringify({ contacts: [{ wa_id: "1" }], messages: [{ id: "wamid.O1", x: 1 }] }));
  await expect(send()).resolves.toEqual({ kind: "accepted", providerId: "wamid.O1" });
  expect(asked).toEqual([
    { line: "POST /v26.0/700200/messages", authorization: "Bearer s3cr3t", body: request },
  ]);
});

describe("answers", () => {
  const graphError = { error: { message: "(#131047) Re-engagement message", code: 131047 } };
  const detailed = { error: { ...graphError.error, error_data: { details: "More than 24 hours" } } };

  test.each([
    ["400 with a Graph error", 400, JSON.stringify(graphError), 131047, graphError.error.message],
    ["400 with details", 400, JSON.stringify(detailed), 131047, "More than 24 hours"],
    ["429 with a Graph error", 429, JSON.stringify(graphError), 131047, graphError.error.message],
    ["500 with a Graph error", 500, JSON.stringify(graphError), 131047, graphError.error.message],
    ["401 without a message", 401, '{"error":{"code":190}}', 190, ""],
    [
      "a very long one",
      400,
      JSON.stringify({ error: { code: 1, message: "x".repeat(900) } }),
      1,
      "x".repeat(500),
    ],
  ])("%s is a refusal", async (_, status, body, code, detail) => {
    answer = says(status, body);
    await expect(send()).resolves.toEqual({ kind: "refused", code, detail, httpStatus: status });
  });

  test.each([
    ["400 that is not JSON", 400, "<html>Bad Request</html>"],
    ["404 without a Graph error", 404, '{"nothing":true}'],
    ["400 whose code is no number", 400, '{"error":{"code":"x"}}'],
    ["503 that is not JSON", 503, "upstream"],
  ])("%s is unknown", async (_, status, body) => {
    answer = says(status, body);
    await expect(send()).resolves.toEqual({ kind: "unknown", detail: `HTTP ${status}` });
  });

  test.each([
    ["an empty answer", ""],
    ["no JSON", "ok"],
    ["no message", '{"messages":[]}'],
    ["no id", '{"messages":[{}]}'],
    ["an error under a success", JSON.stringify(graphError)],
  ])("200 with %s is unknown", async (_, body) => {
    answer = says(200, body);
    await expect(send()).resolves.toEqual({ kind: "unknown", detail: "HTTP 200 without a message id" });
  });

  test("a redirect is not followed with the token", async () => {
    answer = says(307, "", { location: `${url}/elsewhere` });
    await expect(send()).resolves.toEqual({ kind: "unknown", detail: "HTTP 307" });
    expect(asked).toHaveLength(1);
  });
});

describe("no answer", () => {
  test.each<[string, Answer, string]>([
    ["a cut connection", (incoming) => incoming.socket.destroy(), "UND_ERR_SOCKET"],
    [
      "an answer cut in the middle",
      (incoming, response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write('{"mess', () => incoming.socket.destroy());
      },
      "UND_ERR_SOCKET",
    ],
  ])("%s is unknown, and nothing is sent twice", async (_, behaviour, code) => {
    answer = behaviour;
    await expect(send()).resolves.toEqual({ kind: "unknown", detail: `no answer: ${code}` });
    expect(asked).toHaveLength(1);
  });

  test("silence is unknown", async () => {
    answer = () => undefined;
    await expect(send(50)).resolves.toEqual({ kind: "unknown", detail: "no answer: TimeoutError" });
  });

  test("a closed port is unknown", async () => {
    const closed = url;
    await new Promise((resolve) => server.close(resolve));
    await expect(createWhatsApp({ url: closed }).send("1", "t", request)).resolves.toEqual({
      kind: "unknown",
      detail: "no answer: ECONNREFUSED",
    });
  });

  test("what cannot be asked was not sent: it is an error, not unknown", async () => {
    await expect(createWhatsApp({ url }).send("1", "line\nbreak", request)).rejects.toThrow(TypeError);
    expect(asked).toEqual([]);
  });
});
