import type { BrowserContext } from "playwright-core";

/** What an hour costs in which nobody does anything. */
export interface Idle {
  /** Minutes that were looked at, by the page's own clock. */
  readonly minutes: number;
  readonly requests: number;
  readonly requestsPerHour: number;
  /** Frames that the page sent over its socket: the heartbeat. */
  readonly beatsPerHour: number;
  /** What was asked, each with how often. */
  readonly asked: Readonly<Record<string, number>>;
}

/** As far as the page's clock goes at once, and how long the stack has for its answers meanwhile, in milliseconds. */
const [step, pause] = [10_000, 100];

/** Leaves the desk open on its first page, moves the page's clock on, and counts what it asks the stack for. */
export async function measureIdle(context: BrowserContext, url: string, minutes: number): Promise<Idle> {
  const page = await context.newPage();
  await page.clock.install();
  const asked: Record<string, number> = {};
  let beats = 0;
  let counting = false;
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (!counting || !pathname.startsWith("/v1/")) return;
    const name = `${request.method()} ${pathname}`;
    asked[name] = (asked[name] ?? 0) + 1;
  });
  page.on("websocket", (socket) => {
    socket.on("framesent", () => {
      if (counting) beats += 1;
    });
  });
  await page.goto(url);
  await page.getByRole("tab", { name: /Abertos/ }).waitFor();
  // What is fetched beforehand is fetched by then.
  for (let turn = 0; turn < 4; turn++) await pass();
  counting = true;
  for (let passed = 0; passed < minutes * 60_000; passed += step) await pass();
  counting = false;
  await context.close();
  const requests = Object.values(asked).reduce((sum, count) => sum + count, 0);
  const perHour = 60 / minutes;
  return { minutes, requests, requestsPerHour: requests * perHour, beatsPerHour: beats * perHour, asked };

  async function pass(): Promise<void> {
    await page.clock.runFor(step);
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
