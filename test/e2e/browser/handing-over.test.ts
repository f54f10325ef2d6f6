import { beforeAll, expect, test } from "vitest";
import type { Page } from "playwright-core";
import { act, answer, field, open, row, said, take, timeline } from "./support/workspace.ts";
import { type Stage, useStage } from "./support/stage.ts";
import { found, remembered, takenByHand } from "./support/shop.ts";
import { accessible } from "./support/visits.ts";
import { systemClock } from "../../../shared/adapters/clock.ts";
import { until } from "../support/until.ts";

const stage = useStage();

beforeAll(() => takenByHand(stage()));

const minute = 60_000;

/** Puts the conversation that is shown away for some minutes, by day and hour as the machine's clock has them, which is the page's too; gives until when. */
async function snooze(page: Page, minutes: number): Promise<Date> {
  const until = new Date((Math.floor(Date.parse(systemClock.now()) / minute) + minutes) * minute);
  const part = (options: Intl.DateTimeFormatOptions): string =>
    until.toLocaleString("pt-BR", { timeZone: "America/Sao_Paulo", ...options });
  await act(page, "Adiar");
  const dialog = page.getByRole("dialog", { name: "Adiar atendimento" });
  await dialog.getByRole("button", { name: "Adiar", exact: true }).click();
  await dialog.getByText("Escolha quando o atendimento volta.").waitFor();
  await dialog.getByRole("button", { name: "Escolher dia e hora" }).click();
  const day = `${part({ day: "numeric" })} ${part({ month: "long" })} ${part({ year: "numeric" })}`;
  const button = dialog.getByRole("button", { name: day, exact: true });
  await dialog.getByRole("button", { name: "Próximo mês" }).waitFor();
  // On the last evening of a month the day is on the next page.
  if ((await button.count()) === 0) await dialog.getByRole("button", { name: "Próximo mês" }).click();
  await button.click();
  await dialog.getByLabel("Hora").fill(part({ hour: "2-digit", minute: "2-digit" }));
  await accessible(page);
  await dialog.getByRole("button", { name: /^Adiar até/ }).click();
  await dialog.waitFor({ state: "hidden" });
  return until;
}

test("from one agent to another with a note; put away and back at its time; found again in words and in former tickets", async () => {
  const { enter, login, online, customer, advance } = stage();
  const [bruna, caio] = [await enter(login("bruna")), await enter(login("caio"))];
  await online("bruna", "caio");
  const lia = customer("Lia Gonçalves");
  await lia.send.text("Oi! Queria trocar o café que comprei.");
  await take(bruna, "Lia Gonçalves");
  await answer(bruna, "Oi, Lia! Já chamo quem cuida disso.");

  await act(bruna, "Transferir");
  const dialog = bruna.getByRole("dialog", { name: "Transferir atendimento" });
  await dialog
    .getByRole("radio", { name: /Caio Ribeiro/ })
    .getByText("online")
    .waitFor();
  await dialog.getByRole("radio", { name: /Caio Ribeiro/ }).click();
  await dialog.getByRole("textbox", { name: "Nota para quem recebe" }).fill("Comprou ontem, tem a nota.");
  await accessible(bruna);
  await dialog.getByRole("button", { name: "Transferir", exact: true }).click();
  await bruna.getByText("Transferido para Caio Ribeiro").waitFor();
  await bruna.getByText("Nenhum atendimento aberto").waitFor();

  // Nothing was asked for anew at the other desk: it is told.
  await caio.getByRole("tab", { name: /Abertos 1/ }).waitFor();
  await open(caio, "Lia Gonçalves");
  const told = timeline(caio, "Lia Gonçalves");
  await told.getByText("Bruna Carvalho transferiu para você, na fila Vendas").waitFor();
  await told.getByText("Comprou ontem, tem a nota.").waitFor();
  await said(caio, "Lia Gonçalves", "Já chamo quem cuida").getByText("Bruna Carvalho").waitFor();
  expect(lia.received().map(({ content }) => JSON.stringify(content))).not.toContainEqual(
    expect.stringContaining("tem a nota"),
  );

  await snooze(caio, 4);
  await caio.getByRole("tab", { name: /Abertos 0/ }).waitFor();
  await caio.getByRole("tab", { name: /Adiados 1/ }).click();
  await row(caio, "Lia Gonçalves").getByText(/Volta/).waitFor();
  await open(caio, "Lia Gonçalves");
  await caio
    .getByRole("group", { name: "Responder" })
    .getByText(/está adiado até/)
    .waitFor();
  expect(await field(caio).count()).toBe(0);
  advance(5 * minute);
  await timeline(caio, "Lia Gonçalves").getByText("Voltou na hora marcada").waitFor();
  await caio.getByRole("tab", { name: /Adiados 0/ }).waitFor();
  await caio.getByRole("tab", { name: /Abertos 1/ }).click();

  await lia.send.text("E queria outro café, mais forte.");
  await said(caio, "Lia Gonçalves", "mais forte").waitFor();
  await act(caio, "Procurar na conversa");
  const search = caio.getByRole("search");
  await search.getByRole("textbox", { name: "Procurar na conversa" }).fill("CAFE");
  await search.getByText("1 de 2").waitFor();
  await until("both are marked", async () => (await told.locator("mark").count()) === 2);
  expect(await told.locator("mark").allInnerTexts()).toEqual(["café", "café"]);
  await search.getByRole("button", { name: "Resultado anterior" }).click();
  await search.getByText("2 de 2").waitFor();
  await search.getByRole("textbox").fill("bicicleta");
  await search.getByText("Nada encontrado").waitFor();
  await accessible(caio);
  await search.getByRole("button", { name: "Fechar a procura" }).click();

  await caio.getByRole("button", { name: "Finalizar" }).click();
  const closing = caio.getByRole("dialog", { name: "Finalizar atendimento" });
  await closing.getByText("Dúvida respondida").click();
  await closing.getByRole("button", { name: "Finalizar" }).click();
  await closing.waitFor({ state: "hidden" });
  await lia.send.text("Esqueci de perguntar uma coisa");
  await take(caio, "Lia Gonçalves");
  const panel = caio.getByRole("complementary", { name: "Dados do contato" });
  if (!(await panel.isVisible())) await caio.getByRole("button", { name: "Dados do contato" }).click();
  await panel.getByRole("link", { name: /Dúvida respondida/ }).click();
  await said(caio, "Lia Gonçalves", "mais forte").waitFor();
  await caio.getByText("Este atendimento foi finalizado.").waitFor();
  await caio.getByRole("link", { name: "Abrir o atendimento atual" }).click();
  await said(caio, "Lia Gonçalves", "Esqueci de perguntar").waitFor();
  await field(caio).waitFor();
  const beginning = timeline(caio, "Lia Gonçalves").getByText("Continua de um atendimento finalizado");
  await beginning.getByRole("link").click();
  await caio.getByText("Este atendimento foi finalizado.").waitFor();
  await said(caio, "Lia Gonçalves", "mais forte").waitFor();
});

/** The shop's number greets with a menu of two queues, and Bruna sees who has not chosen yet. */
async function withMenu(shown: Stage): Promise<void> {
  const { desk, token } = shown;
  const { queue, otherQueue, channel, bruna } = await found(shown);
  const reception = {
    ...{ kind: "menu" as const, greeting: "Olá! Com quem quer falar?", unclear: "Não entendi." },
    ...{ queueIds: [queue.id, otherQueue.id], tries: 3, fallback: null },
  };
  const change = { params: { channelId: channel.id }, body: { reception } };
  const call = { token: await token("ana") };
  await desk.api.call("changeChannel", change, call);
  const permissions = { dropPotentials: true, viewContacts: true, outreach: false, seeQueueHistory: false };
  await desk.api.call("changeAgent", { params: { agentId: bruna.id }, body: { permissions } }, call);
  remembered(shown);
}

test("the bot is turned on: the contact is asked again, and the ticket is among the potentials", async () => {
  await withMenu(stage());
  const { enter, login, online, customer, advance } = stage();
  const bruna = await enter(login("bruna"));
  await online("bruna");
  const teo = customer("Téo Martins");
  const asked = (): number =>
    teo.received().filter(({ content }) => JSON.stringify(content).includes("Com quem quer falar?")).length;
  await teo.send.text("oi");
  await until("the contact is asked", () => asked() === 1);
  await bruna.getByRole("tab", { name: /Potenciais/ }).click();
  await row(bruna, "Téo Martins").getByText("No menu").waitFor();
  // Within the second in which it was asked, nobody could have read it.
  advance(2_000);
  await teo.send.text("1");
  await take(bruna, "Téo Martins");
  await act(bruna, "Ativar o bot");
  const dialog = bruna.getByRole("dialog", { name: "Ativar o bot?" });
  await accessible(bruna);
  await dialog.getByRole("button", { name: "Ativar o bot" }).click();
  await until("the contact is asked again", () => asked() === 2);
  await bruna.getByRole("tab", { name: /Abertos 0/ }).waitFor();
  await bruna.getByRole("tab", { name: /Potenciais 1/ }).click();
  await open(bruna, "Téo Martins");
  await timeline(bruna, "Téo Martins").getByText("Você ativou o bot").waitFor();
  await bruna.getByText("Escolhendo uma fila no menu.").waitFor();
  expect(asked()).toBe(2);
});
