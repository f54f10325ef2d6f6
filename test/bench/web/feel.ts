import type { Page } from "playwright-core";
import { type Spread, spreadOf } from "../statistics.ts";

/** How writing felt: from each key until what it changed was painted, in milliseconds. */
export interface Typing extends Spread {
  readonly keys: number;
  readonly slowest: number;
}

/** In the page: notes for each key how long it took until the frame after it was drawn. */
const watchKeys = `window.keyTimes = [];
  window.addEventListener("keydown", (event) => {
    const began = event.timeStamp;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      // After the frame: what was queued while it was drawn comes next.
      port1.onmessage = () => window.keyTimes.push(performance.now() - began);
      port2.postMessage(null);
    });
  }, true);`;

/** Writes a text into the field that has the focus, as a quick person does. */
export async function measureTyping(page: Page, text: string): Promise<Typing> {
  await page.evaluate(watchKeys);
  await page.keyboard.type(text, { delay: 90 });
  // What no key of the simulated keyboard writes, as an accented letter, is put in without one.
  const keys = [...text].filter((it) => it <= "~").length;
  let times: number[] = [];
  // The policy of the pages lets nothing wait within them.
  while (times.length < keys) {
    await page.waitForTimeout(100);
    times = await page.evaluate<number[]>("window.keyTimes");
  }
  return { keys: times.length, ...spreadOf(times), slowest: Math.max(...times) };
}

/** What scrolling showed: frames, and those in which a part of the conversation was blank. */
export interface Scrolling {
  readonly frames: number;
  readonly blank: number;
  /** The largest part of a frame that was blank, from 0 to 1. */
  readonly worst: number;
  /** How far it went, in pixels. */
  readonly distance: number;
}

/** In the page: looks in each frame how much of the conversation's height rows cover. */
const watchFrames = `(() => {
  const log = document.querySelector("[role=log]");
  const seen = window.frames_ = { frames: 0, blank: 0, worst: 0, distance: 0, on: true };
  let top = log.scrollTop;
  const look = () => {
    if (!seen.on) return;
    const box = log.getBoundingClientRect();
    let covered = 0;
    for (const row of log.querySelectorAll("[data-item-index]")) {
      const { top, bottom } = row.getBoundingClientRect();
      covered += Math.max(0, Math.min(bottom, box.bottom) - Math.max(top, box.top));
    }
    const part = 1 - Math.min(1, covered / box.height);
    seen.frames += 1;
    seen.distance += Math.abs(log.scrollTop - top);
    top = log.scrollTop;
    // Less than a line's height is the space at its end.
    if (part > 0.08) seen.blank += 1;
    seen.worst = Math.max(seen.worst, part);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()`;

/** Turns the wheel over the conversation, up and down again, and looks at every frame. */
export async function measureScrolling(page: Page, turns: number): Promise<Scrolling> {
  const box = await page.getByRole("log").boundingBox();
  if (box === null) throw new Error("there is no conversation to scroll");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate(watchFrames);
  for (const way of [-1, 1])
    for (let turn = 0; turn < turns; turn++) {
      await page.mouse.wheel(0, way * 240);
      await page.waitForTimeout(30);
    }
  await page.evaluate("window.frames_.on = false");
  const { frames, blank, worst, distance } = await page.evaluate<Scrolling>("window.frames_");
  return { frames, blank, worst, distance };
}

/** In the page: whether the first entry of the conversation is in sight. */
const atFirst = `[...document.querySelectorAll("[role=log] [data-item-index]")].some((row) => row.textContent.includes("#1: "))`;

/** Brings all older entries of a conversation, page by page, until its first one is there. */
export async function loadAll(page: Page): Promise<void> {
  const patience = performance.now() + 15 * 60_000;
  while (performance.now() < patience) {
    await page.evaluate(`document.querySelector("[role=log]").scrollTo({ top: 0 })`);
    await page.waitForTimeout(40);
    if (await page.evaluate<boolean>(atFirst)) return;
  }
  throw new Error("the conversation has no beginning");
}
