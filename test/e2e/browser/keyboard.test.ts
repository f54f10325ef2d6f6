import { beforeAll, expect, test } from "vitest";
import type { Locator, Page } from "playwright-core";
import { field, said, timeline } from "./support/workspace.ts";
import { accessible } from "./support/visits.ts";
import { takenByHand } from "./support/shop.ts";
import { until } from "../support/until.ts";
import { useStage } from "./support/stage.ts";

const stage = useStage();

beforeAll(() => takenByHand(stage()));

/** More steps than these nobody takes. */
const most = 12;

const isFocused = (it: Locator): Promise<boolean> =>
  it.evaluateAll((elements) => elements.some((element) => element.matches(":focus")));

/** Goes to a control by Tab, as somebody without a mouse would; throws when it is not on the way. */
async function tabTo(page: Page, what: Locator): Promise<void> {
  await what.waitFor({ state: "attached" });
  for (let step = 0; step < most; step += 1) {
    if (await isFocused(what)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${what.toString()} is not reached by Tab`);
}

/** Waits until a control has the focus by itself. */
const focused = (what: Locator): Promise<true> =>
  until(`${what.toString()} has the focus`, () => isFocused(what));

test("one whole attendance without a mouse: from the sign-in to the closed ticket", async () => {
  const page = await stage().visit();
  const { keyboard } = page;
  const { email, password } = stage().login("bruna");
  await focused(page.getByLabel("E-mail"));
  await keyboard.type(email);
  await tabTo(page, page.getByRole("textbox", { name: "Senha" }));
  await keyboard.type(password);
  await keyboard.press("Enter");
  await page.getByText("Nenhum atendimento aberto").waitFor();
  await stage().online("bruna");

  const dona = stage().customer("Dona Odete");
  await dona.send.text("Bom dia! O moedor voltou?");
  await page.getByRole("tab", { name: /Em espera 1/ }).waitFor();
  await keyboard.press("2");
  await page.getByRole("tab", { name: /Em espera 1/, selected: true }).waitFor();
  await keyboard.press("Alt+ArrowDown");
  await page.getByRole("group", { name: "Responder" }).getByText("Puxe-o para responder").waitFor();
  await keyboard.press("t");
  await timeline(page, "Dona Odete").getByText("Você puxou o atendimento").waitFor();
  await focused(field(page));
  await keyboard.type("Bom dia! Voltou sim,");
  await keyboard.press("Shift+Enter");
  await keyboard.type("e com desconto.");
  expect(await field(page).inputValue()).toBe("Bom dia! Voltou sim,\ne com desconto.");
  await keyboard.press("Enter");
  await said(page, "Dona Odete", "com desconto").getByRole("img", { name: "Lida" }).waitFor();
  expect(await field(page).inputValue()).toBe("");

  // What is a key of the desk elsewhere is a letter in the field.
  await keyboard.type("f?");
  expect(await page.getByRole("dialog").count()).toBe(0);
  await keyboard.press("Backspace");
  await keyboard.press("Backspace");
  await keyboard.press("Escape");
  await keyboard.press("Shift+?");
  const sheet = page.getByRole("dialog", { name: "Atalhos do teclado" });
  await sheet.getByText("Escrever a resposta").waitFor();
  await accessible(page);
  await keyboard.press("Escape");
  await sheet.waitFor({ state: "hidden" });

  await keyboard.press("Control+k");
  await focused(page.getByPlaceholder("O que você procura?"));
  await keyboard.type("Tags");
  await page.getByText("Tags", { exact: true }).first().waitFor();
  await accessible(page);
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  const tags = page.getByRole("dialog", { name: "Tags do atendimento" });
  await tabTo(page, tags.getByRole("checkbox", { name: "Orçamento" }));
  await keyboard.press("Space");
  await tabTo(page, tags.getByRole("button", { name: "Salvar" }));
  await keyboard.press("Enter");
  await tags.waitFor({ state: "hidden" });
  await timeline(page, "Dona Odete").getByText("Você mudou as tags: Orçamento").waitFor();

  await keyboard.press("f");
  const closing = page.getByRole("dialog", { name: "Finalizar atendimento" });
  await focused(closing.getByRole("checkbox").first());
  // What is a key of the desk elsewhere is the dialog's while it is open.
  await keyboard.press("e");
  await keyboard.press("2");
  await keyboard.press("Alt+ArrowDown");
  expect(await page.getByRole("dialog").count()).toBe(1);
  expect(await page.getByRole("tab", { name: /Em espera/, selected: true }).count()).toBe(1);
  await tabTo(page, closing.getByRole("checkbox", { name: "Venda concluída" }));
  await keyboard.press("Space");
  await keyboard.press("Enter");
  await closing.waitFor({ state: "hidden" });
  await keyboard.press("1");
  await page.getByText("Nenhum atendimento aberto").waitFor();
  await page.getByText("Escolha um atendimento").waitFor();

  // Who speaks to the computer, or touches keys without meaning to, turns the keys of one character off, for good.
  await keyboard.press("Shift+?");
  const characters = sheet.getByRole("switch", { name: "Teclas de um caractere" });
  await tabTo(page, characters);
  await keyboard.press("Space");
  await sheet.getByText("Mostrar estes atalhos").waitFor({ state: "hidden" });
  await keyboard.press("Escape");
  await sheet.waitFor({ state: "hidden" });
  await page.reload();
  await page.getByText("Nenhum atendimento aberto").waitFor();
  await keyboard.press("2");
  await keyboard.press("Shift+?");
  await keyboard.press("Control+k");
  await focused(page.getByPlaceholder("O que você procura?"));
  expect(await page.getByRole("dialog", { name: "Atalhos do teclado" }).count()).toBe(0);
  expect(await page.getByRole("tab", { name: /Em espera/, selected: true }).count()).toBe(0);
});
