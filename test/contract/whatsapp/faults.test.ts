import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../local/whatsapp/types.ts";
import { type Bench, NUMBER, startBench } from "./support.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
  await bench.lia.send.text("oi");
});
afterEach(() => bench.close());

const text = (body = "Olá"): JsonObject => ({ to: "5511990000001", type: "text", text: { body } });
const names = (): unknown[] => bench.items("statuses").map(({ status }) => status);

/** The send call as it is, for answers that are not JSON. */
function call(signal?: AbortSignal): Promise<Response> {
  return fetch(`${bench.simulator.url}/v26.0/${NUMBER.phoneNumberId}/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${NUMBER.accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({ messaging_product: "whatsapp", ...text() }),
    ...(signal ? { signal } : {}),
  });
}

describe("failures on demand", () => {
  test("a code, once, for one address; then all is well again", async () => {
    const ana = bench.simulator.customer({ waId: "5521980000002", name: "Ana" });
    await ana.send.text("oi");
    bench.simulator.failNext({ phoneNumberId: NUMBER.phoneNumberId, to: "+5511990000001", code: 131056 });
    expect(await bench.send({ ...text(), to: "5521980000002" })).toMatchObject({ status: 200 });
    expect(await bench.send(text())).toMatchObject({
      status: 400,
      json: { error: { code: 131056, message: expect.stringContaining("(#131056)"), error_data: {} } },
    });
    expect(await bench.send(text())).toMatchObject({ status: 200 });
    expect(bench.lia.received()).toHaveLength(1);
  });

  test("a page of HTML with a 5xx, as often as asked, before anything is sent", async () => {
    bench.simulator.failNext({ kind: "html", httpStatus: 502, times: 2 });
    for (let n = 0; n < 2; n += 1) {
      const response = await call();
      expect([response.status, response.headers.get("content-type")]).toEqual([
        502,
        "text/html; charset=utf-8",
      ]);
      await expect(response.json()).rejects.toThrow(SyntaxError);
    }
    expect((await call()).status).toBe(200);
    expect(bench.lia.received()).toHaveLength(1);
  });

  test("the connection is cut after the message went out: sent once, and its statuses come", async () => {
    bench.simulator.failNext({ kind: "cut", after: true });
    await expect(call()).rejects.toThrow();
    await bench.simulator.idle();
    expect(bench.lia.received()).toHaveLength(1);
    expect(names()).toEqual(["sent", "delivered", "read"]);
  });

  test("the connection is cut before: nothing was sent", async () => {
    bench.simulator.failNext({ kind: "cut" });
    await expect(call()).rejects.toThrow();
    await bench.simulator.idle();
    expect(bench.simulator.sends()).toEqual([]);
  });

  test("no answer at all, until the caller gives up", async () => {
    bench.simulator.failNext({ kind: "timeout", after: true });
    const aborter = new AbortController();
    const answer = call(aborter.signal);
    while (bench.simulator.sends().length === 0) await new Promise(setImmediate);
    aborter.abort();
    await expect(answer).rejects.toThrow();
    await bench.simulator.idle();
    expect(bench.lia.received()).toHaveLength(1);
  });

  test("accepted, then failed with the code, and never on the phone", async () => {
    bench.simulator.failNext({ kind: "async", code: 131053, details: "codec" });
    expect((await bench.send(text())).status).toBe(200);
    await bench.simulator.idle();
    expect(bench.items("statuses")).toMatchObject([
      {
        status: "failed",
        errors: [{ code: 131053, title: "Media upload error", error_data: { details: "codec" } }],
      },
    ]);
    expect(bench.lia.received()).toEqual([]);
  });

  test("an error although the message went out", async () => {
    bench.simulator.failNext({ code: 131000, after: true });
    expect(await bench.send(text())).toMatchObject({ status: 500, json: { error: { code: 131000 } } });
    expect(bench.lia.received()).toHaveLength(1);
  });
});

describe("statuses as asked", () => {
  test("by hand", async () => {
    bench.lia.behave({ statuses: [] });
    const { json } = await bench.send(text());
    const wamid = json.messages?.[0]?.id ?? "";
    await bench.simulator.idle();
    expect(names()).toEqual([]);
    await bench.lia.deliver(wamid);
    await bench.lia.read(wamid);
    await bench.lia.play(wamid);
    expect(names()).toEqual(["delivered", "read", "played"]);
    await expect(bench.lia.read("wamid.none")).rejects.toThrow("no message wamid.none");
  });

  test("out of order, without delivered, twice", async () => {
    bench.simulator.behave(NUMBER.phoneNumberId, { statuses: ["read", "sent"], copies: 2 });
    await bench.send(text());
    await bench.simulator.idle();
    expect(names()).toEqual(["read", "read", "sent", "sent"]);
  });

  test("before the send call is answered", async () => {
    bench.simulator.behave(NUMBER.phoneNumberId, { beforeReply: true });
    await bench.send(text());
    expect(names()).toEqual(["sent", "delivered", "read"]);
  });

  test("later, on the clock", async () => {
    bench.simulator.behave(NUMBER.phoneNumberId, { delayMs: 60_000 });
    await bench.send(text());
    await bench.simulator.idle();
    expect(names()).toEqual([]);
    bench.clock.advance(60_000);
    await bench.simulator.idle();
    expect(names()).toEqual(["sent"]);
    bench.clock.advance(120_000);
    await bench.simulator.idle();
    expect(new Set(names())).toEqual(new Set(["delivered", "read", "sent"]));
  });

  test("without opaque data, contacts and pricing", async () => {
    bench.simulator.behave(NUMBER.phoneNumberId, { opaque: false, contacts: false, pricing: false });
    await bench.send({ ...text(), biz_opaque_callback_data: "m_1" });
    await bench.simulator.idle();
    for (const status of bench.items("statuses")) {
      expect(status).not.toHaveProperty("biz_opaque_callback_data");
      expect(status).not.toHaveProperty("pricing");
    }
    expect(
      bench
        .values()
        .slice(1)
        .every((value) => !("contacts" in value)),
    ).toBe(true);
  });

  test("a reaction is only ever sent", async () => {
    const wamid = await bench.lia.send.text("obrigada");
    await bench.send({ to: "5511990000001", type: "reaction", reaction: { message_id: wamid, emoji: "👍" } });
    await bench.simulator.idle();
    expect(names()).toEqual(["sent"]);
  });
});
