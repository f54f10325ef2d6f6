import { beforeAll, describe, expect, test } from "vitest";
import { act, answer, field, open, row } from "./support/workspace.ts";
import { signIn } from "./support/visits.ts";
import { codeAt, stepMs, wrongFor } from "../support/authenticator.ts";
import { beyondTheSides, readable } from "./support/soundness.ts";
import type { Page } from "playwright-core";
import { axeFindings } from "../../browser/support/browser.ts";
import { shop } from "../../../local/seed/shop.ts";
import { useStage } from "./support/stage.ts";

const stage = useStage();

/** A page as the person whom it is for finds it: its address and its heading. */
type Place = readonly [path: string, heading: string];

/** Who waits for an answer of Bruna's. */
const contact = "Iara Nunes";
let adminPlaces: readonly Place[];

beforeAll(async () => {
  const { desk, token, customer, online } = stage();
  const call = { token: await token("ana") };
  const { sectors, queues, agents, channels } = await desk.api.call("getDirectory", {}, call);
  const idOf = (all: readonly { readonly id: string; readonly name: string }[], name: string): string => {
    const found = all.find((it) => it.name === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found.id;
  };
  const hook = { name: "Estoque", url: "https://estoque.example/balcao", events: ["ticket.closed" as const] };
  const { webhook } = await desk.api.call("createWebhook", { body: { ...hook, active: false } }, call);
  const key = { name: "Painel da loja", scopes: ["config:read" as const] };
  await desk.api.call("createApiKey", { body: key }, call);
  await desk.api.call(
    "createChannel",
    { body: { kind: "webchat", name: "Chat da loja", allowedOrigins: ["https://loja.example"] } },
    call,
  );
  const sector = idOf(sectors, "Loja");
  adminPlaces = [
    ["/workspace", "Espaço de trabalho"],
    ["/history", "Histórico"],
    ["/admin/sectors", "Setores"],
    ["/admin/sectors/new", "Novo setor"],
    [`/admin/sectors/${sector}`, "Loja"],
    [`/admin/sectors/${idOf(sectors, "Pós-venda")}`, "Pós-venda"],
    [`/admin/sectors/${sector}/queues`, "Loja"],
    [`/admin/sectors/${sector}/tags`, "Loja"],
    ["/admin/channels", "Canais"],
    ["/admin/channels/new", "Novo canal"],
    [`/admin/channels/${idOf(channels, shop.number.name)}`, shop.number.name],
    ["/admin/agents", "Atendentes"],
    ["/admin/agents/new", "Convidar pessoa"],
    [`/admin/agents/${idOf(agents, "Bruna Carvalho")}`, "Bruna Carvalho"],
    ["/admin/canned-responses", "Respostas prontas"],
    ["/admin/pause-reasons", "Motivos de pausa"],
    ["/admin/settings", "Configurações"],
    ["/admin/api-keys", "Chaves de API"],
    ["/admin/webhooks", "Webhooks"],
    ["/admin/webhooks/new", "Novo webhook"],
    [`/admin/webhooks/${webhook.id}`, "Estoque"],
    ["/admin/audit", "Auditoria"],
    ["/admin/nowhere", "Esta página não existe."],
    ["/nowhere", "Esta página não existe."],
  ];
  expect(queues.length).toBeGreaterThan(0);
  await online("bruna");
  await customer(contact).send.text("Bom dia!");
});

/** Goes where a link of the desk would lead, and waits until what is there has come. */
async function go(page: Page, [path, heading]: Place): Promise<void> {
  await page.evaluate(`history.pushState(null, "", ${JSON.stringify(path)})`);
  const main = page.getByRole("main");
  const title = main
    .getByRole("heading", { name: heading, exact: true })
    .or(main.getByText(heading, { exact: true }));
  await title.first().waitFor();
  await main.getByText("Carregando…").first().waitFor({ state: "detached" });
}

/** Tall, so that the bar of a form lies over none of its fields, where axe would take it for a field too small to be hit. */
const phone = { width: 390, height: 2_400 };
const desktop = { width: 1280, height: 720 };

/** What is wrong with the page as it is: at a desk by day, and on a phone by night. */
async function wrongWith(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  const look = async (name: string, size: typeof desktop, colorScheme: "light" | "dark"): Promise<void> => {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
    for (const it of await beyondTheSides(page)) found.push(`${name}: ${it}`);
    for (const it of await axeFindings(page)) found.push(`${name}: axe: ${it}`);
  };
  await look("desk, light", desktop, "light");
  await look("phone, dark", phone, "dark");
  await page.setViewportSize(desktop);
  return found;
}

async function wrongAt(page: Page, places: readonly Place[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const place of places) {
    await go(page, place);
    for (const it of await wrongWith(page)) found.push(`${place[0]}: ${it}`);
  }
  return found;
}

test("every page of an administrator can be used by everybody, by day, by night and on a phone", async () => {
  const page = await stage().enter(stage().login("ana"));
  expect(await wrongAt(page, adminPlaces)).toEqual([]);
});

test("signing in, and what an agent sees and is asked, can be used by everybody", async () => {
  const { visit, login } = stage();
  const found: string[] = [];
  const page = await visit();
  const look = async (name: string): Promise<void> => {
    for (const it of await wrongWith(page)) found.push(`${name}: ${it}`);
  };
  await page.getByRole("button", { name: "Entrar", exact: true }).waitFor();
  await look("sign-in");
  await signIn(page, { email: login("bruna").email, password: "Errada123" });
  await page.getByRole("alert").waitFor();
  await look("refused");
  await signIn(page, login("bruna"));
  await row(page, contact).waitFor();
  await look("list");
  await open(page, contact);
  await answer(page, "Bom dia, Iara!");
  await look("conversation");
  for (const [action, dialog] of [
    ["Adiar", "Adiar atendimento"],
    ["Transferir", "Transferir atendimento"],
    ["Tags", "Tags do atendimento"],
    ["Finalizar", "Finalizar atendimento"],
  ] as const) {
    await act(page, action);
    await page.getByRole("dialog", { name: dialog }).waitFor();
    await look(dialog);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  await page.getByRole("button", { name: "Modelos de mensagem" }).click();
  const templates = page.getByRole("combobox", { name: "Modelo" });
  await templates.fill("nada assim");
  await page.getByText("Nada encontrado.").waitFor();
  await look("no template is found");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("O que você procura?").fill("nada assim");
  await page.getByText("Nada encontrado.").waitFor();
  await look("no command is found");
  await page.keyboard.press("Escape");
  found.push(
    ...(await wrongAt(page, [
      ["/canned-responses", "Respostas prontas"],
      ["/history", "Histórico"],
    ])),
  );
  expect(found).toEqual([]);
});

test("a new password comes by e-mail; a second step of signing in is turned on, asked for, and turned off", async () => {
  const { desk, enter, visit, login, token, advance } = stage();
  const { stack } = desk;
  const { email } = login("dalva");
  const found: string[] = [];
  const look = async (page: Page, name: string): Promise<void> => {
    for (const it of await wrongWith(page)) found.push(`${name}: ${it}`);
  };
  const { agents } = await desk.api.call("getDirectory", {}, { token: await token("ana") });
  const dalva = agents.find(({ name }) => name === "Dalva Siqueira");
  const admin = await enter(login("ana"));
  await go(admin, [`/admin/agents/${dalva?.id}`, "Dalva Siqueira"]);
  await admin.getByRole("button", { name: "Enviar nova senha" }).click();
  const asked = admin.getByRole("dialog", { name: "Nova senha para Dalva Siqueira" });
  await asked.getByText("Definir agora").click();
  await asked.getByRole("textbox", { name: "Senha provisória" }).waitFor();
  await look(admin, "a password to hand over");
  await asked.getByText("Enviar por e-mail").click();
  await asked.getByRole("button", { name: "Enviar senha" }).click();
  await admin.getByText(`Senha enviada para ${email}.`).waitFor();
  const mail = stack.engines.cognito.outbox().at(-1);
  expect(mail).toMatchObject({ destination: email });

  const page = await visit({ permits: /status of 400/ });
  const password = "Girassol2026";
  await signIn(page, { email, password: mail?.temporaryPassword ?? "" });
  await page.getByLabel("Nova senha", { exact: true }).fill(password);
  await page.getByLabel("Repita a nova senha").fill(password);
  await page.getByRole("button", { name: "Salvar e entrar" }).click();

  const account = async (choice: string): Promise<void> => {
    await page.getByRole("button", { name: /Sua conta/ }).click();
    await page.getByRole("dialog", { name: "Sua conta" }).getByRole("button", { name: choice }).click();
  };
  const dialog = page.getByRole("dialog", { name: "Verificação em duas etapas" });
  await account("Verificação em duas etapas");
  await dialog.getByText("Desligada").waitFor();
  await dialog.getByRole("button", { name: "Ligar" }).click();
  await dialog.getByRole("img", { name: "Código QR para o aplicativo autenticador" }).waitFor();
  const key = await dialog.getByLabel("Ou digite esta chave no aplicativo").innerText();
  const code = (): string => codeAt(key.replaceAll(" ", ""), stack.clock.now());
  await dialog.getByRole("textbox", { name: "Código" }).fill(wrongFor(code()));
  await dialog.getByRole("button", { name: "Ligar" }).click();
  await dialog.getByText("O código não confere.").waitFor();
  await look(page, "a code is refused");
  await dialog.getByRole("textbox", { name: "Código" }).fill(code());
  await dialog.getByRole("button", { name: "Ligar" }).click();
  await dialog.getByText("Ligada", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await account("Sair");

  // A code serves once: the next one is of the next half minute.
  advance(stepMs);
  await signIn(page, { email, password });
  await page.getByRole("textbox", { name: "Código" }).fill(code());
  await page.getByRole("button", { name: "Confirmar" }).click();
  await page.getByRole("navigation", { name: "Principal" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("O que você procura?").fill("duas etapas");
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Desligar" }).click();
  await look(page, "turning it off is asked about");
  await dialog.getByRole("button", { name: "Desligar" }).click();
  await dialog.getByText("Desligada", { exact: true }).waitFor();
  const answer = await desk.api.call("signIn", { body: { email, password } });
  expect(answer.kind).toBe("session");
  expect(found).toEqual([]);
});

describe("nobody who gets at the browser gets at the session", () => {
  test("after a whole attendance no token is where scripts, or who looks at an address, can read it", async () => {
    const { desk, visit, login, customer, online } = stage();
    const page = await visit();
    const tokens = new Set<string>();
    const addresses: string[] = [];
    page.on("request", (request) => {
      addresses.push(request.url());
      const token = request.headers()["authorization"]?.replace(/^Bearer /, "");
      if (token !== undefined) tokens.add(token);
    });
    page.on("websocket", (socket) => addresses.push(socket.url()));
    await signIn(page, login("caio"));
    await page.getByRole("navigation", { name: "Principal" }).waitFor();
    await online("caio");
    // Two agents share the queue: who has fewer tickets is next.
    const person = customer("Rui Barbosa");
    await person.send.text("Vocês abrem no domingo?");
    await open(page, "Rui Barbosa");
    await answer(page, "Abrimos das 9 às 13.");
    await field(page).fill("Um rascunho que fica");
    expect(JSON.stringify(await readable(page))).toContain("Um rascunho que fica");
    await act(page, "Finalizar");
    await page.getByRole("dialog").getByText("Dúvida respondida").click();
    await page.getByRole("dialog").getByRole("button", { name: "Finalizar" }).click();
    await page.getByText("Escolha um atendimento").waitFor();
    expect(tokens.size).toBeGreaterThan(0);
    const left = await readable(page);
    const seen = [JSON.stringify(left), ...addresses].join("\n");
    for (const token of tokens) expect(seen).not.toContain(token);
    // Nor anything else that looks like one: a JWT begins so, whatever it is for.
    expect(seen).not.toMatch(/eyJ[\w-]{10}/);
    expect(left).toMatchObject({ cookies: "", databases: [], caches: [] });
    const kept = await page.context().cookies();
    expect(kept).not.toEqual([]);
    for (const cookie of kept) expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict" });
    for (const { value } of kept) expect(seen).not.toContain(value);
    // A new page has the session again, by the cookie alone.
    await page.goto(desk.deskUrl);
    await page.getByRole("navigation", { name: "Principal" }).waitFor();
  });

  test("the pages come with a policy without exceptions", async () => {
    for (const path of ["/", "/workspace", "/admin/settings"]) {
      const { headers } = await fetch(`${stage().desk.deskUrl}${path}`);
      const policy = headers.get("content-security-policy") ?? "";
      for (const part of ["default-src 'self'", "script-src 'self'", "style-src 'self'"])
        expect(policy.split("; ")).toContain(part);
      for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"])
        expect(policy.split("; ")).toContain(part);
      expect(policy).not.toMatch(/unsafe-|\*/);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });
});
