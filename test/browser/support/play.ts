import type { Page } from "playwright-core";
import { join } from "node:path";

interface Scene {
  readonly page: Page;
  /** Where the desk is served. */
  readonly url: string;
  readonly simulatorUrl: string;
  readonly password: string;
  /** Where screenshots go. */
  readonly shots: string;
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
  return { says: (body: string) => post(`customers/${waId}/messages`, { type: "text", content: { body } }) };
}

/** An agent signs in, is written to, answers, and closes with a tag. Throws where something does not come. */
export async function play({ page, url, simulatorUrl, password, shots }: Scene): Promise<void> {
  const shot = (name: string) => page.screenshot({ path: join(shots, `${name}.png`) });
  await page.goto(url);
  await page.getByLabel("E-mail").fill("bruna@aurora.example");
  await shot("sign-in");
  await page.locator("input[name=password]").fill("errada");
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
  await page.getByRole("alert").waitFor();
  await shot("sign-in-refused");
  await page.locator("input[name=password]").fill(password);
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
  await page.getByRole("tab", { name: /Abertos/ }).waitFor();
  await shot("workspace-empty");

  const name = "Lia Gonçalves";
  const lia = await customer(simulatorUrl, "5511990000001", name);
  await lia.says("Oi! Vocês têm café em grãos do Sul de Minas?");
  await page.getByRole("button", { name: new RegExp(name) }).click();
  await page.getByText("Sul de Minas").waitFor();
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
  await page.getByRole("button", { name: "Sua conta" }).click();
  await shot("account-menu");
  await page.getByText("Escura").click();
  await page.keyboard.press("Escape");
  await shot("conversation-dark");
  await page.setViewportSize({ width: 390, height: 780 });
  await shot("conversation-phone");
  await page.getByRole("button", { name: "Voltar à lista" }).click();
  await shot("list-phone");
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.getByRole("button", { name: new RegExp(name) }).click();

  await page.getByRole("button", { name: "Finalizar" }).click();
  await page.getByRole("combobox", { name: "Tags" }).click();
  await page.getByRole("option", { name: "Venda concluída" }).click();
  await shot("close");
  await page.getByRole("dialog").getByRole("button", { name: "Finalizar" }).click();
  await page.getByText("Nenhum atendimento aberto").waitFor();
  await shot("closed");
}
