import { expect, it } from "vitest";
import { listTemplates } from "../../../shared/actions/channels/list-templates.ts";
import type { GraphAnswer } from "../../../shared/ports/numbers.ts";
import type { KeptTemplate } from "../../../shared/contracts/whatsapp.ts";
import { viewTemplate } from "../../../shared/domain/template.ts";
import { openDesk } from "../../support/desk.ts";
import { channelId } from "../../support/ids.ts";

const kept: KeptTemplate = {
  name: "pedido_pronto",
  language: "pt_BR",
  category: "UTILITY",
  named: false,
  header: null,
  body: "Olá, {{1}}! O pedido {{2}} está pronto, {{1}}.",
  footer: "Empório Aurora",
  buttons: [],
};

async function ask(answer: GraphAnswer<readonly KeptTemplate[]>, options: { withoutToken?: boolean } = {}) {
  const desk = await openDesk();
  if (options.withoutToken === true) await desk.secrets.remove(channelId);
  return listTemplates(
    {
      ...desk,
      numbers: {
        templates: async () => answer,
        number: async () => Promise.reject(new Error("not asked")),
        subscriptions: async () => Promise.reject(new Error("not asked")),
      },
    },
    { channelId },
  );
}

it("the templates of a number come by name, with how many values each asks for", async () => {
  const { items } = await ask({
    kind: "ok",
    value: [kept, { ...kept, name: "aviso", body: "Abrimos às 9h." }],
  });
  expect(items.map(({ name, parameters }) => [name, parameters])).toEqual([
    ["aviso", 0],
    ["pedido_pronto", 2],
  ]);
});

it.each([
  ["what asks for nothing but values of the body by place", {}, true],
  [
    "a text above and a button to answer with",
    { header: { format: "TEXT", text: "Aviso" }, buttons: [{ type: "QUICK_REPLY", text: "Ok", url: null }] },
    true,
  ],
  ["values by name", { named: true }, false],
  ["no value at all, whichever way they would be told", { named: true, body: "Abrimos às 9h." }, true],
  ["a value above the text", { header: { format: "TEXT", text: "Olá, {{1}}" } }, false],
  ["a picture", { header: { format: "IMAGE", text: "" } }, false],
  [
    "a value in a button's address",
    { buttons: [{ type: "URL", text: "Ver", url: "https://loja.example/{{1}}" }] },
    false,
  ],
  ["a code to copy", { buttons: [{ type: "COPY_CODE", text: "Copiar", url: null }] }, false],
])("whether the desk can send one with %s", (_, changes, sendable) => {
  expect(viewTemplate({ ...kept, ...changes }).sendable).toBe(sendable);
});

it("that Meta refuses, or gives no answer, or that there is no token, is said", async () => {
  const unavailable = (reason: string) => ({
    code: "PROVIDER_UNAVAILABLE",
    details: expect.objectContaining({ reason }),
  });
  await expect(ask({ kind: "refused", code: 190, detail: "expired" })).rejects.toMatchObject(
    unavailable("refused"),
  );
  await expect(ask({ kind: "unknown", detail: "TimeoutError" })).rejects.toMatchObject(
    unavailable("no-answer"),
  );
  await expect(ask({ kind: "ok", value: [] }, { withoutToken: true })).rejects.toMatchObject(
    unavailable("no-secrets"),
  );
});
