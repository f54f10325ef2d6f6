import { beforeAll, describe, expect, test } from "vitest";
import { answer, open, row, timeline } from "./support/workspace.ts";
import type { AgentId, TicketId } from "../../../shared/contracts/ids.ts";
import type { Page } from "playwright-core";
import { timeOf } from "../../../web/desk/lib/time/clock.ts";
import { accessible, signIn } from "./support/visits.ts";
import { type Name, useStage } from "./support/stage.ts";
import { absent } from "./support/absent.ts";
import { cutSockets } from "./support/sockets.ts";
import { until } from "../support/until.ts";

const stage = useStage();

/** What a browser says of a network that is not there, and of a session that ended. */
const cut = /ERR_|WebSocket|status of 40[13]/;

/** For the browser: counts every tone that begins. */
const countNotes = `{
  const { start } = OscillatorNode.prototype;
  globalThis.notes = 0;
  OscillatorNode.prototype.start = function (when) {
    globalThis.notes += 1;
    start.call(this, when);
  };
}`;

let idOf: (name: Name) => AgentId;

beforeAll(async () => {
  const { desk, token, login } = stage();
  const all = await desk.api.call("listAgents", { query: { limit: 100 } }, { token: await token("ana") });
  idOf = (name) => {
    const found = all.items.find(({ email }) => email === login(name).email);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found.id;
  };
});

/** The numbered sentences of a conversation as it shows them, from above to below. */
async function sentences(page: Page, contact: string): Promise<readonly string[]> {
  const text = await timeline(page, contact).innerText();
  return text.match(/(?:Pergunta|Resposta) \d/g) ?? [];
}

test("the network goes in the middle of sending and receiving: nothing is lost, nothing doubled, all in order", async () => {
  const { enter, login, customer, online, desk, token } = stage();
  await absent(stage(), "caio");
  await online("bruna");
  const page = await enter(login("bruna"), { viewport: { width: 1280, height: 1600 }, permits: cut });
  const network = page.context();
  const lia = customer("Lia Gonçalves");
  await lia.send.text("Pergunta 1");
  await open(page, "Lia Gonçalves");
  const talk = timeline(page, "Lia Gonçalves");
  const answers = ["Resposta 1", "Resposta 2", "Resposta 3"];
  const ticks = (name: RegExp) => talk.getByRole("img", { name });

  let ended = 0;
  // The first answer reaches the API; what the API says of it reaches nobody.
  await page.route(
    /\/v1\/tickets\/[^/]+\/messages$/,
    async (route) => {
      await network.setOffline(true);
      ended = await cutSockets(desk, idOf("bruna"));
      await route.fetch();
      await route.abort("connectionreset");
    },
    { times: 1 },
  );
  await answer(page, "Resposta 1");
  await talk.getByText("Ainda sem resposta do servidor").first().waitFor();
  for (const text of answers.slice(1)) await answer(page, text);
  for (const text of ["Pergunta 2", "Pergunta 3"]) await lia.send.text(text);
  await until("the phone has the first answer", () => lia.received().length === 1);
  expect(ended).toBe(1);
  await page.getByText("Sem conexão. Tentando de novo…").waitFor();
  await accessible(page);
  expect(await sentences(page, "Lia Gonçalves")).toEqual(["Pergunta 1", ...answers]);
  expect(await ticks(/Entregue|Lida/).count()).toBe(0);

  await network.setOffline(false);
  await until("every answer is delivered", async () => (await ticks(/Entregue|Lida/).count()) === 3);
  const whole = ["Pergunta 1", "Resposta 1", "Pergunta 2", "Pergunta 3", "Resposta 2", "Resposta 3"];
  await until("everything is shown", async () => (await sentences(page, "Lia Gonçalves")).length >= 6);
  expect(await sentences(page, "Lia Gonçalves")).toEqual(whole);
  expect(await talk.getByText("Ainda sem resposta do servidor").count()).toBe(0);
  expect(lia.received().map(({ content }) => content["body"])).toEqual([...answers]);
  await page.getByText("Sem conexão. Tentando de novo…").waitFor({ state: "detached" });

  // The socket alone is killed, and what comes before the next one is there all the same.
  await cutSockets(desk, idOf("bruna"));
  await lia.send.text("Pergunta 4");
  await talk.getByText("Pergunta 4").waitFor();
  await page.reload();
  await talk.getByText("Pergunta 4").waitFor();
  expect(await sentences(page, "Lia Gonçalves")).toEqual([...whole, "Pergunta 4"]);

  // What somebody else does meanwhile with the conversation that is open is there, too.
  const ticketId = /tkt_\w+/.exec(page.url())?.[0] as TicketId;
  await network.setOffline(true);
  await cutSockets(desk, idOf("bruna"));
  await page.getByText("Sem conexão. Tentando de novo…").waitFor();
  const mine = { token: await token("bruna") };
  const body = { until: timeOf(desk.stack.clock.now() + 3_600_000) };
  await desk.api.call("snoozeTicket", { params: { ticketId }, body }, mine);
  await network.setOffline(false);
  await page
    .getByText(/^Adiado até/)
    .first()
    .waitFor();
  expect(await page.getByRole("textbox", { name: "Mensagem" }).count()).toBe(0);
});

describe("two tabs of one person", () => {
  test("share one socket and one sound; both show everything, and when one goes the other carries on", async () => {
    const { visit, another, login, customer, online } = stage();
    await absent(stage(), "caio");
    const first = await visit({ permits: cut });
    let sockets = 0;
    const count = (page: Page): void => {
      page.on("websocket", () => void (sockets += 1));
    };
    count(first);
    first.context().on("page", count);
    await signIn(first, login("bruna"));
    await first.getByRole("navigation", { name: "Principal" }).waitFor();
    await online("bruna");
    await until("the first tab has the socket", () => sockets === 1);
    const second = await another(first);
    const tabs = [first, second];
    for (const tab of tabs) {
      await tab.getByRole("tab", { name: /Abertos/ }).click();
      await tab.evaluate(countNotes);
    }
    const notes = async (): Promise<number> => {
      const all = await Promise.all(tabs.map((tab) => tab.evaluate<number>("globalThis.notes")));
      return all.reduce((sum, it) => sum + it, 0);
    };
    const rui = customer("Rui Barbosa");
    await rui.send.text("Primeira");
    for (const tab of tabs) await row(tab, "Rui Barbosa").waitFor();
    // Two notes of two tones: the sound of a ticket, once.
    await until("it sounds", async () => (await notes()) >= 4);
    for (const tab of tabs) await open(tab, "Rui Barbosa");
    await rui.send.text("Segunda");
    for (const tab of tabs) await timeline(tab, "Rui Barbosa").getByText("Segunda").waitFor();
    expect(await notes()).toBe(4);
    await answer(second, "Pois não!");
    await timeline(first, "Rui Barbosa").getByText("Pois não!").waitFor();
    expect(sockets).toBe(1);

    await first.close();
    await until("the second tab has a socket of its own", () => sockets === 2);
    await rui.send.text("Terceira");
    const talk = timeline(second, "Rui Barbosa");
    await talk.getByText("Terceira").waitFor();
    for (const text of ["Primeira", "Segunda", "Pois não!", "Terceira"])
      expect(await talk.getByText(text, { exact: true }).count()).toBe(1);
    expect(sockets).toBe(2);
  });
});

describe("somebody's access ends while they are at work", () => {
  test("deactivated: out at once, in words, and not in again", async () => {
    const { enter, login, desk, token } = stage();
    const page = await enter(login("dalva"), { permits: cut });
    const ana = { token: await token("ana") };
    const params = { agentId: idOf("dalva") };
    await desk.api.call("changeAgent", { params, body: { active: false } }, ana);
    await page.getByText("Sua sessão terminou.").waitFor();
    await page.getByText("Se não der certo, fale com quem administra o Balcão.").waitFor();
    expect(await page.getByRole("navigation", { name: "Principal" }).count()).toBe(0);
    await accessible(page);
    await signIn(page, login("dalva"));
    // Whoever knows no more than an address is not told that it is somebody's.
    await page.getByRole("alert").getByText("E-mail ou senha não conferem.").waitFor();
    await page.reload();
    await page.getByRole("button", { name: "Entrar", exact: true }).waitFor();
    await desk.api.call("changeAgent", { params, body: { active: true } }, ana);
  });

  /** Last, as time is moved. */
  test("the end of the access hours is announced, comes, and is the reason that is given", async () => {
    const { enter, login, desk, token, advance } = stage();
    const page = await enter(login("caio"), { permits: cut });
    const now = desk.stack.clock.now();
    const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString().slice(11, 16);
    const range = [{ from: at(-60), to: at(4) }];
    const weekday = (["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const)[
      new Date(now - 60 * 60_000).getUTCDay()
    ];
    if (weekday === undefined) throw new Error("every day is one of the week");
    const accessHours = { timeZone: "UTC", weekly: { [weekday]: range }, special: [] };
    const params = { agentId: idOf("caio") };
    await desk.api.call("changeAgent", { params, body: { accessHours } }, { token: await token("ana") });
    advance(61_000);
    await page.getByText("Seu horário de acesso termina às").waitFor();
    advance(4 * 60_000);
    await page.getByText("Você está fora do seu horário de acesso.").waitFor();
    expect(await page.getByText("Sua sessão terminou.").count()).toBe(0);
    await accessible(page);
    await signIn(page, login("caio"));
    await page.getByRole("alert").getByText("horário").waitFor();
  });
});
