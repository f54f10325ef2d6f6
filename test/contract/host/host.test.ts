import { describe, expect, test } from "vitest";
import type { InvocationRecord } from "../../../local/aws/host/types.ts";
import { faultOf, hostOf, valueOf } from "./support.ts";

describe("a call", () => {
  test("gets its event through JSON and gives its result as JSON", async () => {
    const { host } = hostOf(
      `export const handler = async (event) => ({ event, at: new Date(0), nothing: undefined })`,
    );
    const event = { when: new Date(0), gone: undefined, text: "ação" };
    expect(valueOf(await host.invoke("Fn", event))).toEqual({
      event: { when: "1970-01-01T00:00:00.000Z", text: "ação" },
      at: "1970-01-01T00:00:00.000Z",
    });
  });

  test("that returns nothing gives null", async () => {
    const { host } = hostOf(`export const handler = async () => {}`);
    expect(valueOf(await host.invoke("Fn", {}))).toBeNull();
  });

  test("sees the template's environment and Lambda's variables, and none of this process", async () => {
    process.env["OF_THIS_PROCESS"] = "1";
    const { host } = hostOf(`export const handler = async () => process.env`, {
      environment: { TABLE: "t" },
    });
    const seen = valueOf(await host.invoke("Fn", {})) as Record<string, string>;
    delete process.env["OF_THIS_PROCESS"];
    expect(seen).toMatchObject({
      TABLE: "t",
      AWS_REGION: "us-east-1",
      AWS_LAMBDA_FUNCTION_NAME: "stack-Fn",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
      AWS_ACCESS_KEY_ID: "KEY",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
      TZ: "UTC",
      _HANDLER: "index.handler",
    });
    expect(seen).not.toHaveProperty("OF_THIS_PROCESS");
    expect(seen).not.toHaveProperty("PATH");
  });

  test("has Lambda's context", async () => {
    const { host } = hostOf(
      `export const handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() })`,
    );
    const result = await host.invoke("Fn", {}, { clientContext: { custom: 1 } });
    expect(valueOf(result)).toMatchObject({
      awsRequestId: result.requestId,
      functionName: "stack-Fn",
      functionVersion: "$LATEST",
      memoryLimitInMB: "128",
      invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:stack-Fn",
      callbackWaitsForEmptyEventLoop: true,
      clientContext: { custom: 1 },
    });
    const left = (valueOf(result) as { left: number }).left;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(3000);
  });

  test("reads the machine's clock, also while it runs", async () => {
    const { host, clock } = hostOf(
      `export const handler = async () => ({ now: Date.now(), date: new Date().getTime(), text: Date(),
         same: new Date() instanceof Date, kept: new Date(5).getTime(), made: new (new Date().constructor)().getTime() })`,
    );
    await host.invoke("Fn", {});
    clock.advance(86_400_000);
    const before = clock.now();
    const seen = valueOf(await host.invoke("Fn", {})) as {
      now: number;
      date: number;
      text: string;
      same: boolean;
      kept: number;
      made: number;
    };
    for (const time of [seen.now, seen.date, seen.made, Date.parse(seen.text) + 1000]) {
      expect(time).toBeGreaterThanOrEqual(before - 1);
      expect(time).toBeLessThanOrEqual(clock.now() + 1000);
    }
    expect(seen).toMatchObject({ same: true, kept: 5 });
  });

  test("is found by id, name, ARN and qualified ARN", () => {
    const { host } = hostOf(`export const handler = async () => 1`);
    const arn = "arn:aws:lambda:us-east-1:000000000000:function:stack-Fn";
    for (const reference of ["Fn", "stack-Fn", arn, `${arn}:$LATEST`])
      expect(host.find(reference)?.id).toBe("Fn");
    expect(host.find("Other")).toBeUndefined();
  });

  test("of a function that is not there is an error", async () => {
    const { host } = hostOf(`export const handler = async () => 1`);
    await expect(host.invoke("Nope", {})).rejects.toThrow("the template has no function Nope");
  });
});

describe("a sandbox", () => {
  const counting = `let calls = 0; export const handler = async (event) => { calls += 1; if (event.wait) console.log("waits in call " + calls); if (event.wait) await new Promise((r) => setTimeout(r, event.wait)); return calls }`;

  test("is kept warm and used again", async () => {
    const { host, records } = hostOf(counting);
    expect([valueOf(await host.invoke("Fn", {})), valueOf(await host.invoke("Fn", {}))]).toEqual([1, 2]);
    expect(records.map((record) => record.initMs > 0)).toEqual([true, false]);
  });

  test("serves one call at a time: calls at once get sandboxes of their own, up to the bound", async () => {
    const { host } = hostOf(
      `let now = 0; export const handler = async () => { now += 1; const seen = now; await new Promise((r) => setTimeout(r, 20)); now -= 1; return { seen, sandbox: process.env.AWS_SESSION_TOKEN } }`,
      {},
      { workersPerFunction: 2 },
    );
    const values = (await Promise.all([1, 2, 3, 4, 5].map(() => host.invoke("Fn", {})))).map(valueOf) as {
      seen: number;
      sandbox: string;
    }[];
    expect(values.map(({ seen }) => seen)).toEqual([1, 1, 1, 1, 1]);
    expect(new Set(values.map(({ sandbox }) => sandbox)).size).toBeLessThanOrEqual(2);
  });

  test("past the idle bound is ended", async () => {
    const { host, lines } = hostOf(counting, {}, { workersPerFunction: 3, idleWorkers: 1 });
    await Promise.all([1, 2, 3].map(() => host.invoke("Fn", { wait: 200 })));
    const warm = host.invoke("Fn", { wait: 60_000 });
    await expect.poll(() => lines.at(-1)?.line).toBe("waits in call 2");
    expect(valueOf(await host.invoke("Fn", {}))).toBe(1);
    await host.close();
    expect(faultOf(await warm).kind).toBe("unhandled");
  });

  test("is loaded ahead by prewarm", async () => {
    const { host, records } = hostOf(counting);
    await host.prewarm();
    await host.invoke("Fn", {});
    expect(records[0]?.initMs).toBe(0);
  });

  test("refuses calls over the reserved concurrency", async () => {
    const { host } = hostOf(counting, { reservedConcurrency: 1 });
    const [first, second] = await Promise.all([host.invoke("Fn", { wait: 50 }), host.invoke("Fn", {})]);
    expect(valueOf(first)).toBe(1);
    expect(faultOf(second)).toMatchObject({
      kind: "throttled",
      errorType: "TooManyRequestsException",
    });
  });
});

describe("killing", () => {
  const code = `export const handler = async (event) => { if (event.stay) { console.log("in"); await new Promise(() => {}) } return process.env.AWS_SESSION_TOKEN }`;

  test("ends the calls under way as if their sandbox died; idle sandboxes stay", async () => {
    const { host, lines } = hostOf(code);
    const idle = valueOf(await host.invoke("Fn", {}));
    const lost = [host.invoke("Fn", { stay: true }), host.invoke("Fn", { stay: true })];
    await expect.poll(() => lines.length).toBe(2);
    expect(host.kill("Fn")).toBe(2);
    for (const result of await Promise.all(lost)) {
      expect(faultOf(result)).toMatchObject({ kind: "unhandled", errorType: "Runtime.ExitError" });
    }
    expect(valueOf(await host.invoke("Fn", {}))).not.toBe(idle);
    expect(host.kill("Fn")).toBe(0);
  });

  test("finds one sandbox by the session token of its AWS calls", async () => {
    const { host } = hostOf(code);
    const token = valueOf(await host.invoke("Fn", {})) as string;
    const lost = host.invoke("Fn", { stay: true });
    expect(host.killSandbox(token)).toBe(true);
    expect(faultOf(await lost).errorType).toBe("Runtime.ExitError");
    expect(host.killSandbox(token)).toBe(false);
  });
});

describe("lines and bill", () => {
  test("each line comes with its function and request, before the result", async () => {
    const { host, lines } = hostOf(
      `console.log("loading"); export const handler = async () => { console.log("one\\ntwo"); process.stderr.write("part "); console.error("whole"); return 1 }`,
    );
    const { requestId } = await host.invoke("Fn", {});
    expect(lines).toEqual([
      { functionId: "Fn", stream: "stdout", line: "loading" },
      { functionId: "Fn", requestId, stream: "stdout", line: "one" },
      { functionId: "Fn", requestId, stream: "stdout", line: "two" },
      { functionId: "Fn", requestId, stream: "stderr", line: "part whole" },
    ]);
  });

  test("a stack names the sources when the template asks for source maps", async () => {
    const map = Buffer.from(
      JSON.stringify({ version: 3, sources: ["original.ts"], names: [], mappings: "AAAA" }),
    ).toString("base64");
    const { host } = hostOf(
      `export const handler = async () => { throw new Error("mapped") }\n//# sourceMappingURL=data:application/json;base64,${map}\n`,
      { environment: { NODE_OPTIONS: "--enable-source-maps" } },
    );
    expect(faultOf(await host.invoke("Fn", {})).stackTrace.join("\n")).toContain("original.ts");
  });

  test("duration is rounded up to a millisecond and multiplied by memory", async () => {
    const { host, records } = hostOf(
      `export const handler = async () => new Promise((r) => setTimeout(r, 20))`,
      { memoryMb: 512 },
    );
    await host.invoke("Fn", {});
    await host.invoke("Fn", {});
    const warm = records[1] as InvocationRecord;
    expect(warm.durationMs).toBeGreaterThanOrEqual(19);
    expect(warm.billedMs).toBe(Math.ceil(warm.durationMs));
    expect(warm.gigabyteSeconds).toBeCloseTo((warm.billedMs / 1000) * 0.5, 9);
    expect((records[0] as InvocationRecord).billedMs).toBeGreaterThan(
      (records[0] as InvocationRecord).durationMs,
    );
  });
});

test("closing ends calls under way and is harmless twice", async () => {
  const { host } = hostOf(`export const handler = async () => new Promise(() => {})`);
  const lost = host.invoke("Fn", {});
  await Promise.all([host.close(), host.close()]);
  expect(faultOf(await lost).kind).toBe("unhandled");
  expect(faultOf(await host.invoke("Fn", {})).errorMessage).toContain("closed");
});
