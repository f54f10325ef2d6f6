import type { Browser, BrowserContext, Page } from "playwright-core";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { axeFindings, complaintsOf } from "../../../browser/support/browser.ts";
import type { Login } from "./people.ts";

/** As long as anything may take to be seen on a loaded machine; nothing that holds waits for it. */
const patienceMs = 45_000;

/** What may be asked of a visit. */
export interface VisitOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly colorScheme?: "light" | "dark";
  /** Complaints that belong to the story, e.g. of a network that was cut or a refusal that is to be shown. */
  readonly permits?: RegExp;
  /** Where the page is; the desk's own address when left out. */
  readonly url?: string;
}

/** The pages that a test opens: each in a browser profile of its own, watched from its first moment on. */
export interface Visits {
  /** Opens the desk, or another address, with nobody signed in. */
  readonly visit: (options?: VisitOptions) => Promise<Page>;
  /** Opens the desk and signs a person in by the page. */
  readonly enter: (login: Login, options?: VisitOptions) => Promise<Page>;
  /** Opens another tab beside a page, in the same profile and watched as well. */
  readonly another: (page: Page) => Promise<Page>;
  /** Closes what was opened and gives what the pages complained of. With the name of a test that failed they are photographed first. */
  readonly leave: (failed: string | null) => Promise<readonly string[]>;
}

/** In the page: tells the console of every refusal by the CSP. */
const refusalsAloud = `document.addEventListener("securitypolicyviolation", (it) =>
  console.error("refused by the CSP: " + it.violatedDirective + " " + it.blockedURI));`;

/** Opens pages in this browser; `url` is the desk's. */
export function createVisits(browser: Browser, url: string): Visits {
  let watched: { readonly page: Page; readonly complaints: () => readonly string[] }[] = [];
  let contexts: BrowserContext[] = [];
  const permitted = new Map<BrowserContext, RegExp>();

  const open = async (context: BrowserContext, address: string): Promise<Page> => {
    const page = await context.newPage();
    const all = complaintsOf(page);
    const permits = permitted.get(context);
    watched.push({ page, complaints: () => all.filter((it) => permits?.test(it) !== true) });
    await page.goto(address);
    return page;
  };

  const visit: Visits["visit"] = async (options = {}) => {
    const { viewport = { width: 1280, height: 720 }, colorScheme = "light", permits } = options;
    const context = await browser.newContext({
      ...{ viewport, colorScheme, locale: "pt-BR", timezoneId: "America/Sao_Paulo", reducedMotion: "reduce" },
    });
    contexts.push(context);
    context.setDefaultTimeout(patienceMs);
    if (permits !== undefined) permitted.set(context, permits);
    // Refusals that the console keeps to itself are said aloud.
    await context.addInitScript({ content: refusalsAloud });
    return open(context, options.url ?? url);
  };

  return {
    visit,
    async enter(login, options) {
      const page = await visit(options);
      await signIn(page, login);
      await page.getByRole("navigation", { name: "Principal" }).waitFor();
      return page;
    },
    another: (page) => open(page.context(), page.url()),
    async leave(failed) {
      const [pages, opened] = [watched, contexts];
      [watched, contexts] = [[], []];
      if (failed !== null)
        for (const [index, { page }] of pages.entries()) {
          const path = join(tmpdir(), `balcao-failed-${failed.replaceAll(/\W+/g, "-")}-${index}.png`);
          await page.screenshot({ path }).then(
            () => console.error(`what was seen: ${path}`),
            () => undefined,
          );
        }
      for (const context of opened) await context.close();
      return pages.flatMap(({ complaints }) => complaints());
    },
  };
}

/** Types e-mail and password and enters. */
export async function signIn(page: Page, { email, password }: Login): Promise<void> {
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Senha" }).fill(password);
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
}

/** Throws what axe finds wrong with a page as it is now, by WCAG 2.2 A and AA. */
export async function accessible(page: Page): Promise<void> {
  const findings = await axeFindings(page);
  if (findings.length > 0) throw new Error(`axe found:\n${findings.join("\n")}`);
}
