import type { Page } from "playwright-core";
import { axeFindings } from "./browser.ts";
import { createApiClient } from "../../../local/stack/api-client.ts";
import { join } from "node:path";
import { randomInt } from "node:crypto";
import { signIn } from "../../../local/stack/sign-in.ts";

interface Scene {
  readonly page: Page;
  /** Where the desk is served. */
  readonly url: string;
  readonly simulatorUrl: string;
  readonly password: string;
  /** Where screenshots go. */
  readonly shots: string;
  /** Hears of what axe finds on the pages. */
  readonly found: (finding: string) => void;
}

/** A customer of the simulator who can write. */
async function customer(simulatorUrl: string, waId: string, name: string) {
  const post = async (path: string, body: object): Promise<void> => {
    const response = await fetch(`${simulatorUrl}/_simulator/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  };
  await post("customers", { waId, name });
  return {
    waId,
    says: (body: string) => post(`customers/${waId}/messages`, { type: "text", content: { body } }),
  };
}

const email = "bruna@aurora.example";

/** Puts the agent online on every channel: who had no socket for a while is not. */
async function goOnline(url: string, password: string): Promise<void> {
  const api = createApiClient(`${url}/v1`);
  const token = await signIn(api, { email, password });
  const { channels } = await api.call("me", {}, { token });
  for (const { id: channelId } of channels)
    await api.call("setPresence", { params: { channelId }, body: { status: "online" } }, { token });
}

const names = ["Lia Gonçalves", "Téo Martins", "Iara Nunes", "Rui Barbosa Filho"];
const phone = (): string => `551199${randomInt(1_000_000, 9_999_999)}`;

/** An agent signs in, is written to, answers, and closes with a tag. Throws where something does not come. */
export async function play({ page, url, simulatorUrl, password, shots, found }: Scene): Promise<void> {
  const shot = async (name: string): Promise<void> => {
    await page.screenshot({ path: join(shots, `${name}.png`) });
    for (const finding of await axeFindings(page)) found(`axe, ${name}: ${finding}`);
  };
  await page.goto(url);
  await page.getByLabel("E-mail").fill(email);
  await shot("sign-in");
  await page.locator("input[name=password]").fill("errada");
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
  await page.getByRole("alert").waitFor();
  await shot("sign-in-refused");
  await page.locator("input[name=password]").fill(password);
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
  await page.getByRole("tab", { name: /Abertos/ }).waitFor();
  await shot("workspace-empty");
  await goOnline(url, password);

  // Two agents may be there and share: of four customers at least two come to this one.
  const customers = await Promise.all(names.map((it) => customer(simulatorUrl, phone(), it)));
  for (const it of customers) await it.says("Oi! Vocês têm café em grãos do Sul de Minas?");
  const list = page.getByRole("region", { name: "Atendimentos" });
  const rows = list.getByRole("button", { name: /sem resposta/ });
  await rows.nth(1).waitFor();
  await rows.first().click();
  await page.getByText("Sul de Minas").waitFor();
  const name = await page.getByRole("heading", { level: 2 }).innerText();
  const header = await page.locator("header", { has: page.getByRole("heading", { level: 2 }) }).innerText();
  const lia = customers.find(({ waId }) => header.includes(waId.slice(-4)));
  if (lia === undefined) throw new Error(`${name} is nobody of this play`);
  const field = page.getByRole("textbox", { name: "Mensagem" });
  await field.fill("Olá, Lia! Temos sim: torra média e torra clara, em pacotes de 250 g.");
  await field.press("Enter");
  await page
    .getByRole("img", { name: /Entregue|Lida/ })
    .first()
    .waitFor();
  for (const text of ["Que ótimo! Quanto custa o de torra clara?", "E entregam hoje ainda?"])
    await lia.says(text);
  await page.getByText("entregam hoje").waitFor();
  await shot("conversation");

  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("O que você procura?").waitFor();
  await shot("command-bar");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /Sua conta/ }).click();
  await shot("account-menu");
  await page.getByText("Escura").click();
  await page.keyboard.press("Escape");
  await shot("conversation-dark");
  await page.setViewportSize({ width: 390, height: 780 });
  await shot("conversation-phone");
  await page.getByRole("button", { name: "Voltar à lista" }).click();
  await shot("list-phone");
  await page.setViewportSize({ width: 1280, height: 720 });
  await page
    .getByRole("button", { name: new RegExp(name) })
    .first()
    .click();

  await list.getByRole("button", { name: "Ver em quadrados" }).click();
  await shot("squares");
  await list.getByRole("button", { name: "Ver em lista" }).click();
  await page.keyboard.press("Shift+?");
  await shot("shortcuts");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: "Finalizar" }).click();
  await page.getByText("Venda concluída").click();
  await shot("close");
  await page.getByRole("dialog").getByRole("button", { name: "Finalizar" }).click();
  await page.getByText("Escolha um atendimento").waitFor();
  await shot("closed");
}
