import type { Browser, BrowserContext, Page } from "playwright-core";
import { availableParallelism } from "node:os";
import { type Desk, startDesk } from "../../../local/stack/desk.ts";
import { demoLogins, shop } from "../../../local/seed/shop.ts";
import { preparePages } from "../../../local/stack/pages.ts";
import { seedShop } from "../../../local/seed/seed.ts";
import { startBrowser } from "../../browser/support/browser.ts";
import { systemClock } from "../../../shared/adapters/clock.ts";
import { load } from "../report.ts";
import { crowd, type Pattern } from "./crowded.ts";
import { loadAll, measureScrolling, measureTyping, type Scrolling, type Typing } from "./feel.ts";
import { measureFirstLoad, type PageLoad } from "./first-load.ts";
import { type Idle, measureIdle } from "./idle.ts";

/** Everything one run of the desk's bench found. */
export interface WebResult {
  readonly date: string;
  readonly node: string;
  readonly browser: string;
  readonly processors: number;
  readonly load: { readonly before: number; readonly after: number };
  readonly quick: boolean;
  readonly pages: readonly PageLoad[];
  /** Milliseconds from asking for the desk's address until the lists are there and answer, with an empty cache: each run. */
  readonly interactive: readonly number[];
  readonly crowd: { readonly tickets: number; readonly entries: number; readonly eventsPerSecond: number };
  /** With and without the events. */
  readonly typing: { readonly quiet: Typing; readonly busy: Typing };
  readonly scrolling: Scrolling;
  readonly idle: Idle;
}

const text =
  "Bom dia! Temos sim, torra média e torra clara, em pacotes de 250 g e de 1 kg. Entregamos hoje até as 18 h.";

/** Builds the desk, brings the local stack up with the demo's shop, and measures what working with it is like. */
export async function measureWeb(quick: boolean): Promise<WebResult> {
  const folder = await preparePages("desk");
  const pages = await measureFirstLoad(folder);
  const desk = await startDesk({ pages: { desk: folder }, quiet: true });
  let browser: Browser | undefined;
  try {
    await seedShop(desk);
    browser = await startBrowser();
    const pattern = await patternOf(desk);
    const before = load();
    const interactive = await measureInteractive(browser, desk, quick ? 3 : 7);
    const size = { tickets: 200, entries: quick ? 2_000 : 10_000, eventsPerSecond: 20 };
    const feel = await measureCrowded(browser, desk, pattern, size, quick);
    const after = load();
    const idle = await measureIdle(await signedIn(browser, desk), desk.deskUrl, quick ? 5 : 20);
    return {
      date: systemClock.now().slice(0, 10),
      node: process.versions.node,
      browser: browser.version(),
      processors: availableParallelism(),
      load: { before, after },
      ...{ quick, pages, interactive, crowd: size, ...feel, idle },
    };
  } finally {
    await browser?.close();
    await desk.close();
  }
}

const bruna = demoLogins.find(({ email }) => email.startsWith("bruna@"));

/** A profile in which the agent is signed in; the page that did it is closed. */
async function signedIn(browser: Browser, desk: Desk): Promise<BrowserContext> {
  if (bruna === undefined) throw new Error("the demo has no Bruna");
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: "pt-BR" });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  await page.goto(desk.deskUrl);
  await page.getByLabel("E-mail").fill(bruna.email);
  await page.getByRole("textbox", { name: "Senha" }).fill(bruna.password);
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
  await page.getByRole("tab", { name: /Abertos/ }).waitFor();
  await page.close();
  return context;
}

/** One ticket of the agent's with a message in it, as the API gives them. */
async function patternOf({ api, signIn, simulator }: Desk): Promise<Pattern> {
  if (bruna === undefined) throw new Error("the demo has no Bruna");
  const token = await signIn(bruna);
  const { channels, agent } = await api.call("me", {}, { token });
  for (const { id: channelId } of channels)
    await api.call("setPresence", { params: { channelId }, body: { status: "online" } }, { token });
  const customer = simulator.customer({
    waId: "5511970009000",
    name: "Lia Gonçalves",
    phoneNumberId: shop.number.phoneNumberId,
  });
  await customer.send.text("Oi! Vocês têm café em grãos?");
  await simulator.idle();
  const head = await until(async () => {
    const query = { list: "waiting" as const };
    const [mine] = (await api.call("listTickets", { query: { list: "open", agentId: agent.id } }, { token }))
      .items;
    if (mine !== undefined) return mine;
    const [waiting] = (await api.call("listTickets", { query }, { token })).items;
    if (waiting === undefined) return undefined;
    await api
      .call("takeTicket", { params: { ticketId: waiting.id }, body: {} }, { token })
      .catch(() => undefined);
    return undefined;
  });
  const { items } = await api.call("getTimeline", { params: { ticketId: head.id } }, { token });
  const message = items.find((entry) => "content" in entry);
  if (message === undefined) throw new Error("the customer's message is not there");
  return { head, message };
}

async function until<Found>(look: () => Promise<Found | undefined>): Promise<Found> {
  for (let turn = 0; turn < 200; turn++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error("what was waited for did not come");
}

/** In the page: when the lists had their tickets and the next frame was drawn, since the navigation began. */
const interactiveAt = `new Promise((resolve) => {
  const look = () => document.querySelector("[data-ticket]") === null
    ? requestAnimationFrame(look)
    : requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
  look();
})`;

async function measureInteractive(browser: Browser, desk: Desk, runs: number): Promise<readonly number[]> {
  const context = await signedIn(browser, desk);
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
    await page.goto(desk.deskUrl, { waitUntil: "commit" });
    times.push(await page.evaluate<number>(interactiveAt));
    await page.close();
  }
  await context.close();
  return times;
}

async function measureCrowded(
  browser: Browser,
  desk: Desk,
  pattern: Pattern,
  size: WebResult["crowd"],
  quick: boolean,
): Promise<Pick<WebResult, "typing" | "scrolling">> {
  const context = await signedIn(browser, desk);
  const page: Page = await context.newPage();
  const { long, begin } = await crowd(page, pattern, size);
  await page.goto(`${desk.deskUrl}/workspace/${long.id}`);
  const field = page.getByRole("textbox", { name: "Mensagem" });
  await field.waitFor();
  await loadAll(page);
  await field.focus();
  const written = quick ? text.slice(0, 40) : text;
  const quiet = await measureTyping(page, written);
  await field.fill("");
  const end = begin();
  await field.focus();
  const busy = await measureTyping(page, written);
  const scrolling = await measureScrolling(page, quick ? 40 : 150);
  end();
  await context.close();
  return { typing: { quiet, busy }, scrolling };
}
