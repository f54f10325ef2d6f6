import { afterEach, beforeEach, expect, test } from "vitest";
import { type Bench, NUMBER, startBench } from "./support.ts";
import type { Template } from "../../../local/whatsapp/types.ts";
import { createWhatsAppNumbers } from "../../../shared/adapters/whatsapp-numbers.ts";

/** The desk's own adapter against the simulator: what a check of a number asks. */
let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const numbers = () => createWhatsAppNumbers({ url: `${bench.simulator.url}/v26.0` });

const graph = async (method: string, path: string): Promise<{ status: number; json: unknown }> => {
  const response = await fetch(`${bench.simulator.url}/v26.0/${path}`, {
    method,
    headers: { authorization: `Bearer ${NUMBER.accessToken}` },
  });
  return { status: response.status, json: await response.json() };
};

test("a number is told of", async () => {
  await expect(numbers().number(NUMBER.phoneNumberId, NUMBER.accessToken)).resolves.toEqual({
    kind: "ok",
    value: { displayNumber: "551130000000", verifiedName: "Simulated business", quality: "GREEN" },
  });
});

test("only the fields that are asked for are told, with the id; one that does not exist is an error", async () => {
  expect((await graph("GET", "700200?fields=quality_rating")).json).toEqual({
    id: "700200",
    quality_rating: "GREEN",
  });
  expect(Object.keys((await graph("GET", "700200")).json as object)).toContain("display_phone_number");
  expect(await graph("GET", "700200?fields=nonsense")).toMatchObject({
    status: 400,
    json: { error: { code: 100 } },
  });
});

test("a wrong token and a wrong id are told apart", async () => {
  await expect(numbers().number(NUMBER.phoneNumberId, "wrong")).resolves.toMatchObject({
    kind: "refused",
    code: 190,
  });
  await expect(numbers().number("1", NUMBER.accessToken)).resolves.toMatchObject({
    kind: "refused",
    code: 100,
  });
  await expect(numbers().subscriptions("1", NUMBER.accessToken)).resolves.toMatchObject({
    kind: "refused",
    code: 100,
  });
});

test("the apps of an account are told, and that there is none any more", async () => {
  const ask = () => numbers().subscriptions(NUMBER.wabaId, NUMBER.accessToken);
  await expect(ask()).resolves.toEqual({
    kind: "ok",
    value: [{ app: "Simulated app", callbackUrl: null }],
  });
  await graph("DELETE", "900100/subscribed_apps");
  await expect(ask()).resolves.toEqual({ kind: "ok", value: [] });
});

test("the approved templates of an account are told, however many pages they fill", async () => {
  const template: Omit<Template, "name"> = {
    ...{ language: "pt_BR", status: "APPROVED", category: "UTILITY", parameter_format: "POSITIONAL" },
    components: [
      { type: "HEADER", format: "TEXT", text: "Aviso" },
      { type: "BODY", text: "Olá, {{1}}!" },
      { type: "FOOTER", text: "Loja" },
      { type: "BUTTONS", buttons: [{ type: "QUICK_REPLY", text: "Ok" }] },
    ],
  };
  for (let count = 0; count < 230; count += 1)
    bench.simulator.addTemplate(NUMBER.wabaId, { ...template, id: `${count}`, name: `aviso_${count}` });
  bench.simulator.addTemplate(NUMBER.wabaId, { ...template, id: "x", name: "recusado", status: "REJECTED" });
  const answer = await numbers().templates(NUMBER.wabaId, NUMBER.accessToken);
  if (answer.kind !== "ok") throw new Error(answer.kind);
  const added = answer.value.filter(({ name }) => name.startsWith("aviso_"));
  expect(new Set(added.map(({ name }) => name)).size).toBe(230);
  expect(answer.value.map(({ name }) => name)).not.toContain("recusado");
  expect(added[0]).toEqual({
    ...{ name: "aviso_0", language: "pt_BR", category: "UTILITY", named: false },
    header: { format: "TEXT", text: "Aviso" },
    body: "Olá, {{1}}!",
    footer: "Loja",
    buttons: [{ type: "QUICK_REPLY", text: "Ok", url: null }],
  });
  await expect(numbers().templates(NUMBER.wabaId, "wrong")).resolves.toMatchObject({
    kind: "refused",
    code: 190,
  });
});
