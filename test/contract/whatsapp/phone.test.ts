import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createWhatsAppSimulator } from "../../../local/whatsapp/simulator.ts";
import { type Bench, NUMBER, startBench } from "./support.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const to = "5511990000001";
const texts = (): readonly unknown[] => bench.items("messages").map(({ text }) => text);
const states = (): readonly unknown[] =>
  bench.lia.chat().flatMap((message) => (message.from === "customer" ? [message.state] : []));
const arrived = (): readonly unknown[] => bench.lia.received().map(({ content }) => content["body"]);
const reported = (): readonly unknown[] => bench.items("statuses").map(({ status }) => status);

describe("a phone without a network", () => {
  test("keeps what is written, and sends it in order once it is back, with that time", async () => {
    await bench.lia.setOnline(false);
    await bench.lia.send.text("one");
    await bench.lia.send.text("two");
    expect(texts()).toEqual([]);
    expect(states()).toEqual(["queued", "queued"]);
    expect(bench.lia.windowOpen()).toBe(false);
    bench.clock.advance(60_000);
    await bench.lia.setOnline(true);
    expect(texts()).toEqual([{ body: "one" }, { body: "two" }]);
    expect(states()).toEqual(["delivered", "delivered"]);
    const sentAt = (bench.clock.now() / 1_000).toString();
    expect(bench.items("messages").map(({ timestamp }) => timestamp)).toEqual([sentAt, sentAt]);
  });

  test("gets what was sent meanwhile once it is back, and only then tells that it arrived and was read", async () => {
    await bench.lia.send.text("oi");
    await bench.lia.setOnline(false);
    for (const body of ["a", "b"]) await bench.send({ to, type: "text", text: { body } });
    await bench.simulator.idle();
    expect(arrived()).toEqual([]);
    expect(reported()).toEqual(["sent", "sent"]);
    await bench.lia.setOnline(true);
    expect(arrived()).toEqual(["a", "b"]);
    expect(reported()).toEqual(["sent", "sent", "delivered", "read", "delivered", "read"]);
  });

  test("tells nothing that a delay brings due while it is away", async () => {
    await bench.lia.send.text("oi");
    bench.lia.behave({ delayMs: 1_000 });
    await bench.send({ to, type: "text", text: { body: "a" } });
    await bench.lia.setOnline(false);
    bench.clock.advance(10_000);
    await bench.simulator.idle();
    expect(reported()).toEqual(["sent"]);
    await bench.lia.setOnline(true);
    expect(reported()).toEqual(["sent", "delivered", "read"]);
  });

  test("that is told twice to come back sends nothing twice", async () => {
    await bench.lia.setOnline(false);
    await bench.lia.send.text("one");
    await Promise.all([bench.lia.setOnline(true), bench.lia.setOnline(true)]);
    await bench.lia.setOnline(false);
    await bench.lia.setOnline(true);
    expect(texts()).toEqual([{ body: "one" }]);
  });
});

describe("what a phone shows", () => {
  test("how far each message got: late ones are on their way, refused ones until a retry, then read", async () => {
    await bench.lia.send.text("late", { lateMs: 20_000 });
    expect(states()).toEqual(["sent"]);
    bench.clock.advance(20_000);
    await bench.simulator.idle();
    expect(states()).toEqual(["delivered"]);
    bench.answers.push(500);
    const refused = await bench.lia.send.text("refused");
    expect(states()).toEqual(["delivered", "sent"]);
    await bench.simulator.webhooks.retryNow();
    expect(states()).toEqual(["delivered", "delivered"]);
    await bench.send({ to, status: "read", message_id: refused });
    expect(states()).toEqual(["read", "read"]);
  });

  test("both sides in the order of time, answers with what they answer, and the business's statuses", async () => {
    const asked = await bench.lia.send.text("oi");
    bench.clock.advance(1_000);
    await bench.send({ to, type: "text", text: { body: "olá" }, context: { message_id: asked } });
    await bench.simulator.idle();
    bench.clock.advance(1_000);
    const [answer] = bench.lia.received();
    await bench.lia.send.buttonReply({ id: "1", title: "Sim" }, { replyTo: answer?.wamid ?? "" });
    expect(bench.lia.chat()).toMatchObject([
      { from: "customer", wamid: asked, type: "text", content: { body: "oi" } },
      { from: "business", replyTo: asked, content: { body: "olá" }, statuses: ["sent", "delivered", "read"] },
      {
        from: "customer",
        type: "interactive",
        replyTo: answer?.wamid,
        content: { type: "button_reply", button_reply: { id: "1", title: "Sim" } },
      },
    ]);
  });

  test("templates with their variables filled in, and their buttons", async () => {
    bench.simulator.addTemplate(NUMBER.wabaId, {
      ...{ name: "pedido", language: "pt_BR", status: "APPROVED", category: "UTILITY" },
      components: [
        { type: "HEADER", format: "TEXT", text: "Pedido {{1}}" },
        { type: "BODY", text: "Olá, {{1}}! Chega {{2}}." },
        { type: "FOOTER", text: "Empório Aurora" },
        { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Obrigada" }] },
      ],
    });
    const text = (value: string) => ({ type: "text", text: value });
    await bench.send({
      to,
      type: "template",
      template: {
        ...{ name: "pedido", language: { code: "pt_BR" } },
        components: [
          { type: "header", parameters: [text("42")] },
          { type: "body", parameters: [text("Lia"), text("amanhã")] },
          {
            ...{ type: "button", sub_type: "quick_reply", index: "0" },
            parameters: [{ type: "payload", payload: "ok-42" }],
          },
        ],
      },
    });
    expect(bench.lia.chat()).toMatchObject([
      {
        template: {
          header: "Pedido 42",
          body: "Olá, Lia! Chega amanhã.",
          footer: "Empório Aurora",
          buttons: [{ type: "QUICK_REPLY", text: "Obrigada", payload: "ok-42" }],
        },
      },
    ]);
  });
});

test("another process takes the network, reads the chat, and learns whom it can write to", async () => {
  const ask = async (path: string, body?: unknown): Promise<unknown> => {
    const headers = { "content-type": "application/json" };
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body), headers };
    return (await fetch(`${bench.simulator.url}/_simulator/${path}`, init)).json();
  };
  expect(await ask("numbers")).toEqual([
    { phoneNumberId: NUMBER.phoneNumberId, displayPhoneNumber: "551130000000", name: "551130000000" },
  ]);
  expect(await ask(`customers/${to}/network`, { online: false })).toEqual({ ok: true });
  await ask(`customers/${to}/messages`, { type: "text", content: { body: "oi" } });
  expect(await ask(`customers/${to}`)).toMatchObject({ online: false });
  expect(await ask(`customers/${to}/chat?phoneNumberId=${NUMBER.phoneNumberId}`)).toMatchObject([
    { from: "customer", state: "queued", content: { body: "oi" } },
  ]);
  await ask(`customers/${to}/network`, { online: true });
  expect(texts()).toEqual([{ body: "oi" }]);
});

describe("the phone's page", () => {
  const folder = mkdtempSync(join(tmpdir(), "balcao-phone-"));
  mkdirSync(join(folder, "pages"));
  writeFileSync(join(folder, "pages", "index.html"), "the phone");
  writeFileSync(join(folder, "secret.html"), "not for pages");
  const serve = () =>
    createWhatsAppSimulator({ clock: bench.clock, log: () => undefined, pages: join(folder, "pages") });
  const status = (url: string, path: string, host?: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(url, { path, ...(host === undefined ? {} : { headers: { host } }) }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on("error", reject)
        .end();
    });

  test("is shown to this machine, and nothing beside it", async () => {
    const simulator = await serve();
    try {
      const page = await fetch(`${simulator.url}/phone/`);
      expect([page.status, await page.text()]).toEqual([200, "the phone"]);
      expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
      expect(await status(simulator.url, "/phone")).toBe(308);
      expect(await status(simulator.url, "/phone/", "evil.test")).toBe(403);
      for (const path of ["/phone/..%2fsecret.html", "/phone/%2e%2e%2fsecret.html", "/phone/none.html"])
        expect(await status(simulator.url, path), path).toBe(404);
    } finally {
      await simulator.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
