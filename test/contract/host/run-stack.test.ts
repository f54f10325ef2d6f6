import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { FunctionLine } from "../../../local/aws/host/types.ts";
import { runStack, type RunningStack, type RunOptions } from "../../../local/aws/runner/run-stack.ts";
import { buildFunctions, deskTemplate, writeAssembly } from "./run-stack.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "run-stack-"));
beforeAll(() => buildFunctions(folder));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const open: RunningStack[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((stack) => stack.close()));
});
async function run(options: Partial<RunOptions> = {}, template = deskTemplate()) {
  writeAssembly(folder, template);
  const lines: FunctionLine[] = [];
  const logged: string[] = [];
  const stack = await runStack({
    assemblyDir: folder,
    onLine: (line) => lines.push(line),
    log: (event) => logged.push(JSON.stringify(event)),
    ...options,
  });
  open.push(stack);
  const put = (id: string, body: string) => fetch(`${stack.restUrl}/items/${id}`, { method: "PUT", body });
  const get = async (id: string) => {
    const response = await fetch(`${stack.restUrl}/items/${id}`);
    return [response.status, await response.text()];
  };
  return { stack, lines, logged, put, get };
}

test("a write through the REST API reaches a socket by way of stream, queue and connections API", async () => {
  const { stack, put, get } = await run();
  const socket = new WebSocket(stack.webSocketUrl ?? "");
  const received: string[] = [];
  socket.on("message", (data) => received.push(String(data)));
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  expect((await put("a", "hello")).status).toBe(201);
  expect(await get("a")).toEqual([200, "hello"]);
  await expect.poll(() => received, { timeout: 10_000 }).toEqual(["a"]);
  await expect.poll(() => stack.idle()).toBe(true);
  expect(stack.frontDoor.denials()).toEqual([]);
  expect(stack.outputs["RestUrl"]).toBe(stack.restUrl);
  const used = new Set(
    stack.meter.snapshot().lines.map(({ service, operation }) => `${service}:${operation}`),
  );
  for (const what of [
    "lambda:Invoke",
    "apigateway:RestRequest",
    "dynamodb:PutItem",
    "sqs:SendMessage",
    "sqs:ReceiveMessage",
    "sqs:DeleteMessageBatch",
    "execute-api:PostToConnection",
  ]) {
    expect(used).toContain(what);
  }
  socket.terminate();
});

test("the template alone decides: what it no longer grants is denied, what it no longer routes is gone", async () => {
  const template = deskTemplate();
  delete template.Resources["ApiPermission"];
  const closed = await run({}, template);
  expect((await closed.put("a", "x")).status).toBe(500);
  expect(closed.logged.join()).toContain("Invalid permissions on Lambda function");

  const poorer = deskTemplate();
  const role = poorer.Resources["ApiRole"]?.Properties as {
    Policies: { PolicyDocument: { Statement: { Action: unknown }[] } }[];
  };
  (role.Policies[0]?.PolicyDocument.Statement[0] as { Action: unknown }).Action = "dynamodb:GetItem";
  const denied = await run({}, poorer);
  expect((await denied.put("a", "x")).status).toBe(502);
  expect(denied.stack.frontDoor.denials()).toMatchObject([{ functionId: "Api", action: "dynamodb:PutItem" }]);
});

test("a schedule calls its function on the clock, and the function reads that clock", async () => {
  const { stack, lines } = await run();
  const ticks = () => lines.filter(({ functionId }) => functionId === "Tick");
  // A rate begins when the schedule is made.
  await expect.poll(() => ticks().length, { timeout: 10_000 }).toBe(1);
  stack.clock.advance(5 * 60_000);
  await expect.poll(() => ticks().length, { timeout: 10_000 }).toBe(2);
  const [, event, time] = (ticks().at(-1)?.line ?? "").split(" ");
  expect(event).toBe(`{"kind":"sweep"}`);
  expect(Math.abs(Date.parse(time ?? "") - stack.clock.now())).toBeLessThan(60_000);
});

test("a sandbox killed in the middle of a call is a lost call, and the next one works", async () => {
  const { stack, put } = await run();
  const stop = stack.frontDoor.onCall(({ call }) => {
    stop();
    const token = call.headers["x-amz-security-token"] ?? "";
    expect(stack.host.killSandbox(token)).toBe(true);
  });
  expect((await put("a", "x")).status).toBe(502);
  expect((await put("a", "y")).status).toBe(201);
});

test("state outlives a restart, and a second close is harmless", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "run-stack-data-"));
  const first = await run({ dataDir });
  expect((await first.put("a", "kept")).status).toBe(201);
  await first.stack.close();
  await first.stack.close();
  const second = await run({ dataDir });
  expect(await second.get("a")).toEqual([200, "kept"]);
  await second.stack.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test("closing leaves no timer, socket or worker behind", async () => {
  const before = process.getActiveResourcesInfo().toSorted();
  const { stack, put } = await run();
  await put("a", "x");
  await stack.close();
  const left = (): string[] => process.getActiveResourcesInfo().toSorted();
  await expect
    .poll(
      () =>
        left().filter((name) => /^(Timeout|TCP|MessagePort|TCPServerWrap|TCPSocketWrap)/.test(name)).length,
    )
    .toBeLessThanOrEqual(
      before.filter((name) => /^(Timeout|TCP|MessagePort|TCPServerWrap|TCPSocketWrap)/.test(name)).length + 2,
    );
});

test("a part that cannot be run is refused by name, and what was opened is closed", async () => {
  const template = deskTemplate();
  (template.Resources["PushMapping"] as { Properties: Record<string, unknown> }).Properties["BatchSize"] = 11;
  await expect(run({}, template)).rejects.toThrow("PushMapping: BatchSize 11 is over 10");
});
