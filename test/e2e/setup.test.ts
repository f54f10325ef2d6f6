import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type SetupApi, createSetupApi } from "../../local/setup/api.ts";
import { applyPlan, SetupStopped } from "../../local/setup/apply.ts";
import { isEmpty } from "../../local/setup/plan.ts";
import { preparePlan } from "../../local/setup/setup.ts";
import { readSetup } from "../../local/setup/source.ts";
import { identity } from "../../local/setup/things.ts";
import { createApiClient } from "../../local/stack/api-client.ts";
import { firstAdministrator } from "../../local/stack/first-administrator.ts";
import { repositoryRoot } from "../../local/stack/sources.ts";
import { openScene, type Scene } from "./support/scene.ts";

const presets = ["presets/shop.yaml", "presets/clinic.yaml", "presets/technical-support.yaml"] as const;
const preset = (path: string) => readSetup(path, readFileSync(join(repositoryRoot, path), "utf8"));

/** Plans and applies a file; gives how many things it named. */
async function setUp(api: SetupApi, path: string): Promise<number> {
  const { plan, known } = await preparePlan(api, preset(path), {});
  await applyPlan(plan, { api, known, environment: {}, onDone: () => {} });
  return plan.differences.length;
}

let scene: Scene | undefined;
const children = new Set<ChildProcess>();

async function opened(): Promise<Scene> {
  scene = await openScene();
  return scene;
}

afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  children.clear();
  await scene?.close();
  scene = undefined;
});

describe("npm run setup", () => {
  test.each(presets)(
    "makes an empty desk what %s says; the second time there is nothing to do",
    async (path) => {
      const { api: client, admin } = await opened();
      const api = createSetupApi(client, admin);
      const named = await setUp(api, path);
      const { plan } = await preparePlan(api, preset(path), {});
      expect(isEmpty(plan)).toBe(true);
      expect(plan.differences).toHaveLength(named);
      expect(plan.others.map(({ label }) => label)).toEqual([firstAdministrator.email]);
    },
  );

  test("comes to the same end however often it is cut off", async () => {
    const path = presets[1];
    const { api: client, admin, apiUrl } = await opened();
    const calm = createSetupApi(client, admin);
    /** Loses the answer of one request, and everything after it. */
    const cutAfter = (writes: number): SetupApi => {
      let left = writes;
      const send: typeof fetch = async (input, init) => {
        const isRead = (init?.method ?? "GET") === "GET";
        if (left <= 0 && !isRead) throw new TypeError("fetch failed");
        if (!isRead) left -= 1;
        const response = await fetch(input, init);
        if (!isRead && left <= 0) throw new TypeError("fetch failed");
        return response;
      };
      return createSetupApi(createApiClient(apiUrl, send), admin, async () => {});
    };
    let cuts = 0;
    for (let done = false; !done && cuts < 60;) {
      done = await setUp(cutAfter(3 + (cuts % 5)), path).then(
        () => true,
        (error: unknown) => {
          expect(error).toBeInstanceOf(SetupStopped);
          return false;
        },
      );
      if (!done) cuts += 1;
    }
    expect(cuts).toBeGreaterThan(4);
    const { plan, known } = await preparePlan(calm, preset(path), {});
    expect(isEmpty(plan)).toBe(true);
    expect(plan.others.map(({ label }) => label)).toEqual([firstAdministrator.email]);
    // Nothing is there twice.
    expect(new Set(known.map(identity)).size).toBe(known.length);
  });

  test("as a command: shows a plan, does it once, takes a key in place of a password, and tells what it needs", async () => {
    const { api, admin, apiUrl } = await opened();
    const { email, password } = firstAdministrator;
    const [path] = presets;
    const person = { BALCAO_PASSWORD: password };
    const as = ["--url", apiUrl, "--email", email];

    const planned = await run([path, ...as, "--plan"], person);
    expect(planned.said).toContain("  + sector           Vendas\n");
    expect(planned.code).toBe(0);
    expect((await api.call("listSectors", {}, { token: admin })).items).toEqual([]);

    const unasked = await run([path, ...as], person);
    expect(unasked).toMatchObject({ code: 1 });
    expect(unasked.said).toContain("--yes applies it, --plan only shows it");

    const applied = await run([path, ...as, "--yes"], person);
    expect(applied.said).toMatch(
      / {2}created canned response Vendas \/ pix\n[^]*Done: \d+ steps\. The desk is as the file says\./,
    );
    expect(applied.code).toBe(0);
    expect(applied.said).not.toContain(password);

    const { secret } = await api.call(
      "createApiKey",
      { body: { name: "Set-up", scopes: ["config:read", "config:write", "people:read", "people:write"] } },
      { token: admin },
    );
    const again = await run([path, "--url", apiUrl, "--yes"], { BALCAO_API_KEY: secret });
    expect(again.said).toContain("0 to create, 0 to change");
    expect(again.code).toBe(0);

    const refused = await run([path, ...as], { BALCAO_PASSWORD: "Errada123" });
    expect(refused).toMatchObject({ code: 1, said: "E-mail or password are not right.\n" });
    const nobody = await run([path, ...as], {});
    expect(nobody.said).toBe("put the password into BALCAO_PASSWORD, or an API key into BALCAO_API_KEY\n");
  });
});

/** The command as its own process, without a terminal; gives all it said. */
function run(args: readonly string[], environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ["local/setup/main.ts", ...args], {
    cwd: repositoryRoot,
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.add(child);
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise<{ readonly code: number | null; readonly said: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, said: Buffer.concat(chunks).toString("utf8") }));
  });
}
