import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../local/whatsapp/types.ts";
import { type Bench, NUMBER, startBench } from "./support.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
  await bench.lia.send.text("oi");
});
afterEach(() => bench.close());

const TO = "5511990000001";
const text = (body: string, more: JsonObject = {}): JsonObject => ({
  to: TO,
  type: "text",
  text: { body },
  ...more,
});
const buttons = (titles: readonly string[]): JsonObject => ({
  to: TO,
  type: "interactive",
  interactive: {
    type: "button",
    body: { text: "Confirma?" },
    action: {
      buttons: titles.map((title, index) => ({ type: "reply", reply: { id: String(index), title } })),
    },
  },
});
const list = (rows: number, description = "boletos"): JsonObject => ({
  to: TO,
  type: "interactive",
  interactive: {
    type: "list",
    body: { text: "Setor" },
    action: {
      button: "Abrir",
      sections: [
        {
          title: "Setores",
          rows: Array.from({ length: rows }, (_, n) => ({ id: String(n), title: `Setor ${n}`, description })),
        },
      ],
    },
  },
});

describe("a bad call is refused with Meta's code, and nothing is sent", () => {
  test.each<[string, JsonObject, number, number]>([
    ["text over 4,096", text("x".repeat(4097)), 400, 100],
    ["text without a body", { to: TO, type: "text", text: {} }, 400, 131008],
    ["type without its object", { to: TO, type: "image" }, 400, 131008],
    ["unknown type", { to: TO, type: "poll", poll: {} }, 400, 100],
    ["nobody to send to", { type: "text", text: { body: "oi" } }, 400, 100],
    ["a word in to", { to: "lia", type: "text", text: { body: "oi" } }, 400, 131009],
    ["a phone number in recipient", { recipient: TO, type: "text", text: { body: "oi" } }, 400, 131009],
    ["the business itself", text("oi", { to: "+55 11 3000-0000" }), 400, 131021],
    ["opaque data over 512", text("oi", { biz_opaque_callback_data: "x".repeat(513) }), 400, 131009],
    [
      "caption over 1,024",
      { to: TO, type: "image", image: { link: "https://a.test/a.jpg", caption: "x".repeat(1025) } },
      400,
      131009,
    ],
    [
      "a caption on audio",
      { to: TO, type: "audio", audio: { link: "https://a.test/a.ogg", caption: "x" } },
      400,
      131009,
    ],
    ["neither id nor link", { to: TO, type: "image", image: { caption: "x" } }, 400, 131009],
    ["a media id that does not exist", { to: TO, type: "image", image: { id: "880" } }, 400, 100],
    ["four buttons", buttons(["a", "b", "c", "d"]), 400, 131009],
    ["two buttons alike", buttons(["a", "a"]), 400, 131009],
    ["button title over 20", buttons(["x".repeat(21)]), 400, 131009],
    ["eleven rows", list(11), 400, 131009],
    ["row description over 72", list(1, "x".repeat(73)), 400, 131009],
    [
      "reaction to nothing",
      { to: TO, type: "reaction", reaction: { message_id: "wamid.none", emoji: "👍" } },
      400,
      131009,
    ],
    [
      "template that does not exist",
      { to: TO, type: "template", template: { name: "x", language: { code: "pt_BR" } } },
      404,
      132001,
    ],
    ["no messaging_product", text("oi", { messaging_product: "signal" }), 400, 100],
  ])("%s", async (_name, body, status, code) => {
    const answer = await bench.send(body);
    expect(answer).toMatchObject({ status, json: { error: { code, type: "OAuthException" } } });
    expect(bench.simulator.sends()).toEqual([]);
    expect(bench.lia.received()).toEqual([]);
  });

  test("a wrong token is 401 with 190; another's number does not exist", async () => {
    expect(await bench.send(text("oi"), "wrong")).toMatchObject({
      status: 401,
      json: { error: { code: 190 } },
    });
    bench.simulator.registerNumber({
      ...NUMBER,
      phoneNumberId: "700999",
      wabaId: "900999",
      accessToken: "token-9",
    });
    expect(await bench.send(text("oi"), "token-9")).toMatchObject({
      status: 400,
      json: { error: { code: 100, type: "GraphMethodException" } },
    });
  });

  test("a test number writes only to its list, digit for digit", async () => {
    bench.simulator.registerNumber({ ...NUMBER, allowList: ["551190000001"] });
    expect(await bench.send(text("oi"))).toMatchObject({ json: { error: { code: 131030 } } });
  });
});

test("what is right at the limit is accepted", async () => {
  for (const body of [text("x".repeat(4096)), buttons(["a", "b", "x".repeat(20)]), list(10, "x".repeat(72))])
    expect(await bench.send(body)).toMatchObject({ status: 200 });
  expect(bench.lia.received()).toHaveLength(3);
});

describe("rates", () => {
  test("are not held unless asked for", async () => {
    for (let n = 0; n < 50; n += 1) expect((await bench.send(text(String(n)))).status).toBe(200);
  });

  test("45 at once to one person, then waiting is due for as long as they would have taken", async () => {
    bench.simulator.limit({ pair: true });
    const codes: (number | undefined)[] = [];
    for (let n = 0; n < 46; n += 1) codes.push((await bench.send(text(String(n)))).json.error?.code);
    expect(codes.filter((code) => code === undefined)).toHaveLength(45);
    expect(codes[45]).toBe(131056);
    bench.clock.advance(45 * 6000 - 1);
    expect((await bench.send(text("cedo"))).json.error?.code).toBe(131056);
    bench.clock.advance(1);
    expect((await bench.send(text("agora"))).status).toBe(200);
  });

  test("messages of one second above the number's throughput get 130429, customers' counted in", async () => {
    bench.simulator.limit({ perSecond: 3 });
    await bench.lia.send.text("conta também");
    const codes: (number | undefined)[] = [];
    for (let n = 0; n < 3; n += 1) codes.push((await bench.send(text(String(n)))).json.error?.code);
    expect(codes).toEqual([undefined, undefined, 130429]);
    bench.clock.advance(1000);
    expect((await bench.send(text("depois"))).status).toBe(200);
  });
});

describe("templates", () => {
  const aviso = {
    id: "61",
    name: "aviso",
    language: "pt_BR",
    status: "APPROVED",
    category: "UTILITY",
    parameter_format: "NAMED" as const,
    components: [{ type: "BODY", text: "Olá {{nome}}" }],
  };
  const send = (parameters: readonly JsonObject[], code = "pt_BR"): JsonObject => ({
    to: TO,
    type: "template",
    template: { name: "aviso", language: { code }, components: [{ type: "body", parameters }] },
  });

  test("reach a customer outside the window without opening it, priced by category", async () => {
    bench.simulator.addTemplate(NUMBER.wabaId, aviso);
    bench.clock.advance(25 * 3600_000);
    const { json } = await bench.send(send([{ type: "text", parameter_name: "nome", text: "Lia" }]));
    await bench.simulator.idle();
    expect(json.messages?.[0]?.message_status).toBe("accepted");
    expect(bench.lia.received()).toHaveLength(1);
    expect(bench.lia.windowOpen()).toBe(false);
    expect(bench.items("statuses")[0]).toMatchObject({ pricing: { category: "utility" } });
  });

  test.each<[string, JsonObject, string, number]>([
    ["too few parameters", send([]), "APPROVED", 132000],
    ["a wrong name", send([{ type: "text", parameter_name: "x", text: "Lia" }]), "APPROVED", 100],
    ["a line break", send([{ type: "text", parameter_name: "nome", text: "a\nb" }]), "APPROVED", 100],
    [
      "another language",
      send([{ type: "text", parameter_name: "nome", text: "Lia" }], "en"),
      "APPROVED",
      132001,
    ],
    ["a paused one", send([{ type: "text", parameter_name: "nome", text: "Lia" }]), "PAUSED", 132015],
    ["a disabled one", send([{ type: "text", parameter_name: "nome", text: "Lia" }]), "DISABLED", 132016],
    ["a pending one", send([{ type: "text", parameter_name: "nome", text: "Lia" }]), "PENDING", 132001],
  ])("%s is refused", async (_name, body, status, code) => {
    bench.simulator.addTemplate(NUMBER.wabaId, { ...aviso, status });
    expect((await bench.send(body)).json.error?.code).toBe(code);
  });

  test("an authentication template cannot go to a user id", async () => {
    bench.simulator.addTemplate(NUMBER.wabaId, { ...aviso, category: "AUTHENTICATION" });
    const { to: _, ...body } = send([{ type: "text", parameter_name: "nome", text: "1" }]);
    const answer = await bench.send({ ...body, recipient: bench.lia.userId ?? "" });
    expect(answer.json.error?.code).toBe(131062);
  });
});
