import { mkdirSync, statSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { demoLogins, shop } from "../../local/seed/shop.ts";
import { type Desk, startDesk } from "../../local/stack/desk.ts";
import { temporaryPassword } from "../../local/stack/first-administrator.ts";
import { preparePages } from "../../local/stack/pages.ts";
import { seedShop } from "../../local/seed/seed.ts";
import { startBrowser } from "./support/browser.ts";

const usage = `node test/browser/screenshots.ts [--only TEXT] [--folder FOLDER]
  Photographs every page of the desk in the demo's shop. Those whose name holds TEXT, or all; docs/screenshots when FOLDER is left out.`;

const { values: options } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    folder: { type: "string", default: new URL("../../docs/screenshots", import.meta.url).pathname },
    help: { type: "boolean", default: false },
  },
});
if (options.help) {
  console.log(usage);
  process.exit(0);
}

/** A picture that is larger, in bytes, is too large for a repository. */
const most = 150_000;

type Language = "pt-BR" | "en" | "es";

interface View {
  readonly who?: string;
  readonly language?: Language;
  readonly scheme?: "light" | "dark";
  readonly viewport?: { readonly width: number; readonly height: number };
}

const phone = { width: 390, height: 780 };

/** What customers said, and what was answered; the last word is theirs where there is no answer. */
const conversations = [
  {
    name: "Lia Gonçalves",
    says: ["Oi! Vocês têm café em grãos do Sul de Minas?"],
    answer: "Olá, Lia! Temos sim: torra média e torra clara, em pacotes de 250 g.",
    later: ["Que ótimo! Quanto custa o de torra clara?", "E entregam hoje ainda?"],
  },
  { name: "Téo Martins", says: ["Boa tarde, meu pedido 4821 já saiu para entrega?"] },
  {
    name: "Iara Nunes",
    says: ["Queria trocar um moedor que comprei na semana passada"],
    answer: "Claro, Iara! Pode trazer na loja com a nota, ou mandamos buscar.",
    later: ["Prefiro que busquem, moro na Vila Mariana"],
  },
  { name: "Rui Barbosa Filho", says: ["Vocês abrem no feriado?"] },
  { name: "Marina Duarte", says: ["Tem desconto para cafeterias?"] },
  // These are closed before the pictures are taken.
  { name: "Otávio Lima", says: ["Recebi tudo certinho, obrigado!"] },
  { name: "Cecília Prado", says: ["Qual o prazo de troca?"] },
] as const;

/** Somebody who has not been there yet. */
const invited = {
  email: "nina@aurora.example",
  name: "Nina Prado",
  role: "agent",
  temporaryPassword,
} as const;

const desk = await startDesk({ pages: { desk: await preparePages("desk") }, quiet: true });
let browser: Browser | undefined;
try {
  await seedShop(desk);
  browser = await startBrowser();
  mkdirSync(options.folder, { recursive: true });
  await fill(desk);
  await photograph(browser, desk);
} finally {
  await browser?.close();
  await desk.close();
}

function login(name: string) {
  const found = demoLogins.find(({ email }) => email.startsWith(`${name}@`));
  if (found === undefined) throw new Error(`nobody of the demo is called ${name}`);
  return found;
}

/** Lets customers write and an agent answer, so that there is something to see. */
async function fill({ api, signIn, simulator }: Desk): Promise<void> {
  const token = await signIn(login("bruna"));
  const { channels, agent } = await api.call("me", {}, { token });
  for (const { id: channelId } of channels)
    await api.call("setPresence", { params: { channelId }, body: { status: "online" } }, { token });
  for (const [index, { name, says, ...rest }] of conversations.entries()) {
    const customer = simulator.customer({
      waId: `55119876500${10 + index}`,
      name,
      phoneNumberId: shop.number.phoneNumberId,
    });
    for (const text of says) await customer.send.text(text);
    if (!("answer" in rest)) continue;
    const ticketId = await eventually(async () => {
      const { items } = await api.call(
        "listTickets",
        { query: { list: "open", agentId: agent.id } },
        { token },
      );
      return items.find(({ contactName }) => contactName === name)?.id;
    });
    const clientMessageId = crypto.randomUUID();
    const content = { type: "text" as const, text: rest.answer };
    await api.call("sendMessage", { params: { ticketId }, body: { clientMessageId, content } }, { token });
    await simulator.idle();
    for (const text of rest.later) await customer.send.text(text);
  }
  await simulator.idle();
  const admin = await signIn(login("ana"));
  await api.call("createAgent", { body: invited }, { token: admin });
  for (const name of ["Otávio Lima", "Cecília Prado"]) {
    const head = await eventually(async () => {
      const { items } = await api.call("listTickets", { query: { list: "open" } }, { token: admin });
      return items.find(({ contactName }) => contactName === name);
    });
    const { tags } = await api.call("getDirectory", {}, { token: admin });
    const tagIds = tags
      .filter(({ sectorId }) => "sectorId" in head && sectorId === head.sectorId)
      .slice(0, 1)
      .map(({ id }) => id);
    await api.call("closeTicket", { params: { ticketId: head.id }, body: { tagIds } }, { token: admin });
  }
}

async function eventually<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (let turn = 0; turn < 300; turn++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("what was waited for did not come");
}

/** Opens the desk as somebody and shows the page to `work`. */
async function seeing(from: Browser, view: View, work: (page: Page) => Promise<void>): Promise<void> {
  const { who, language = "pt-BR", scheme = "light", viewport = { width: 1280, height: 720 } } = view;
  const context = await from.newContext({
    ...{ viewport, colorScheme: scheme, locale: language },
    ...{ timezoneId: "America/Sao_Paulo", reducedMotion: "reduce" as const },
  });
  context.setDefaultTimeout(60_000);
  await context.addInitScript(`localStorage.setItem("balcao-locale", ${JSON.stringify(language)})`);
  const page = await context.newPage();
  await page.goto(desk.deskUrl);
  if (who !== undefined) {
    const { email, password } = login(who);
    await page.locator("input[type=email], input[name=email]").first().fill(email);
    await page.locator("input[name=password]").fill(password);
    await page.locator("button[type=submit]").click();
    await page.locator("nav a").first().waitFor();
  }
  await work(page);
  await context.close();
}

async function shot(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  // What is loaded after a moment shows nothing that turns any more.
  await page.locator(".mantine-Loader-root").first().waitFor({ state: "detached" });
  await page.mouse.move(0, 0);
  const path = join(options.folder, `${name}.png`);
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  const { size } = statSync(path);
  console.log(`${name} ${(size / 1_000).toFixed(0)} kB`);
  if (size > most) throw new Error(`${name} is larger than ${most / 1_000} kB`);
}

async function photograph(from: Browser, { deskUrl }: Desk): Promise<void> {
  const wanted = (name: string): boolean => name.includes(options.only);
  const open = async (page: Page, contact: string): Promise<void> => {
    await page.locator("button[data-ticket]", { hasText: contact }).click();
    await page.getByRole("heading", { level: 2, name: contact }).waitFor();
    await page.getByRole("log").getByRole("article").first().waitFor();
  };
  if (wanted("entrar")) await seeing(from, {}, async (page) => shot(page, "entrar"));
  if (wanted("entrar-primeira-senha"))
    await seeing(from, {}, async (page) => {
      await page.getByLabel("E-mail").fill(invited.email);
      await page.locator("input[name=password]").fill(invited.temporaryPassword);
      await page.locator("button[type=submit]").click();
      await page.locator("input[name=new-password]").fill("cafe");
      await shot(page, "entrar-primeira-senha");
    });
  const workspaces: readonly (View & { readonly name: string })[] = [
    { name: "atender" },
    { name: "atender-escuro", scheme: "dark" },
    { name: "atender-en", language: "en" },
    { name: "atender-es", language: "es" },
    { name: "atender-celular", viewport: phone },
  ];
  for (const { name, ...view } of workspaces.filter((it) => wanted(it.name)))
    await seeing(from, { ...view, who: "bruna" }, async (page) => {
      await page.locator("button[data-ticket]").first().waitFor();
      if (view.viewport !== undefined) await shot(page, `${name}-lista`);
      await open(page, "Lia Gonçalves");
      if (view.viewport === undefined) await page.keyboard.press("Escape");
      await shot(page, name);
    });
  if (wanted("dia"))
    await seeing(from, { who: "bruna" }, async (page) => {
      await page.locator("button[data-ticket]").first().waitFor();
      await page.getByRole("button", { name: /^Canais de chat/ }).click();
      await page.getByRole("dialog").waitFor();
      await shot(page, "dia-canais");
      await page.keyboard.press("Escape");
      await open(page, "Iara Nunes");
      for (const [name, label] of [
        ["dia-acoes", ""],
        ["dia-adiar", "Adiar"],
        ["dia-transferir", "Transferir"],
        ["dia-finalizar", "Finalizar"],
      ] as const) {
        await page.getByRole("button", { name: "Mais ações" }).click();
        await page.getByRole("menu").waitFor();
        if (label !== "") {
          await page.getByRole("menuitem", { name: label }).click();
          await page.getByRole("dialog").waitFor();
        }
        await shot(page, name);
        await page.keyboard.press("Escape");
        await page.getByRole(label === "" ? "menu" : "dialog").waitFor({ state: "hidden" });
      }
      await page
        .getByRole("button", { name: /dados|contato|painel/i })
        .last()
        .click();
      await page.getByRole("heading", { name: "Dados do contato" }).waitFor();
      await shot(page, "dia-contato");
      await page.keyboard.press("Control+k");
      await page.getByPlaceholder("O que você procura?").waitFor();
      await shot(page, "dia-comandos");
    });
  if (wanted("dia-quadrados"))
    await seeing(from, { who: "bruna" }, async (page) => {
      await page.getByRole("button", { name: "Ver em quadrados" }).click();
      await page.locator("button[data-ticket]").first().waitFor();
      await shot(page, "dia-quadrados");
    });
  if (wanted("historico"))
    await seeing(from, { who: "ana" }, async (page) => {
      await page.goto(`${deskUrl}/history`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await shot(page, "historico");
      await page.getByText("Otávio Lima").first().click();
      await page.getByRole("log").getByRole("article").first().waitFor();
      await shot(page, "historico-conversa");
    });
  if (wanted("minhas"))
    await seeing(from, { who: "bruna" }, async (page) => {
      await page.goto(`${deskUrl}/canned-responses`);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await shot(page, "minhas-respostas-prontas");
    });
  const places = {
    setores: "sectors",
    canais: "channels",
    atendentes: "agents",
    "respostas-prontas": "canned-responses",
    "motivos-de-pausa": "pause-reasons",
    configuracoes: "settings",
    "chaves-de-api": "api-keys",
    webhooks: "webhooks",
    auditoria: "audit",
  } as const;
  if (!wanted("admin")) return;
  await seeing(from, { who: "ana" }, async (page) => {
    for (const [name, place] of Object.entries(places)) {
      await page.goto(`${deskUrl}/admin/${place}`);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await shot(page, `admin-${name}`);
    }
    for (const [name, place] of [
      ["admin-setor", "sectors"],
      ["admin-canal", "channels"],
      ["admin-atendente", "agents"],
    ] as const) {
      await page.goto(`${deskUrl}/admin/${place}`);
      const links = page.locator(`main a[href*="/admin/${place}/"]:not([href$="/new"])`);
      const one = place === "agents" ? links.filter({ hasText: "Bruna" }) : links;
      await one.first().click();
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await shot(page, name);
    }
    for (const [name, place] of [
      ["admin-novo-setor", "sectors/new"],
      ["admin-novo-canal", "channels/new"],
      ["admin-convite", "agents/new"],
    ] as const) {
      await page.goto(`${deskUrl}/admin/${place}`);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      await shot(page, name);
    }
  });
}
