import type { Page } from "playwright-core";

// Scripts for the browser are texts: what runs there has other types than what runs here.

const sides = `(() => {
  const most = document.documentElement.clientWidth;
  const told = (it) => it.tagName.toLowerCase() + "." + String(it.className).slice(0, 60) + " “" + it.textContent.slice(0, 40) + "”";
  const found = [];
  // The way past the navigation comes into sight with the keyboard's focus.
  for (const element of document.body.querySelectorAll("*:not([href='#content'])")) {
    const { left, right, width, height } = element.getBoundingClientRect();
    // What is there for screen readers only is a dot somewhere.
    if (width <= 1 || height <= 1 || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    if (right > most + 1 || left < -1) found.push("beyond: " + told(element) + " " + Math.round(left) + "–" + Math.round(right));
    const { overflowX } = getComputedStyle(element);
    if (["auto", "scroll"].includes(overflowX) && element.scrollWidth > element.clientWidth + 1)
      found.push("scrolls sideways: " + told(element));
  }
  if (document.documentElement.scrollWidth > most) found.push("the page scrolls sideways");
  return found;
})()`;

/** What of a page reaches beyond the sides of its window, or can only be read by scrolling sideways: element by element. */
export const beyondTheSides = (page: Page): Promise<readonly string[]> => page.evaluate<string[]>(sides);

/** What a page's scripts can read although it outlives a moment. */
export interface Readable {
  readonly local: Readonly<Record<string, string>>;
  readonly session: Readonly<Record<string, string>>;
  readonly cookies: string;
  readonly databases: readonly string[];
  readonly caches: readonly string[];
  readonly address: string;
  readonly state: unknown;
}

/** Storage, cookies, databases, caches, and the address, as a script of the page finds them. */
export const readable = (page: Page): Promise<Readable> =>
  page.evaluate<Readable>(`(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    cookies: document.cookie,
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    address: location.href,
    state: history.state,
  }))()`);
