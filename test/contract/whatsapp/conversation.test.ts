import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bench, NUMBER, startBench } from "./support.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

describe("a customer writes", () => {
  test("the webhook has Meta's envelope, escaping and a signature over exactly the bytes sent", async () => {
    const wamid = await bench.lia.send.text("cadê meu pedido? 👍 a/b@c");
    const [hook] = bench.hooks;
    expect(bench.hooks).toHaveLength(1);
    const raw = hook?.raw.toString("latin1") ?? "";
    expect(raw).toContain(String.raw`"cad\u00ea meu pedido? \ud83d\udc4d a\/b\u0040c"`);
    expect(hook?.signature).toBe(
      `sha256=${createHmac("sha256", NUMBER.appSecret)
        .update(hook?.raw ?? "")
        .digest("hex")}`,
    );
    expect(hook?.body).toEqual({
      object: "whatsapp_business_account",
      entry: [
        {
          id: "900100",
          time: expect.any(Number),
          changes: [
            {
              field: "messages",
              value: {
                messaging_product: "whatsapp",
                metadata: { display_phone_number: "551130000000", phone_number_id: "700200" },
                contacts: [{ profile: { name: "Lia" }, wa_id: "5511990000001", user_id: bench.lia.userId }],
                messages: [
                  {
                    from: "5511990000001",
                    from_user_id: bench.lia.userId,
                    id: wamid,
                    timestamp: expect.stringMatching(/^\d{10}$/),
                    type: "text",
                    text: { body: "cadê meu pedido? 👍 a/b@c" },
                  },
                ],
              },
            },
          ],
        },
      ],
    });
  });

  test("a username hides the number until the business writes to it", async () => {
    const rui = bench.simulator.customer({ waId: "5521980000002", name: "Rui", username: "rui.s" });
    await rui.send.text("oi");
    expect(bench.items("messages")[0]).not.toHaveProperty("from");
    expect(bench.values()[0]?.["contacts"]).toEqual([
      { profile: { name: "Rui", username: "rui.s" }, user_id: rui.userId },
    ]);
    await bench.send({ to: "+5521980000002", type: "text", text: { body: "olá" } });
    await bench.simulator.idle();
    await rui.send.text("de novo");
    expect(bench.items("messages")[1]).toMatchObject({ from: "5521980000002" });
  });

  test("late, twice, reordered and in one batch", async () => {
    await bench.lia.send.text("dupla", { copies: 2 });
    expect(bench.items("messages").map(({ text }) => text)).toEqual([{ body: "dupla" }, { body: "dupla" }]);
    await bench.lia.send.text("tarde", { lateMs: 60_000 });
    expect(bench.hooks).toHaveLength(2);
    bench.clock.advance(60_000);
    await bench.simulator.idle();
    expect(bench.hooks).toHaveLength(3);
    bench.simulator.webhooks.hold();
    await bench.lia.send.text("um");
    await bench.lia.send.text("dois");
    expect(bench.simulator.webhooks.held()).toHaveLength(2);
    await bench.simulator.webhooks.release({ batched: true, order: "reversed" });
    expect(bench.hooks).toHaveLength(4);
    expect(
      bench
        .items("messages")
        .slice(3)
        .map(({ text }) => text),
    ).toEqual([{ body: "dois" }, { body: "um" }]);
  });
});

describe("the callback", () => {
  test("gets the same bytes again, ever more rarely, until it answers 200", async () => {
    bench.answers.push(500, 204, 302);
    await bench.lia.send.text("oi");
    for (const wait of [1000, 5000, 30_000]) {
      bench.clock.advance(wait);
      await bench.simulator.idle();
    }
    expect(bench.hooks).toHaveLength(4);
    expect(new Set(bench.hooks.map(({ raw }) => raw.toString())).size).toBe(1);
    expect(bench.simulator.webhooks.log()).toMatchObject([
      { state: "delivered", attempts: [{ status: 500 }, { status: 204 }, { status: 302 }, { status: 200 }] },
    ]);
  });

  test("is given up on after seven days, not before", async () => {
    bench.answers.push(...Array<number>(100).fill(500));
    await bench.lia.send.text("oi");
    for (let hours = 0; hours < 6 * 24 + 23; hours += 1) {
      bench.clock.advance(3600_000);
      await bench.simulator.idle();
    }
    expect(bench.simulator.webhooks.log()[0]?.state).toBe("pending");
    for (let hours = 0; hours < 48; hours += 1) {
      bench.clock.advance(3600_000);
      await bench.simulator.idle();
    }
    expect(bench.simulator.webhooks.log()[0]?.state).toBe("abandoned");
  });

  test("proves itself by the challenge", async () => {
    expect(await bench.simulator.verify(NUMBER.phoneNumberId)).toMatchObject({ ok: true, status: 200 });
    bench.simulator.registerNumber({ ...NUMBER, verifyToken: "wrong" });
    expect(await bench.simulator.verify(NUMBER.phoneNumberId)).toMatchObject({ ok: false, status: 403 });
  });
});

describe("the business answers", () => {
  test("inside the window: accepted, received, and sent, delivered and read are reported in order", async () => {
    await bench.lia.send.text("oi");
    const { status, json } = await bench.send({
      recipient_type: "individual",
      to: "+5511990000001",
      type: "text",
      text: { body: "Olá" },
      biz_opaque_callback_data: "m_01H",
    });
    await bench.simulator.idle();
    const wamid = json.messages?.[0]?.id ?? "";
    expect(status).toBe(200);
    expect(json).toEqual({
      messaging_product: "whatsapp",
      contacts: [{ input: "+5511990000001", wa_id: "5511990000001" }],
      messages: [{ id: expect.stringMatching(/^wamid\./) }],
    });
    expect(bench.lia.received()).toMatchObject([
      { wamid, type: "text", content: { body: "Olá" }, opaque: "m_01H" },
    ]);
    const common = {
      id: wamid,
      recipient_id: "5511990000001",
      recipient_user_id: bench.lia.userId,
      biz_opaque_callback_data: "m_01H",
    };
    const pricing = { billable: true, pricing_model: "PMP", type: "regular", category: "service" };
    expect(bench.items("statuses")).toMatchObject([
      { ...common, status: "sent", pricing },
      { ...common, status: "delivered", pricing },
      { ...common, status: "read" },
    ]);
    expect(bench.items("statuses")[2]).not.toHaveProperty("pricing");
    expect(bench.values()[1]?.["contacts"]).toHaveLength(1);
  });

  test("after 24 hours: 200, then failed with 131047 and no contacts; at once when so asked", async () => {
    await bench.lia.send.text("oi");
    bench.clock.advance(24 * 3600_000);
    const text = { to: "5511990000001", type: "text", text: { body: "Olá" } };
    expect(await bench.send(text)).toMatchObject({ status: 200 });
    await bench.simulator.idle();
    expect(bench.items("statuses")).toMatchObject([{ status: "failed", errors: [{ code: 131047 }] }]);
    expect(bench.items("statuses")[0]).not.toHaveProperty("recipient_user_id");
    expect(bench.values()[1]).not.toHaveProperty("contacts");
    bench.simulator.behave(NUMBER.phoneNumberId, { refuseClosedWindowAtOnce: true });
    expect(await bench.send(text)).toMatchObject({ status: 400, json: { error: { code: 131047 } } });
    await bench.lia.send.text("voltei");
    expect(await bench.send(text)).toMatchObject({ status: 200 });
    expect(bench.lia.received()).toHaveLength(1);
  });

  test("a late message opens the window by its own time", async () => {
    await bench.lia.send.text("ontem", { agoMs: 25 * 3600_000 });
    expect(bench.lia.windowOpen()).toBe(false);
    await bench.lia.send.reaction("wamid.X", "👍", { agoMs: 3600_000 });
    expect(bench.lia.windowOpen()).toBe(true);
  });

  test("by user id in recipient it arrives; in `to` it is accepted and lost; `to` wins over recipient", async () => {
    const ana = bench.simulator.customer({ userId: "BR.7f3a", name: "Ana", username: "ana" });
    await ana.send.text("oi");
    const byRecipient = await bench.send({ recipient: "BR.7f3a", type: "text", text: { body: "1" } });
    expect(byRecipient.json.contacts).toEqual([{ input: "BR.7f3a", user_id: "BR.7f3a" }]);
    const byTo = await bench.send({ to: "BR.7f3a", type: "text", text: { body: "2" } });
    expect(byTo.status).toBe(200);
    const both = await bench.send({
      to: "5511990000001",
      recipient: "BR.7f3a",
      type: "text",
      text: { body: "3" },
    });
    await bench.simulator.idle();
    expect(both.json.contacts).toEqual([{ input: "5511990000001", wa_id: "5511990000001" }]);
    expect(ana.received().map(({ content }) => content)).toEqual([{ body: "1" }]);
    expect(bench.simulator.sends().map(({ outcome }) => outcome.kind)).toEqual([
      "received",
      "dropped",
      "failed",
    ]);
    expect(bench.items("statuses").filter(({ id }) => id === byTo.json.messages?.[0]?.id)).toEqual([]);
    expect(bench.items("statuses")[0]).not.toHaveProperty("recipient_id");
  });

  test("the ninth digit may be there or not; the answer tells the registered form", async () => {
    const old = bench.simulator.customer({ waId: "553188880001", name: "Zé" });
    await old.send.text("oi");
    const { json } = await bench.send({ to: "+5531988880001", type: "text", text: { body: "olá" } });
    expect(json.contacts).toEqual([{ input: "+5531988880001", wa_id: "553188880001" }]);
    expect(old.received()).toHaveLength(1);
    const landline = await bench.send({ to: "+5511933334444", type: "text", text: { body: "olá" } });
    await bench.simulator.idle();
    expect(bench.items("statuses").find(({ id }) => id === landline.json.messages?.[0]?.id)).toMatchObject({
      status: "failed",
      errors: [{ code: 131026 }],
    });
  });

  test("read with typing is seen by the customer, and ends by itself", async () => {
    const first = await bench.lia.send.text("oi");
    const second = await bench.lia.send.text("tem alguém?");
    const read = { status: "read", message_id: second, typing_indicator: { type: "text" } };
    expect(await bench.send(read)).toEqual({ status: 200, json: { success: true } });
    expect([bench.lia.wasRead(first), bench.lia.wasRead(second), bench.lia.seesTyping()]).toEqual([
      true,
      true,
      true,
    ]);
    bench.clock.advance(25_000);
    expect(bench.lia.seesTyping()).toBe(false);
    expect(await bench.send({ ...read, message_id: "wamid.none" })).toMatchObject({
      json: { error: { code: 131009 } },
    });
  });
});
