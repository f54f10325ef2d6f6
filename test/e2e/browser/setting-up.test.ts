import { expect, test } from "vitest";
import { act, answer, open, row } from "./support/workspace.ts";
import { absent } from "./support/absent.ts";
import { accessible, signIn } from "./support/visits.ts";
import type { Page } from "playwright-core";
import { shop } from "../../../local/seed/shop.ts";
import { useStage } from "./support/stage.ts";

const stage = useStage();
const [sector, queue, tag] = ["Ateliê", "Molduras", "Orçamento de moldura"];

const field = (page: Page, name: string) => page.getByRole("textbox", { name });
const press = (page: Page, name: string): Promise<void> =>
  page.getByRole("main").getByRole("button", { name, exact: true }).click();

/** Chooses from a list of choices that opens below its field. */
async function choose(page: Page, name: string, option: string): Promise<void> {
  await page.getByRole("combobox", { name }).click();
  await page.getByRole("option", { name: option }).click();
}

/** Goes to a page of the administration by its list. */
async function administer(page: Page, name: string): Promise<void> {
  await page
    .getByRole("navigation", { name: "Páginas da administração" })
    .getByRole("link", { name })
    .click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
}

/** The guided form from its first step to the sector's page, losing nothing when one nearly leaves it. */
async function makeSector(page: Page): Promise<void> {
  await page.getByRole("main").getByRole("link", { name: "Novo setor" }).first().click();
  await press(page, "Continuar");
  await page.getByText("Preencha este campo.").waitFor();
  expect(await field(page, "Nome do setor").getAttribute("aria-invalid")).toBe("true");
  await field(page, "Nome do setor").fill(sector);
  await choose(page, "Gerentes", "Sérgio Prado");
  await page.getByRole("navigation", { name: "Principal" }).getByRole("link", { name: "Histórico" }).click();
  const leaving = page.getByRole("dialog", { name: "Sair sem salvar?" });
  await leaving.waitFor();
  await accessible(page);
  await leaving.getByRole("button", { name: "Continuar editando" }).click();
  await leaving.waitFor({ state: "detached" });
  expect(await field(page, "Nome do setor").inputValue()).toBe(sector);
  await press(page, "Continuar");

  await page.getByText("Nestes horários", { exact: true }).click();
  await page.getByText("45 h 0 min por semana").waitFor();
  await field(page, "segunda-feira, horário 1: fim").fill("12");
  await field(page, "segunda-feira, horário 1: fim").blur();
  await page.getByText("39 h 0 min por semana").waitFor();
  // Open at whatever hour this runs.
  await press(page, "24 horas, todos os dias");
  await page.getByText("168 h 0 min por semana").waitFor();
  await press(page, "Continuar");

  await field(page, "Atendimentos ao mesmo tempo").fill("3");
  await press(page, "Continuar");
  // What is wrong keeps nobody from going back.
  await field(page, "Nome da fila").fill("");
  await press(page, "Continuar");
  await page.getByText("Preencha este campo.").waitFor();
  await press(page, "Voltar");
  await field(page, "Atendimentos ao mesmo tempo").waitFor();
  await press(page, "Continuar");
  await field(page, "Nome da fila").fill(queue);
  await choose(page, "Atendentes", "Dalva Siqueira");
  await press(page, "Continuar");
  await page.getByText("Sem tags, ninguém consegue finalizar").waitFor();
  await field(page, "Nova tag").fill(tag);
  await field(page, "Nova tag").press("Enter");
  await field(page, "Nova tag").fill(tag.toUpperCase());
  await page.getByText("Já existe uma tag com este nome.").waitFor();
  // What is typed comes along, though it was not added.
  await field(page, "Nova tag").fill("Retirada");
  await press(page, "Criar setor");
  await page.getByRole("heading", { level: 1, name: sector }).waitFor();
  await page.getByText(queue, { exact: true }).waitFor();
  await page.getByText("1 atendente", { exact: true }).waitFor();
}

/** The shop's number leads straight into the new queue. */
async function pointChannel(page: Page): Promise<void> {
  await administer(page, "Canais");
  await page.getByRole("main").getByRole("link", { name: shop.number.name }).click();
  await page.getByRole("heading", { level: 1, name: shop.number.name }).waitFor();
  await choose(page, "Fila", `${sector} · ${queue}`);
  const reception = page.getByRole("region", { name: "Recepção" });
  await reception.getByRole("button", { name: "Salvar" }).click();
  await page.getByText("Canal salvo.").waitFor();
}

/** Gives the temporary password of who was invited. */
async function invite(page: Page, email: string, name: string): Promise<string> {
  await administer(page, "Atendentes");
  await page.getByRole("main").getByRole("link", { name: "Convidar" }).click();
  await field(page, "E-mail").fill(stage().login("bruna").email);
  await field(page, "Nome e sobrenome").fill(name);
  await page.getByRole("checkbox", { name: `Atende ${queue}` }).check();
  await page.getByText("Definir agora").click();
  const password = await field(page, "Senha provisória").inputValue();
  await press(page, "Convidar");
  await page.getByText("Já existe uma pessoa com este e-mail.").waitFor();
  expect(await field(page, "E-mail").getAttribute("aria-invalid")).toBe("true");
  await accessible(page);
  await field(page, "E-mail").fill(email);
  await press(page, "Convidar");
  await page.getByText(`${name} já pode entrar`).waitFor();
  await page.getByText(password, { exact: true }).waitFor();
  return password;
}

test("from nothing to the first ticket: a sector, its queue and tags, a channel that leads there, and somebody new", async () => {
  const { enter, visit, login, desk, token, customer, advance } = stage();
  const page = await enter(login("ana"), { permits: /status of 409/ });
  await page
    .getByRole("navigation", { name: "Principal" })
    .getByRole("link", { name: "Administração" })
    .click();
  await administer(page, "Setores");
  await makeSector(page);
  await pointChannel(page);
  const email = "nina@aurora.example";
  const temporary = await invite(page, email, "Nina Alves");
  const { items } = await desk.api.call("listSectors", { query: {} }, { token: await token("ana") });
  expect(items.find(({ name }) => name === sector)).toMatchObject({
    ...{ ticketLimit: 3, tagsRequired: true, active: true },
    managerIds: [expect.any(String)],
  });
  // Dalva serves the new queue as well, and is not there.
  await absent(stage(), "dalva");
  // Functions remember the organisation for five seconds.
  advance(6_000);

  const hers = await visit();
  await signIn(hers, { email, password: temporary });
  await hers.getByRole("heading", { name: "Crie sua senha" }).waitFor();
  await hers.getByLabel("Nova senha", { exact: true }).fill("Molduras2026");
  await hers.getByLabel("Repita a nova senha").fill("Molduras2026");
  await hers.getByRole("button", { name: "Salvar e entrar" }).click();
  await hers.getByRole("button", { name: "Canais de chat: Offline 0 de 1" }).click();
  await hers.getByRole("switch", { name: `Atender por ${shop.number.name}` }).press("Space");
  await hers.getByRole("button", { name: "Canais de chat: Online 1 de 1" }).waitFor();
  await hers.keyboard.press("Escape");
  await customer("Otávio Reis").send.text("Quanto custa uma moldura 30 × 40?");
  await row(hers, "Otávio Reis").waitFor();
  await open(hers, "Otávio Reis");
  await hers.getByText(`${sector} › ${queue}`).waitFor();
  await answer(hers, "Fica em R$ 120.");
  await act(hers, "Finalizar");
  const closing = hers.getByRole("dialog", { name: "Finalizar atendimento" });
  await closing.getByRole("button", { name: "Finalizar" }).click();
  await closing.getByText("Escolha ao menos uma tag.").waitFor();
  await closing.getByText(tag).click();
  await closing.getByRole("button", { name: "Finalizar" }).click();
  await hers.getByText("Nenhum atendimento aberto").waitFor();

  // Who set it up finds it in the history, under the new tag.
  await page.getByRole("navigation", { name: "Principal" }).getByRole("link", { name: "Histórico" }).click();
  const closed = page.getByRole("main").getByRole("row").filter({ hasText: "Otávio Reis" });
  await closed.getByRole("cell", { name: "Nina Alves", exact: true }).waitFor();
  await closed.getByText(tag).first().waitFor();
});
