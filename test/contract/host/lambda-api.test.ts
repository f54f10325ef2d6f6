import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { MovableClock } from "../../../local/aws/clock.ts";
import { functionSpecs } from "../../../local/aws/host/function-specs.ts";
import { createFunctionHost } from "../../../local/aws/host/host.ts";
import { createLambdaApi } from "../../../local/aws/host/lambda-api.ts";
import type { FunctionLine } from "../../../local/aws/host/types.ts";
import type { AwsCall, Resource, ResolvedStack } from "../../../local/aws/types.ts";

const assembly = mkdtempSync(join(tmpdir(), "lambda-api-"));
writeFileSync(
  join(assembly, "index.mjs"),
  `export const handler = async (event, context) => { console.log(JSON.stringify(event)); if (event.fail) throw new RangeError("no"); if (event.exit) process.exit(1); return { event, client: context.clientContext } }`,
);

const arn = "arn:aws:lambda:us-east-1:000000000000:function:stack-Fn";
const resource = (properties: Record<string, unknown>, metadata: Record<string, unknown>): Resource => ({
  logicalId: "Fn",
  type: "AWS::Lambda::Function",
  physicalId: "stack-Fn",
  arn,
  attributes: { Arn: arn },
  properties,
  metadata,
});
const stackOf = (...resources: Resource[]): ResolvedStack => ({
  name: "stack",
  place: { region: "us-east-1", account: "000000000000" },
  resources,
  outputs: {},
});
const good = {
  Handler: "index.handler",
  Runtime: "nodejs24.x",
  Timeout: "5",
  MemorySize: 128,
  Environment: { Variables: { LIMIT: 3 } },
};

const lines: FunctionLine[] = [];
const host = createFunctionHost({
  functions: functionSpecs(stackOf(resource(good, { "aws:asset:path": "." })), assembly),
  region: "us-east-1",
  clockOffset: new MovableClock().shared,
  machineEnvironment: () => ({}),
  onLine: (line) => lines.push(line),
  log: () => undefined,
});
const api = createLambdaApi({ host, region: "us-east-1", account: "000000000000", log: () => undefined });
afterAll(async () => {
  await api.close();
  await host.close();
  rmSync(assembly, { recursive: true, force: true });
});

const call = (body: string, headers: Record<string, string> = {}, name = "stack-Fn"): AwsCall => ({
  service: "lambda",
  operation: "Invoke",
  method: "POST",
  path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`,
  query: new URLSearchParams(),
  headers,
  body: Buffer.from(body),
  caller: { kind: "operator" },
});

test("the template's properties become the function's", () => {
  expect(host.functions[0]).toMatchObject({
    timeoutSeconds: 5,
    memoryMb: 128,
    environment: { LIMIT: "3" },
    arn,
  });
});

test.each([
  [
    "another runtime",
    { ...good, Runtime: "python3.13" },
    { "aws:asset:path": "." },
    /function Fn: .*only Node.js runtimes/s,
  ],
  ["code that is no asset", good, {}, /function Fn has no aws:asset:path/],
  ["code that is not built", good, { "aws:asset:path": "missing" }, /function Fn: no folder .*missing/],
])("%s is refused by name", (_, properties, metadata, message) => {
  expect(() => functionSpecs(stackOf(resource(properties, metadata)), assembly)).toThrow(message);
});

test("RequestResponse answers the result, by name and by ARN", async () => {
  const clientContext = Buffer.from(JSON.stringify({ custom: 1 })).toString("base64");
  for (const name of ["stack-Fn", arn]) {
    const reply = await api.handle(call(`{"a":1}`, { "x-amz-client-context": clientContext }, name));
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body.toString())).toEqual({ event: { a: 1 }, client: { custom: 1 } });
  }
});

test("a fault answers 200 with the function error header", async () => {
  const reply = await api.handle(call(`{"fail":true}`));
  expect(reply).toMatchObject({ status: 200, headers: { "x-amz-function-error": "Unhandled" } });
  expect(JSON.parse(reply.body.toString())).toMatchObject({ errorType: "RangeError", errorMessage: "no" });
  const exit = JSON.parse((await api.handle(call(`{"exit":true}`))).body.toString()) as Record<
    string,
    unknown
  >;
  expect(exit).toEqual({
    errorType: "Runtime.ExitError",
    errorMessage: expect.stringMatching(
      /^RequestId: [0-9a-f-]+ Error: Runtime exited with error: exit status 1$/,
    ) as string,
  });
});

test("Event answers 202 at once and is tried three times", async () => {
  const before = lines.length;
  expect(
    await api.handle(call(`{"fail":true,"later":1}`, { "x-amz-invocation-type": "Event" })),
  ).toMatchObject({ status: 202 });
  await expect.poll(() => lines.slice(before).filter(({ line }) => line.includes("later")).length).toBe(3);
});

test("bad requests get the service's errors", async () => {
  expect(await api.handle(call("{}", {}, "Nope"))).toMatchObject({
    status: 404,
    headers: { "x-amzn-errortype": "ResourceNotFoundException" },
  });
  expect(await api.handle(call("{"))).toMatchObject({
    status: 400,
    headers: { "x-amzn-errortype": "InvalidRequestContentException" },
  });
  expect(await api.handle(call("{}", { "x-amz-invocation-type": "Later" }))).toMatchObject({ status: 400 });
  expect(await api.handle(call("{}", { "x-amz-invocation-type": "DryRun" }))).toMatchObject({ status: 204 });
});

test("calling needs permission on the function's ARN", () => {
  expect(api.permissions(call("{}"))).toEqual([{ action: "lambda:InvokeFunction", resource: arn }]);
  expect(api.permissions(call("{}", {}, "Other"))).toEqual([
    { action: "lambda:InvokeFunction", resource: "arn:aws:lambda:us-east-1:000000000000:function:Other" },
  ]);
});
