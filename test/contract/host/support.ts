import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach } from "vitest";
import { MovableClock } from "../../../local/aws/clock.ts";
import { createFunctionHost } from "../../../local/aws/host/host.ts";
import type {
  FunctionHost,
  FunctionLine,
  FunctionSpec,
  HostLimits,
  InvocationRecord,
  InvokeResult,
} from "../../../local/aws/host/types.ts";

const root = mkdtempSync(join(tmpdir(), "host-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const open: FunctionHost[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((host) => host.close()));
});

let folders = 0;
/** A host with one function, `Fn`, of the given code; closed after the test. */
export function hostOf(code: string, spec: Partial<FunctionSpec> = {}, limits: Partial<HostLimits> = {}) {
  folders += 1;
  const codeFolder = join(root, String(folders));
  mkdirSync(codeFolder, { recursive: true });
  writeFileSync(join(codeFolder, "index.mjs"), code);
  const lines: FunctionLine[] = [];
  const records: InvocationRecord[] = [];
  const clock = new MovableClock();
  const host = createFunctionHost({
    functions: [
      {
        id: "Fn",
        name: "stack-Fn",
        arn: "arn:aws:lambda:us-east-1:000000000000:function:stack-Fn",
        codeFolder,
        handler: "index.handler",
        runtime: "nodejs24.x",
        timeoutSeconds: 3,
        memoryMb: 128,
        environment: {},
        ...spec,
      },
    ],
    region: "us-east-1",
    clockOffset: clock.shared,
    machineEnvironment: () => ({
      AWS_ACCESS_KEY_ID: "KEY",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_ENDPOINT_URL: "http://127.0.0.1:1",
    }),
    onLine: (line) => lines.push(line),
    onInvocation: (record) => records.push(record),
    log: () => undefined,
    limits,
  });
  open.push(host);
  return { host, lines, records, clock };
}

/** What the function returned. */
export const valueOf = (result: InvokeResult): unknown => {
  if (!result.ok) throw new Error(`${result.error.errorType}: ${result.error.errorMessage}`);
  return JSON.parse(result.payload);
};
/** How the call failed. */
export const faultOf = (result: InvokeResult) => {
  if (result.ok) throw new Error(`expected a fault, got ${result.payload}`);
  return { kind: result.kind, ...result.error };
};
