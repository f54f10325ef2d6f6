import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { JsonObject } from "../../../local/whatsapp/types.ts";
import { type Bench, NUMBER, startBench } from "./support.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const auth = { authorization: `Bearer ${NUMBER.accessToken}` };

async function graph(path: string, init: RequestInit = {}): Promise<{ status: number; json: JsonObject }> {
  const response = await fetch(`${bench.simulator.url}/v26.0/${path}`, {
    ...init,
    headers: { ...auth, ...(typeof init.body === "string" ? { "content-type": "application/json" } : {}) },
  });
  return { status: response.status, json: (await response.json()) as JsonObject };
}

function upload(bytes: string, type: string): Promise<{ status: number; json: JsonObject }> {
  const body = new FormData();
  body.set("messaging_product", "whatsapp");
  body.set("file", new Blob([bytes], { type }), "a");
  return graph(`${NUMBER.phoneNumberId}/media`, { method: "POST", body });
}

describe("media", () => {
  test("a customer's file is located, downloaded by token for five minutes, and gone after seven days", async () => {
    await bench.lia.send.image({ bytes: Buffer.from("pixels"), caption: "nota" });
    const image = bench.items("messages")[0]?.["image"] as JsonObject;
    expect(image).toMatchObject({ mime_type: "image/jpeg", caption: "nota" });
    expect(image["sha256"]).toBe(createHash("sha256").update("pixels").digest("base64"));
    const located = await graph(`${image["id"] as string}?phone_number_id=${NUMBER.phoneNumberId}`);
    expect(located.json).toMatchObject({ id: image["id"], file_size: "6", mime_type: "image/jpeg" });
    const url = located.json["url"] as string;
    expect(await (await fetch(url, { headers: auth })).text()).toBe("pixels");
    expect((await fetch(url)).status).toBe(401);
    bench.clock.advance(5 * 60_000);
    expect((await fetch(url, { headers: auth })).status).toBe(404);
    expect((await graph(image["id"] as string)).status).toBe(200);
    bench.clock.advance(7 * 24 * 3600_000);
    expect((await graph(image["id"] as string)).status).toBe(400);
  });

  test("an upload can be sent by id, deleted, and then no more", async () => {
    await bench.lia.send.text("oi");
    const { json } = await upload("pixels", "image/png");
    const image = { to: "5511990000001", type: "image", image: { id: json["id"] as string } };
    expect((await bench.send(image)).status).toBe(200);
    expect(bench.lia.received()[0]).toMatchObject({ type: "image", content: { id: json["id"] } });
    expect((await graph(json["id"] as string, { method: "DELETE" })).json).toEqual({ success: true });
    expect((await bench.send(image)).json.error?.code).toBe(100);
  });

  test("a type WhatsApp does not take is refused; one it takes for something else fails after acceptance", async () => {
    await bench.lia.send.text("oi");
    expect((await upload("x", "audio/webm")).status).toBe(400);
    const { json } = await upload("x", "application/pdf");
    await bench.send({ to: "5511990000001", type: "image", image: { id: json["id"] as string } });
    await bench.simulator.idle();
    expect(bench.items("statuses")).toMatchObject([{ status: "failed", errors: [{ code: 131053 }] }]);
  });
});

describe("management", () => {
  test("templates come in pages until there is no next", async () => {
    for (let n = 0; n < 30; n += 1) {
      bench.simulator.addTemplate(NUMBER.wabaId, {
        id: String(n),
        name: `t${n}`,
        language: "pt_BR",
        status: n === 7 ? "REJECTED" : "APPROVED",
        category: "UTILITY",
        components: [],
      });
    }
    const found: string[] = [];
    let next: string | undefined =
      `${bench.simulator.url}/v26.0/${NUMBER.wabaId}/message_templates?fields=name,status`;
    let pages = 0;
    while (next !== undefined) {
      const page = (await (await fetch(next, { headers: auth })).json()) as {
        data: readonly { name: string }[];
        paging: { next?: string };
      };
      found.push(...page.data.map(({ name }) => name));
      next = page.paging.next;
      pages += 1;
    }
    expect([found.length, new Set(found).size, pages]).toEqual([30, 30, 2]);
    const rejected = await graph(`${NUMBER.wabaId}/message_templates?status=REJECTED&fields=name`);
    expect(rejected.json["data"]).toEqual([{ id: "7", name: "t7" }]);
  });

  test("no webhooks while no app is subscribed", async () => {
    const edge = `${NUMBER.wabaId}/subscribed_apps`;
    expect((await graph(edge)).json["data"]).toHaveLength(1);
    await graph(edge, { method: "DELETE" });
    expect((await graph(edge)).json["data"]).toEqual([]);
    await bench.lia.send.text("ninguém ouve");
    expect(bench.hooks).toEqual([]);
    await graph(edge, { method: "POST" });
    await bench.lia.send.text("agora sim");
    expect(bench.hooks).toHaveLength(1);
  });

  test("an override must prove itself before it is taken", async () => {
    const edge = `${NUMBER.wabaId}/subscribed_apps`;
    const override_callback_uri = bench.callbackUrl;
    const body = (verify_token: string): string => JSON.stringify({ override_callback_uri, verify_token });
    expect((await graph(edge, { method: "POST", body: body("wrong") })).status).toBe(400);
    expect((await graph(edge, { method: "POST", body: body(NUMBER.verifyToken) })).json).toEqual({
      success: true,
    });
    expect((await graph(edge)).json["data"]).toMatchObject([{ override_callback_uri }]);
  });

  test("a version newer than the newest does not exist, an older one is served", async () => {
    const ask = (version: string): Promise<Response> =>
      fetch(`${bench.simulator.url}/${version}/${NUMBER.wabaId}/message_templates`, { headers: auth });
    expect([(await ask("v25.0")).status, (await ask("v27.0")).status]).toEqual([200, 400]);
  });
});
