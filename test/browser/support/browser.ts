import axe from "axe-core";
import chromium from "@sparticuz/chromium";
import { chromium as playwright, type Browser, type Page } from "playwright-core";

/** Flags for a machine without a screen; none of them weakens what a page may do. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--font-render-hinting=none",
];

/** Starts the browser that comes with the packages. */
export const startBrowser = async (): Promise<Browser> =>
  playwright.launch({ executablePath: await chromium.executablePath(), args: flags, headless: true });

/** What axe finds wrong with a page by WCAG 2.2 A and AA: rule and element, one a line. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // Run beside the page's own scripts, where its policy does not hold.
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
      rules: { "page-has-heading-one": { enabled: true }, "aria-dialog-name": { enabled: true } } })
      .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((it) => id + ": " + it.html.slice(0, 160))))`,
  );
  return found as readonly string[];
}

/** What a page complained of: errors of scripts, refusals by the CSP, and whatever else it wrote as an error. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  // The browser tells the status only; what the API said of it follows when it is read.
  page.on("response", (response) => {
    if (response.status() < 400 || response.status() === 401) return;
    void response.text().then(
      (text) => {
        const at = complaints.findLastIndex((it) => it.endsWith(` ${response.url()}`));
        if (at !== -1) complaints[at] += ` said ${/"code":"\w+"/.exec(text)?.[0] ?? "nothing"}`;
      },
      () => undefined,
    );
  });
  page.on("pageerror", (error) => complaints.push(`${error.name}: ${error.message}`));
  page.on("console", (message) => {
    // A session that is not there yet is asked for once: the browser says so by itself.
    if (message.type() === "error" && !message.text().includes("401"))
      complaints.push(`${message.text()} ${message.location().url}`);
  });
  return complaints;
}
