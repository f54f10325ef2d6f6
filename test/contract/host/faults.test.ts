import { describe, expect, test } from "vitest";
import { SYNC_PAYLOAD_BYTES } from "../../../local/aws/host/host.ts";
import { faultOf, hostOf, valueOf } from "./support.ts";

describe("a fault", () => {
  test("of the code leaves the sandbox alive", async () => {
    const { host } = hostOf(
      `let calls = 0; export const handler = async () => { calls += 1; if (calls === 1) throw new RangeError("too far"); return calls }`,
    );
    const fault = faultOf(await host.invoke("Fn", {}));
    expect(fault).toMatchObject({ kind: "handled", errorType: "RangeError", errorMessage: "too far" });
    expect(fault.stackTrace[0]).toBe("RangeError: too far");
    expect(valueOf(await host.invoke("Fn", {}))).toBe(2);
  });

  test.each([
    [
      "process.exit()",
      `process.exit(0)`,
      "Runtime.ExitError",
      "Error: Runtime exited without providing a reason",
    ],
    [
      "process.exit(3)",
      `process.exit(3)`,
      "Runtime.ExitError",
      "Error: Runtime exited with error: exit status 3",
    ],
    [
      "an error nothing caught",
      `setTimeout(() => { throw new Error("later") }); await new Promise(() => {})`,
      "Runtime.UncaughtException",
      "Error: later",
    ],
    [
      "a rejection nothing caught",
      `Promise.reject(new Error("lost")); await new Promise((r) => setTimeout(r, 500))`,
      "Runtime.UnhandledPromiseRejection",
      "Error: lost",
    ],
  ])("%s ends the sandbox as the service reports it", async (_, body, errorType, message) => {
    const { host } = hostOf(
      `let calls = 0; export const handler = async (event) => { calls += 1; if (event.ok) return calls; ${body} }`,
    );
    const fault = faultOf(await host.invoke("Fn", {}));
    expect(fault).toMatchObject({ kind: "unhandled", errorType });
    expect(fault.errorMessage).toContain(message);
    expect(valueOf(await host.invoke("Fn", { ok: true }))).toBe(1);
  });

  test("out of memory is a killed runtime", async () => {
    const { host } = hostOf(
      `export const handler = async () => { const all = []; for (;;) all.push(new Array(100_000).fill(Math.random())) }`,
      {
        memoryMb: 16,
        timeoutSeconds: 30,
      },
    );
    expect(faultOf(await host.invoke("Fn", {}))).toMatchObject({
      kind: "unhandled",
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringContaining("Runtime exited with error: signal: killed") as string,
    });
  });

  test("a call past its time is ended, even in a busy loop", async () => {
    const { host, records } = hostOf(`export const handler = async () => { for (;;); }`, {
      timeoutSeconds: 0.2,
    });
    expect(faultOf(await host.invoke("Fn", {}))).toMatchObject({
      kind: "timeout",
      errorType: "Sandbox.Timedout",
      errorMessage: expect.stringContaining("Task timed out after 0.20 seconds") as string,
    });
    expect(records[0]?.durationMs).toBe(200);
  });

  test.each([
    ["a thrown error", `throw new TypeError("no table")`, "TypeError", "no table"],
    [
      "a missing module",
      `import "./not-there.mjs"; export const handler = 1`,
      "Runtime.ImportModuleError",
      "not-there.mjs",
    ],
    ["a syntax error", `export const handler = (`, "Runtime.UserCodeSyntaxError", "SyntaxError"],
    [
      "a missing handler",
      `export const other = 1`,
      "Runtime.HandlerNotFound",
      "index.handler is undefined or not exported",
    ],
    ["an exit", `process.exit(1)`, "Runtime.ExitError", "exit status 1"],
  ])("while loading (%s) fails the call", async (_, code, errorType, message) => {
    const { host } = hostOf(code);
    const fault = faultOf(await host.invoke("Fn", {}));
    expect(fault).toMatchObject({ kind: "unhandled", errorType });
    expect(fault.errorMessage).toContain(message);
  });

  test("a module that does not load in time fails the call", async () => {
    const { host } = hostOf(
      `await new Promise((r) => setTimeout(r, 60_000)); export const handler = 1`,
      {},
      { initTimeoutMs: 200 },
    );
    expect(faultOf(await host.invoke("Fn", {}))).toMatchObject({
      kind: "unhandled",
      errorType: "Sandbox.Timedout",
    });
  });

  test("a result or an event past 6 MB is refused", async () => {
    const { host } = hostOf(`export const handler = async (event) => "x".repeat(event.size ?? 1)`);
    expect(faultOf(await host.invoke("Fn", { size: SYNC_PAYLOAD_BYTES })).errorType).toBe(
      "Function.ResponseSizeTooLarge",
    );
    expect(faultOf(await host.invoke("Fn", "x".repeat(SYNC_PAYLOAD_BYTES)))).toMatchObject({
      kind: "too-large",
      errorType: "RequestEntityTooLargeException",
    });
  });

  test("a result JSON cannot hold is a marshalling error", async () => {
    const { host } = hostOf(`export const handler = async () => 1n`);
    expect(faultOf(await host.invoke("Fn", {})).errorType).toBe("Runtime.MarshalError");
  });

  test("a callback handler runs on Node.js 22 and is refused on 24", async () => {
    const code = `export const handler = (event, context, callback) => callback(null, "called")`;
    expect(valueOf(await hostOf(code, { runtime: "nodejs22.x" }).host.invoke("Fn", {}))).toBe("called");
    expect(faultOf(await hostOf(code).host.invoke("Fn", {})).errorType).toBe(
      "Runtime.CallbackHandlerDeprecated",
    );
  });
});
