import { request } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, NUMBER, startBench } from "./support.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

async function control<T>(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; json: T }> {
  const response = await fetch(`${bench.simulator.url}/_simulator/${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  return { status: response.status, json: (await response.json()) as T };
}

test("another process plays a whole conversation", async () => {
  const created = await control<{ id: string }>("POST", "customers", { waId: "5521980000002", name: "Ana" });
  const ana = `customers/${created.json.id}`;
  const sent = await control<{ wamid: string }>("POST", `${ana}/messages`, {
    type: "text",
    content: { body: "oi" },
  });
  expect(bench.items("messages")).toMatchObject([{ id: sent.json.wamid, text: { body: "oi" } }]);
  await control("POST", `${ana}/messages`, {
    type: "image",
    content: { caption: "nota" },
    options: { copies: 2 },
  });
  expect(bench.items("messages").slice(1)).toMatchObject([{ image: { caption: "nota" } }, { type: "image" }]);
  await control("POST", `${ana}/behaviour`, { statuses: ["sent"] });
  await control("POST", "failures", { code: 131056 });
  const answer = { to: "5521980000002", type: "text", text: { body: "olá" } };
  expect((await bench.send(answer)).json.error?.code).toBe(131056);
  await bench.send(answer);
  const received = await control<{ wamid: string }[]>("GET", `${ana}/received`);
  expect(received.json).toMatchObject([{ type: "text", content: { body: "olá" } }]);
  await control("POST", `${ana}/statuses`, { wamid: received.json[0]?.wamid, status: "read" });
  await bench.simulator.idle();
  expect(new Set(bench.items("statuses").map(({ status }) => status))).toEqual(new Set(["read", "sent"]));
  expect((await control<unknown[]>("GET", "customers")).json).toHaveLength(2);
  expect((await control("POST", `numbers/${NUMBER.phoneNumberId}/verify`)).status).toBe(415);
  expect((await control("POST", `numbers/${NUMBER.phoneNumberId}/verify`, {})).json).toMatchObject({
    ok: true,
  });
});

test("mistakes are told", async () => {
  expect(await control("POST", "customers", { nome: "x" })).toMatchObject({
    status: 400,
    json: { error: expect.stringContaining("name") },
  });
  expect(await control("GET", "customers/1/received")).toMatchObject({
    status: 400,
    json: { error: "Error: there is no customer 1" },
  });
  expect(await control("GET", "nothing")).toMatchObject({ status: 404 });
});

test("pages of other origins are kept out", async () => {
  const form = await fetch(`${bench.simulator.url}/_simulator/customers`, {
    method: "POST",
    body: '{"name":"x"}',
  });
  expect(form.status).toBe(415);
  const rebound = await new Promise<number | undefined>((resolve, reject) => {
    request(`${bench.simulator.url}/_simulator/customers`, { headers: { host: "evil.test" } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on("error", reject)
      .end();
  });
  expect(rebound).toBe(403);
});

test("events stream as they happen", async () => {
  const aborter = new AbortController();
  const response = await fetch(`${bench.simulator.url}/_simulator/events`, { signal: aborter.signal });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  await bench.lia.send.text("oi");
  await bench.send({ to: "5511990000001", type: "text", text: { body: "olá" } });
  let seen = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    seen += decoder.decode(chunk, { stream: true });
    if (/"status":"read"/.test(seen)) break;
  }
  aborter.abort();
  const types = [...seen.matchAll(/^event: (\w+)$/gm)].map(([, type]) => type);
  expect(types.filter((type) => type !== "delivery")).toEqual([
    "inbound",
    "progress",
    "progress",
    "send",
    "received",
    "status",
    "status",
    "status",
  ]);
});
