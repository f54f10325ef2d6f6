import type { Locator, Page } from "playwright-core";

/** The left column with the person's tickets. */
export const lists = (page: Page): Locator => page.getByRole("region", { name: "Atendimentos" });

/** A contact's row in the list that is shown. */
export const row = (page: Page, contact: string): Locator =>
  lists(page).locator("button[data-ticket]", { hasText: contact });

/** What was said and what happened with a contact. */
export const timeline = (page: Page, contact: string): Locator =>
  page.getByRole("log", { name: `Conversa com ${contact}` });

/** Where the answer is written. */
export const field = (page: Page): Locator => page.getByRole("textbox", { name: "Mensagem" });

/** Opens a contact's conversation from the list that is shown. */
export async function open(page: Page, contact: string): Promise<void> {
  await row(page, contact).click();
  await page.getByRole("heading", { level: 2, name: contact }).waitFor();
}

/** Writes an answer and sends it. */
export async function answer(page: Page, text: string): Promise<void> {
  await field(page).fill(text);
  await field(page).press("Enter");
  await page.getByText(text).first().waitFor();
}

/** Chooses an action of the conversation's menu. */
export async function act(page: Page, label: string): Promise<void> {
  await page.getByRole("button", { name: "Mais ações" }).click();
  await page.getByRole("menuitem", { name: label }).click();
}

/** The message with this text, as the desk shows it. */
export const said = (page: Page, contact: string, text: string): Locator =>
  timeline(page, contact).getByRole("article").filter({ hasText: text });

/** Takes a contact who waits, from the list of those who do. */
export async function take(page: Page, contact: string): Promise<void> {
  await page.getByRole("tab", { name: /^Em espera/ }).click();
  await lists(page)
    .locator("div:has(> button[data-ticket])", { hasText: contact })
    .getByRole("button", { name: "Puxar" })
    .click();
  await page.getByRole("heading", { level: 2, name: contact }).waitFor();
}
