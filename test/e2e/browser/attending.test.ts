import { beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { accessible, signIn } from "./support/visits.ts";
import { answer, field, said, take, timeline } from "./support/workspace.ts";
import { found, takenByHand } from "./support/shop.ts";
import { type Stage, useStage } from "./support/stage.ts";
import { temporaryPassword } from "../../../local/stack/first-administrator.ts";
import { until } from "../support/until.ts";

const stage = useStage();

const newcomer = { name: "Elisa Moura", email: "elisa@aurora.example", password: "Elisa2026" };

/** Elisa is invited to the queue of the shop's number; contacts of its sector are asked how it was. */
async function prepare(shown: Stage): Promise<void> {
  const { desk, token } = shown;
  const { api } = desk;
  const call = { token: await token("ana") };
  const { queue, sector } = await found(shown);
  const survey = { enabled: true, question: "De 1 a 5, como foi?" };
  await api.call("changeSettings", { body: { survey } }, call);
  await api.call("changeSector", { params: { sectorId: sector.id }, body: { survey: true } }, call);
  const { name, email } = newcomer;
  const body = { name, email, role: "agent" as const, queueIds: [queue.id], temporaryPassword };
  await api.call("createAgent", { body }, call);
  await takenByHand(shown);
}

beforeAll(() => prepare(stage()));

/** The rules of the password that are met so far. */
const met = (page: Page): Promise<readonly string[]> =>
  page.locator("#password-policy li", { hasText: "atendido" }).allInnerTexts();

/** A first sign-in: the temporary password is replaced, and the page says live what the new one lacks. */
async function firstPassword(page: Page): Promise<void> {
  await signIn(page, { ...newcomer, password: temporaryPassword });
  const [fresh, again] = [
    page.getByRole("textbox", { name: "Nova senha", exact: true }),
    page.getByRole("textbox", { name: "Repita a nova senha" }),
  ];
  await fresh.fill("elisa");
  expect(await met(page)).toEqual([expect.stringContaining("Uma letra minúscula")]);
  await fresh.fill(newcomer.password);
  expect(await met(page)).toHaveLength(4);
  await again.fill("Elisa2027");
  await page.getByRole("button", { name: "Salvar e entrar" }).click();
  await page.getByText("As senhas não são iguais.").waitFor();
  await accessible(page);
  await again.fill(newcomer.password);
  await page.getByRole("button", { name: "Salvar e entrar" }).click();
  await page.getByRole("navigation", { name: "Principal" }).waitFor();
}

test("a first day: sign-in, a ticket taken, answered, closed with a tag and rated from the phone", async () => {
  const { simulator } = stage().desk;
  const page = await stage().visit();
  await firstPassword(page);

  const phone = await stage().visit({ url: stage().phoneUrl, viewport: { width: 900, height: 900 } });
  await phone.getByLabel("Nome").fill("Iara Fontes");
  await phone.getByRole("button", { name: "Abrir telefone" }).click();
  const seat = phone.getByRole("region", { name: "Iara Fontes" });
  await seat.getByRole("textbox", { name: "Mensagem" }).fill("Oi! Vocês têm café do Sul de Minas?");
  await seat.getByRole("button", { name: "Enviar" }).click();

  // Who is offline is not told of who waits; once online they see it all.
  await seat.getByRole("img", { name: "entregue" }).waitFor();
  await page.getByRole("button", { name: /Canais de chat: Offline/ }).click();
  await page.getByRole("switch", { name: "Atender por WhatsApp da loja" }).press("Space");
  await page.getByRole("button", { name: "Canais de chat: Online 1 de 1" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("tab", { name: /Em espera 1/ }).waitFor();
  await take(page, "Iara Fontes");
  await page.getByRole("tab", { name: /Abertos 1/, selected: true }).waitFor();
  await said(page, "Iara Fontes", "Sul de Minas").waitFor();
  await timeline(page, "Iara Fontes").getByText("Você puxou o atendimento").waitFor();

  // The phone tells of each step when it is told to.
  const iara = simulator.customers().find(({ name }) => name === "Iara Fontes");
  if (iara === undefined) throw new Error("the phone's page made nobody");
  iara.behave({ statuses: ["sent"] });
  await answer(page, "Olá, Iara! Temos sim, em pacotes de 250 g.");
  const mine = said(page, "Iara Fontes", "pacotes de 250 g");
  await mine.getByRole("img", { name: "Enviada" }).waitFor();
  await seat.getByText("pacotes de 250 g").waitFor();
  const { wamid } = await until("the answer is on the phone", () => iara.received().at(-1));
  await iara.deliver(wamid);
  await mine.getByRole("img", { name: "Entregue" }).waitFor();
  await iara.read(wamid);
  await mine.getByRole("img", { name: "Lida" }).waitFor();
  await accessible(page);

  await page.getByRole("button", { name: "Finalizar" }).click();
  const dialog = page.getByRole("dialog", { name: "Finalizar atendimento" });
  await dialog.getByRole("button", { name: "Finalizar" }).click();
  await dialog.getByRole("alert").getByText("Escolha ao menos uma tag.").waitFor();
  await dialog.getByText("Venda concluída").click();
  await accessible(page);
  await dialog.getByRole("button", { name: "Finalizar" }).click();
  await page.getByText("Nenhum atendimento aberto").waitFor();

  await seat.getByText("De 1 a 5, como foi?").waitFor();
  await seat.locator("article").last().getByRole("button", { name: /☰/ }).click();
  await seat.getByText(/^4/).click();
  await seat.getByRole("button", { name: "Enviar" }).last().click();
  const got = await until("the contact is thanked", () => iara.received().length > 2 && iara.received());
  expect(got.map(({ type }) => type)).toEqual(["text", "interactive", "text"]);
  await page.getByRole("link", { name: "Histórico" }).click();
  const line = page.getByRole("row", { name: /Iara Fontes/ });
  await line.getByText("Venda concluída").waitFor();
  await line.getByRole("link", { name: "Iara Fontes" }).click();
  await timeline(page, "Iara Fontes").getByText("Avaliação: 4 estrelas").waitFor();
  await page.getByText("Este atendimento foi finalizado.").waitFor();
});

test("a canned response: suggested by an agent, approved by an administrator, used by its name", async () => {
  const page = await stage().enter(stage().login("bruna"));
  await stage().online("bruna");
  const customer = stage().customer("Téo Martins");
  await customer.send.text("Qual o prazo de entrega?");
  await take(page, "Téo Martins");
  await answer(page, "Oi, Téo! Entregamos em até dois dias úteis.");
  await said(page, "Téo Martins", "dois dias úteis").getByRole("img", { name: "Lida" }).waitFor();

  await page.getByRole("button", { name: "Sugerir como resposta pronta" }).click();
  const dialog = page.getByRole("dialog", { name: "Sugerir resposta pronta" });
  const text = dialog.getByRole("textbox", { name: "Texto" });
  expect(await text.inputValue()).toBe("Oi, $contact.firstName! Entregamos em até dois dias úteis.");
  await dialog.getByRole("textbox", { name: "Nome" }).fill("prazo");
  await accessible(page);
  await dialog.getByRole("button", { name: "Enviar sugestão" }).click();
  await dialog.waitFor({ state: "hidden" });

  const admin = await stage().enter(stage().login("ana"));
  await admin.getByRole("link", { name: "Administração" }).click();
  await admin.getByRole("link", { name: "Respostas prontas" }).click();
  await admin.getByRole("tab", { name: /Para aprovar/ }).click();
  await admin.getByText("Oi, $contact.firstName!").waitFor();
  await accessible(admin);
  await admin.getByRole("button", { name: "Aprovar", exact: true }).click();
  await admin.getByText("Nada para aprovar").waitFor();

  const other = stage().customer("Rui Barbosa");
  await other.send.text("Em quanto tempo chega?");
  await take(page, "Rui Barbosa");
  await field(page).pressSequentially("/pra");
  await page.getByRole("option", { name: /\/prazo/ }).waitFor();
  // Who types on while it is filled in, and means to send, loses nothing and does not send its name.
  const asked = Promise.withResolvers<void>();
  await page.route(/\/tickets\/[^/]+\/canned-responses\/[^/]+$/, async (route) => {
    await asked.promise;
    await route.continue();
  });
  await field(page).press("Enter");
  await field(page).pressSequentially(" Tudo bem?");
  await field(page).press("Enter");
  asked.resolve();
  const written = "Oi, Rui! Entregamos em até dois dias úteis. Tudo bem?";
  await until("the response is in the field", async () => (await field(page).inputValue()) === written);
  await field(page).press("Enter");
  await said(page, "Rui Barbosa", written).getByRole("img", { name: "Lida" }).waitFor();
  expect(other.received().map(({ content }) => content)).toContainEqual(
    expect.objectContaining({ body: written }),
  );

  await field(page).fill("Um rascunho que ninguém mais vê");
  await page.getByRole("button", { name: "Sua conta" }).click();
  await page.getByRole("button", { name: /^Sair/ }).click();
  const leaving = page.getByRole("dialog", { name: "Sair com atendimentos abertos?" });
  await leaving.getByText("2 atendimentos abertos").waitFor();
  await accessible(page);
  await leaving.getByRole("button", { name: "Sair" }).click();
  await page.getByLabel("E-mail").waitFor();
  expect(await page.evaluate("JSON.stringify(sessionStorage)")).not.toContain("rascunho");
});
