import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { openPhone } from "../../local/demo/phone.ts";
import { until } from "../../local/demo/until.ts";
import { firstAdministrator } from "../../local/stack/first-administrator.ts";
import { demoLogins } from "../../local/seed/shop.ts";
import { createApiClient } from "../../local/stack/api-client.ts";
import { type Addresses, findRunning } from "../../local/stack/running.ts";
import { signIn } from "../../local/stack/sign-in.ts";
import { repositoryRoot } from "../../local/stack/sources.ts";

/** A script of the repository as its own process group, so that whatever it leaves behind can be found. */
interface Script {
  readonly child: ChildProcess;
  output(): string;
  /** The exit code, or the signal's name. */
  readonly ended: Promise<number | string | null>;
}

const dataDir = mkdtempSync(join(tmpdir(), "balcao-start-"));
const started = new Set<Script>();

function run(file: string, ...args: readonly string[]): Script {
  const child = spawn(process.execPath, [file, "--data", dataDir, ...args], {
    cwd: repositoryRoot,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk));
  const script: Script = {
    child,
    output: () => Buffer.concat(chunks).toString("utf8"),
    ended: new Promise((resolve) => child.once("close", (code, signal) => resolve(code ?? signal))),
  };
  started.add(script);
  return script;
}

/** Whether any process of the script's group still runs. */
function leftBehind({ child }: Script): boolean {
  try {
    process.kill(-(child.pid ?? 0), 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

async function up(...args: readonly string[]): Promise<{ readonly start: Script; readonly at: Addresses }> {
  const start = run("local/start.ts", ...args);
  let hasEnded = false;
  void start.ended.then(() => (hasEnded = true));
  const at = await until(
    "the desk to be up",
    () => {
      if (hasEnded) throw new Error(start.output());
      return findRunning(dataDir);
    },
    120_000,
  );
  return { start, at };
}

async function end(
  { start, at }: { readonly start: Script; readonly at: Addresses },
  signal: NodeJS.Signals,
) {
  start.child.kill(signal);
  expect(await start.ended, start.output()).toBe(0);
  expect(leftBehind(start)).toBe(false);
  expect(existsSync(join(dataDir, "running.json"))).toBe(false);
  await expect(fetch(`${at.apiUrl}/health`)).rejects.toThrow();
}

async function ticketsOf(at: Addresses, list: "open" | "closed") {
  const api = createApiClient(at.apiUrl);
  const token = await signIn(api, firstAdministrator);
  return (await api.call("listTickets", { query: { list } }, { token })).items;
}

afterEach(() => {
  for (const script of started) if (script.child.exitCode !== null) started.delete(script);
});

afterAll(() => {
  for (const script of started) if (leftBehind(script)) process.kill(-(script.child.pid ?? 0), "SIGKILL");
  rmSync(dataDir, { recursive: true, force: true });
});

describe("npm start", () => {
  let desk: Awaited<ReturnType<typeof up>>;
  const waId = "5511990000001";

  beforeAll(async () => {
    desk = await up();
  });

  test("answers, and says where everything is within 100 columns", async () => {
    const health = await fetch(`${desk.at.apiUrl}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ status: "ok" });
    const banner = await until("the banner", () => {
      const said = desk.start.output();
      return said.includes("Ctrl-C ends it") ? said : undefined;
    });
    const { apiUrl, socketUrl, simulatorUrl } = desk.at;
    for (const url of [apiUrl, socketUrl, simulatorUrl]) expect(banner).toContain(url);
    for (const { email } of demoLogins) expect(banner).toContain(email);
    for (const line of banner.split("\n")) expect(line.length, line).toBeLessThanOrEqual(100);
  });

  test("has a demo played on it, whose bill adds up", async () => {
    const demo = run("local/demo/main.ts");
    expect(await demo.ended, demo.output()).toBe(0);
    const said = demo.output();
    expect(said).toContain(desk.at.apiUrl);
    expect(said).toContain("Complete: 12 messages (6 in, 6 out), each pushed, received and read");
    const rows = [...said.matchAll(/^ {2}(\S.*?) +[\d.]* .* +(\d\.\d{8}) +(\d\.\d{8})$/gm)].map((row) =>
      row.slice(1),
    );
    const total = rows.find(([service]) => service === "total");
    const billed = rows.slice(0, total === undefined ? 0 : rows.indexOf(total));
    expect(billed.map(([service]) => service)).toContain("DynamoDB");
    for (const column of [1, 2]) {
      const sum = billed.reduce((all, row) => all + Number(row[column]), 0);
      expect(sum).toBeGreaterThan(0);
      expect(Number(total?.[column])).toBeCloseTo(sum, 6);
    }
    expect(leftBehind(demo)).toBe(false);
  });

  test("refuses a folder and ports that are taken, saying by whom", async () => {
    const second = run("local/start.ts");
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`process ${desk.start.child.pid} answers at ${desk.at.apiUrl}`);
    const { port } = new URL(desk.at.apiUrl);
    const elsewhere = run("local/start.ts", "--port", port, "--data", join(dataDir, "other"));
    expect(await elsewhere.ended).toBe(1);
    expect(elsewhere.output()).toContain(`port ${port} (api) is in use`);
  });

  test("hands out tokens", async () => {
    const token = run("local/operator/token.ts", "bruna@aurora.example");
    expect(await token.ended).toBe(0);
    const [jwt = ""] = token.output().split("\n");
    const me = await createApiClient(desk.at.apiUrl).call("me", {}, { token: jwt });
    expect(me.agent.email).toBe("bruna@aurora.example");
  });

  test("makes no second administrator unless one is asked for", async () => {
    const person = ["--email", "outra@aurora.example", "--name", "Outra Pessoa"];
    const refused = run("local/operator/first-admin.ts", ...person);
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain(firstAdministrator.email);
    const made = run("local/operator/first-admin.ts", ...person, "--another");
    expect(await made.ended, made.output()).toBe(0);
    const password = /shown only now: (\S+)/.exec(made.output())?.[1] ?? "";
    const api = createApiClient(desk.at.apiUrl);
    const answer = await api.call("signIn", { body: { email: "outra@aurora.example", password } });
    expect(answer).toMatchObject({ kind: "challenge", challenge: "NEW_PASSWORD_REQUIRED" });
  });

  test("goes on where it was after Ctrl-C, with its customers", async () => {
    const phone = await openPhone(desk.at.simulatorUrl, waId, "Lia Gonçalves");
    await phone.send("Ainda estão aí?");
    const [open] = await until("the ticket to be open", async () => {
      const tickets = await ticketsOf(desk.at, "open");
      return tickets.length > 0 ? tickets : undefined;
    });
    const closed = (await ticketsOf(desk.at, "closed")).map(({ id }) => id);
    expect(closed).toHaveLength(1);
    await end(desk, "SIGINT");

    desk = await up();
    expect((await ticketsOf(desk.at, "closed")).map(({ id }) => id)).toEqual(closed);
    expect(await ticketsOf(desk.at, "open")).toEqual([open]);
    expect(desk.start.output()).not.toContain("Setting up");

    const api = createApiClient(desk.at.apiUrl);
    const holder = await holderOf(desk.at, open?.phase === "open" ? open.agentId : "");
    const text = "Estamos sim!";
    const again = await openPhone(desk.at.simulatorUrl, waId, "Lia Gonçalves");
    await api.call(
      "sendMessage",
      {
        params: { ticketId: open?.id ?? "" },
        body: { clientMessageId: digestOf(text), content: { type: "text", text } },
      },
      { token: holder },
    );
    await again.receives(text);
    await again.send("Que bom!");
    await until("her next message on the same ticket", async () => {
      const [ticket] = await ticketsOf(desk.at, "open");
      return ticket?.unread === 1 && ticket.id === open?.id ? true : undefined;
    });
  });

  test("forgets with --fresh, and ends on SIGTERM as well", async () => {
    await end(desk, "SIGTERM");
    desk = await up("--fresh");
    expect(await ticketsOf(desk.at, "closed")).toEqual([]);
    expect(await ticketsOf(desk.at, "open")).toEqual([]);
    await end(desk, "SIGINT");
  });
});

/** An access token of whoever has this id. */
async function holderOf(at: Addresses, agentId: string): Promise<string> {
  const api = createApiClient(at.apiUrl);
  for (const login of demoLogins) {
    const token = await signIn(api, login);
    if ((await api.call("me", {}, { token })).agent.id === agentId) return token;
  }
  throw new Error(`nobody of the demo is ${agentId}`);
}

const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);
