import { type IncomingMessage, type RequestListener, createServer } from "node:http";
import { type AddressInfo, type Server, Socket, createServer as createTcpServer } from "node:net";
import { lookup } from "node:dns/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { Webhook as Verifier } from "standardwebhooks";
import type { Time } from "../../../shared/contracts/values.ts";
import type { WebhookPost } from "../../../shared/ports/webhooks.ts";
import { createWebhookSender } from "../../../shared/adapters/webhook-sender.ts";
import { signedHeaders } from "../../../shared/adapters/webhook-signature.ts";

const at = "2026-11-23T12:00:00.500Z" as Time;
const secrets = ["A", "B"].map((letter) => `whsec_${Buffer.alloc(32, letter).toString("base64")}`);
const [secret = "", older = ""] = secrets;
const open: { close(): unknown }[] = [];

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  for (const server of open.splice(0)) server.close();
});

const post = (url: string): WebhookPost => ({
  ...{ url, id: "whk_1-tkt_1-1", at, body: '{"text":"olá"}' },
  secrets: [secret, older],
});

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A receiver on this machine, the sender that may reach it, and what it got. */
async function receiver(answer: RequestListener) {
  const got: { headers: IncomingMessage["headers"]; body: string; path: string | undefined }[] = [];
  const origin = await listening(
    createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const { headers, url: path } = request;
        got.push({ headers, path, body: Buffer.concat(chunks).toString() });
        answer(request, response);
      });
    }),
  );
  return { origin, got, sender: createWebhookSender({ testOrigin: origin }) };
}

describe("a message", () => {
  test("arrives as it is, and the specification's own library verifies it with each secret", async () => {
    const { origin, got, sender } = await receiver((_, response) => response.writeHead(202).end("thanks"));
    const outcome = await sender.post(post(`${origin}/desk?key=1`));
    expect(outcome).toEqual({ kind: "answered", httpStatus: 202, milliseconds: expect.any(Number) });
    expect(got).toHaveLength(1);
    const [{ headers, body, path } = { headers: {}, body: "", path: "" }] = got;
    expect([path, headers["content-type"], headers["user-agent"]]).toEqual([
      ...["/desk?key=1", "application/json", "Balcao-Webhooks/1"],
    ]);
    vi.useFakeTimers({ now: Date.parse(at), toFake: ["Date"] });
    for (const key of secrets) {
      expect(new Verifier(key).verify(body, headers as Record<string, string>)).toEqual({ text: "olá" });
    }
    const stranger = new Verifier(`whsec_${Buffer.alloc(32, "C").toString("base64")}`);
    expect(() => stranger.verify(body, headers as Record<string, string>)).toThrow("No matching signature");
    const changed = () => new Verifier(secret).verify(`${body} `, headers as Record<string, string>);
    expect(changed).toThrow("No matching signature");
  });

  test("is signed as that library signs it", () => {
    const body = '{"a":"é"}';
    const headers = signedHeaders({ id: "msg_1", at, body, secrets: [secret] });
    expect(headers).toEqual({
      "webhook-id": "msg_1",
      "webhook-timestamp": "1795435200",
      "webhook-signature": new Verifier(secret).sign("msg_1", new Date(at), body),
    });
  });
});

describe("an answer", () => {
  test.each([200, 302, 404, 410, 500])("is its status: %i", async (status) => {
    const { origin, sender } = await receiver((_, response) => response.writeHead(status).end());
    await expect(sender.post(post(origin))).resolves.toMatchObject({ kind: "answered", httpStatus: status });
  });

  test("that redirects is not followed, wherever to", async () => {
    const other = await receiver((_, response) => response.end());
    const targets = [`${other.origin}/`, "http://169.254.169.254/latest/meta-data/"];
    for (const location of targets) {
      const { origin, got } = await receiver((_, response) => response.writeHead(307, { location }).end());
      const connect = vi.spyOn(Socket.prototype, "connect");
      const outcome = await createWebhookSender({ testOrigin: origin }).post(post(origin));
      expect(outcome).toMatchObject({ kind: "answered", httpStatus: 307 });
      expect(connect).toHaveBeenCalledTimes(1);
      expect(got).toHaveLength(1);
      connect.mockRestore();
    }
    expect(other.got).toEqual([]);
  });

  test("without an end is cut, and its status counts", async () => {
    let written = 0;
    const { origin, sender } = await receiver((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        written += 65_536;
        if (!response.destroyed) response.write(Buffer.alloc(65_536), () => setImmediate(more));
      };
      more();
    });
    await expect(sender.post(post(origin))).resolves.toMatchObject({ kind: "answered", httpStatus: 200 });
    expect(written).toBeLessThan(64 * 1_048_576);
  });

  test("that never comes is none", async () => {
    const { origin } = await receiver(() => {});
    const sender = createWebhookSender({ testOrigin: origin, timeout: 50 });
    await expect(sender.post(post(origin))).resolves.toMatchObject({ kind: "failed", problem: "timeout" });
  });

  test("that is not HTTP, or ends before it begins, is none", async () => {
    const origin = await listening(createTcpServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n")));
    const rude = createWebhookSender({ testOrigin: origin });
    await expect(rude.post(post(origin))).resolves.toMatchObject({ kind: "failed", problem: "protocol" });
    const mute = await listening(createTcpServer((socket) => socket.destroy()));
    const cut = createWebhookSender({ testOrigin: mute });
    await expect(cut.post(post(mute))).resolves.toMatchObject({ kind: "failed", problem: "connection" });
  });

  test("that switches protocols is none", async () => {
    const origin = await listening(
      createTcpServer((socket) =>
        socket.once("data", () =>
          socket.end("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
        ),
      ),
    );
    const sender = createWebhookSender({ testOrigin: origin });
    await expect(sender.post(post(origin))).resolves.toMatchObject({ kind: "failed", problem: "protocol" });
  });

  test("of nobody is none", async () => {
    const server = createTcpServer();
    const origin = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const sender = createWebhookSender({ testOrigin: origin });
    await expect(sender.post(post(origin))).resolves.toMatchObject({ kind: "failed", problem: "connection" });
  });
});

describe("an address that is not public", () => {
  const none = vi.fn<() => Promise<string[]>>();

  test.each([
    ...["https://127.0.0.1:1/", "https://127.1:1/", "https://[::1]:1/", "https://[::ffff:127.0.0.1]:1/"],
    ...["https://169.254.169.254/", "http://127.0.0.1:1/", "http://receiver.example/"],
  ])("is never connected to: %s", async (url) => {
    const connect = vi.spyOn(Socket.prototype, "connect");
    const sender = createWebhookSender({ testOrigin: "http://127.0.0.1:2", resolve: none });
    await expect(sender.post(post(url))).resolves.toMatchObject({ kind: "failed", problem: "address" });
    expect([connect.mock.calls, none.mock.calls]).toEqual([[], []]);
  });

  test.each([
    ["its only one", ["10.0.0.7"]],
    ["one of several", ["1.1.1.1", "::1"]],
    ["what a v6 address stands for", ["::ffff:169.254.169.254"]],
  ])("is not connected to by a name that leads to it: %s", async (_, addresses) => {
    const connect = vi.spyOn(Socket.prototype, "connect");
    const sender = createWebhookSender({ testOrigin: "", resolve: async () => addresses });
    const outcome = await sender.post(post("https://receiver.example/"));
    expect(outcome).toMatchObject({ kind: "failed", problem: "address" });
    expect(connect).not.toHaveBeenCalled();
  });

  test("is not reached by a name that was public when it was checked", async () => {
    const answers = [["1.1.1.1", "2606:4700::1111"], ["127.0.0.1"]];
    const resolve = vi.fn<() => Promise<readonly string[]>>(async () => answers.shift() ?? ["127.0.0.1"]);
    const found: unknown[] = [];
    // Nothing leaves this machine: instead of connecting, the socket is asked where it would connect to.
    vi.spyOn(Socket.prototype, "connect").mockImplementation(function (this: Socket, ...given: unknown[]) {
      const [options] = (Array.isArray(given[0]) ? given[0] : given) as [
        {
          host: string;
          lookup: (name: string, options: object, done: (...found: unknown[]) => void) => void;
        },
      ];
      options.lookup(options.host, { all: true }, (_, all) => found.push(all));
      options.lookup(options.host, {}, (_, address, family) => found.push([address, family]));
      setImmediate(() => this.destroy(Object.assign(new Error("refused"), { code: "ECONNREFUSED" })));
      return this;
    });
    const sender = createWebhookSender({ testOrigin: "", resolve });
    const outcome = await sender.post(post("https://rebinding.example/"));
    expect(outcome).toMatchObject({ kind: "failed", problem: "connection" });
    expect(resolve).toHaveBeenCalledTimes(1);
    expect(found).toEqual([
      [
        { address: "1.1.1.1", family: 4 },
        { address: "2606:4700::1111", family: 6 },
      ],
      ["1.1.1.1", 4],
    ]);
  });
});

describe("a name", () => {
  const ask = (resolve: () => Promise<readonly string[]>) =>
    createWebhookSender({ testOrigin: "", resolve, timeout: 50 }).post(post("https://receiver.example/"));

  test("that leads nowhere is a problem of its own", async () => {
    await expect(ask(async () => [])).resolves.toMatchObject({ kind: "failed", problem: "name" });
    const broken = () => Promise.reject(Object.assign(new Error("SERVFAIL"), { code: "ESERVFAIL" }));
    await expect(ask(broken)).resolves.toMatchObject({ kind: "failed", problem: "name" });
    await expect(ask(() => new Promise(() => {}))).resolves.toMatchObject({ problem: "timeout" });
  });

  test("is not looked for among the hosts of this machine", async () => {
    await expect(lookup("localhost")).resolves.toMatchObject({ address: expect.any(String) });
    const connect = vi.spyOn(Socket.prototype, "connect");
    const sender = createWebhookSender({ testOrigin: "", timeout: 1_000 });
    const outcome = await sender.post(post("https://localhost:1/"));
    expect(outcome.kind).toBe("failed");
    expect(connect).not.toHaveBeenCalled();
  });
});
