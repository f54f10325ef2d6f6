import { beforeAll, expect, test } from "vitest";
import { lists, row } from "./support/workspace.ts";
import type { Page } from "playwright-core";
import { absent } from "./support/absent.ts";
import { accessible } from "./support/visits.ts";
import { shop } from "../../../local/seed/shop.ts";
import { until } from "../support/until.ts";
import { useStage } from "./support/stage.ts";

const stage = useStage();
const chat = "Chat da loja";
const number = shop.number.name;

/** The shop's agents serve a number and a chat, both for the same queues; the chat has no visitors yet. */
beforeAll(async () => {
  const { desk, token } = stage();
  const ana = { token: await token("ana") };
  const { api } = desk;
  const body = { kind: "webchat" as const, name: chat, allowedOrigins: ["https://loja.example"] };
  await api.call("createChannel", { body }, ana);
  const { sectors, agents } = await api.call("getDirectory", {}, ana);
  const sectorId = sectors.find(({ name }) => name === "Loja")?.id;
  const bruna = agents.find(({ name }) => name === "Bruna Carvalho")?.id;
  if (sectorId === undefined || bruna === undefined) throw new Error("the demo has changed");
  await api.call("changeSector", { params: { sectorId }, body: { outreach: true } }, ana);
  const { permissions } = await api.call("getAgent", { params: { agentId: bruna } }, ana);
  await api.call(
    "changeAgent",
    { params: { agentId: bruna }, body: { permissions: { ...permissions, outreach: true } } },
    ana,
  );
  // Nobody is there: what is given to whom is told by the story alone.
  await absent(stage(), "bruna", "caio");
  // Functions remember the organisation for five seconds.
  stage().advance(6_000);
});

/** The button in the middle of the top bar, saying this. */
const button = (page: Page, says: string) =>
  page.getByRole("button", { name: `Canais de chat: ${says}`, exact: true });

const panel = (page: Page) => page.getByRole("dialog", { name: "Canais de chat" });

/** What the panel says of a channel. */
const channel = (page: Page, name: string) =>
  panel(page).getByRole("listitem").filter({ hasText: name }).first();

/** A switch is drawn over its field. */
const flip = (page: Page, name: string) =>
  panel(page)
    .getByRole("switch", { name: `Atender por ${name}` })
    .press("Space");

const tab = (page: Page, name: string) => lists(page).getByRole("tab", { name: new RegExp(name) });
const begin = (page: Page) => page.getByRole("button", { name: "Nova conversa" });

/** Waits until a timer of a channel has gone on from what it showed. */
async function goesOn(page: Page, status: string): Promise<void> {
  const state = channel(page, number).getByText(new RegExp(`^${status} · \\d`));
  const first = await state.innerText();
  await until(`${status} for longer than ${first}`, async () => (await state.innerText()) !== first);
}

test("online, paused with everything that shares the queue, and back: tickets come and stay away as it is said", async () => {
  const { enter, login, customer, desk } = stage();
  const page = await enter(login("bruna"));
  await button(page, "Offline 0 de 2").click();
  await panel(page).getByText("Ligue um canal para receber atendimentos por ele.").waitFor();
  expect(await begin(page).count()).toBe(0);

  await flip(page, number);
  await button(page, "Online 1 de 2").waitFor();
  await goesOn(page, "Online");
  await channel(page, number).getByText(`Pausa e volta junto com ${chat}`).waitFor();
  await customer("Iara Nunes").send.text("Oi!");
  await row(page, "Iara Nunes").waitFor();

  await flip(page, chat);
  await button(page, "Online 2 de 2").waitFor();
  await accessible(page);
  await panel(page)
    .getByRole("button", { name: `Pausar ${number}` })
    .click();
  const asked = page.getByRole("dialog", { name: `Pausar ${number}` });
  await asked.getByText(`Isso também pausa ${chat}`).waitFor();
  await accessible(page);
  await asked.getByRole("button", { name: "Pausar", exact: true }).click();
  await asked.getByText("Escolha o motivo.").waitFor();
  await asked.getByRole("radio", { name: "Almoço" }).check();
  await asked.getByRole("button", { name: "Pausar", exact: true }).click();
  await button(page, "Em pausa 2 de 2").click();
  for (const name of [number, chat]) await channel(page, name).getByText("Motivo: Almoço").waitFor();
  await goesOn(page, "Em pausa");

  // It waits, and is seen to wait; with nothing under way any more it is still not given.
  await customer("Rui Barbosa").send.text("Tem alguém aí?");
  await page.keyboard.press("Escape");
  await tab(page, "Em espera").click();
  await row(page, "Rui Barbosa").waitFor();
  await desk.simulator.idle();
  await until("the stack is at rest", () => desk.stack.idle());
  await tab(page, "Abertos").click();
  await row(page, "Iara Nunes").waitFor();
  expect(await row(page, "Rui Barbosa").count()).toBe(0);

  await button(page, "Em pausa 2 de 2").click();
  await panel(page)
    .getByRole("button", { name: `Retomar ${chat}` })
    .click();
  await button(page, "Online 2 de 2").waitFor();
  expect(await panel(page).getByText("Motivo:").count()).toBe(0);
  await page.keyboard.press("Escape");
  await row(page, "Rui Barbosa").waitFor();

  await button(page, "Online 2 de 2").click();
  await panel(page).getByRole("button", { name: "Todos offline" }).click();
  await button(page, "Offline 0 de 2").waitFor();
});

test("who is online on WhatsApp and may begins a conversation; the phone gets the template", async () => {
  const { enter, login, customer, online } = stage();
  const page = await enter(login("bruna"));
  await button(page, "Offline 0 de 2").click();
  // The web chat alone is no way to write to somebody first.
  await flip(page, chat);
  await button(page, "Online 1 de 2").waitFor();
  expect(await begin(page).count()).toBe(0);
  await flip(page, number);
  await button(page, "Online 2 de 2").waitFor();
  await page.keyboard.press("Escape");
  await begin(page).click();

  const teo = customer("Téo Martins");
  const dialog = page.getByRole("dialog", { name: "Nova conversa" });
  await dialog.getByText("Outro número").click();
  await dialog.getByRole("combobox", { name: "País" }).fill("nenhures");
  await page.getByText("Nada encontrado.").waitFor();
  await accessible(page);
  await dialog.getByRole("combobox", { name: "País" }).fill("Brasil");
  await page.getByRole("option", { name: "Brasil +55" }).click();
  await dialog.getByRole("button", { name: "Enviar e abrir" }).click();
  await dialog.getByText("Confira o número").waitFor();
  await dialog.getByLabel("Número com DDD").fill(teo.waId?.slice(2) ?? "");
  await dialog.getByLabel("Nome", { exact: true }).fill("Téo Martins");
  await dialog.getByRole("combobox", { name: "Fila" }).click();
  await page.getByRole("option", { name: "Vendas" }).click();
  await dialog.getByRole("combobox", { name: "Modelo" }).fill("pedido");
  await page.getByRole("option", { name: /pedido/i }).click();
  await dialog.getByLabel("Variável 1").fill("Téo");
  await dialog.getByLabel("Variável 2").fill("A-17");
  await dialog.getByText("Olá, Téo! O seu pedido A-17 está pronto para retirada.").waitFor();
  await dialog.getByRole("button", { name: "Enviar e abrir" }).click();
  await page.getByRole("heading", { level: 2, name: "Téo Martins" }).waitFor();
  const [got] = await until("the template is on the phone", () => {
    const all = teo.received();
    return all.length > 0 && all;
  });
  expect(got).toMatchObject({ type: "template", content: { name: "pedido_pronto" } });
  expect(teo.received()).toHaveLength(1);
  await page.getByText("O contato ainda não escreveu").waitFor();
  await teo.send.text("Já estou indo!");
  await page.getByRole("log").getByText("Já estou indo!").waitFor();

  // Caio is online as well, and may not.
  await online("caio");
  const other = await enter(login("caio"));
  await button(other, "Online 2 de 2").waitFor();
  expect(await begin(other).count()).toBe(0);
});
