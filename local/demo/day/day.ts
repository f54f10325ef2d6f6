import type { Desk } from "../../stack/desk.ts";
import { openConsole } from "../../stack/console.ts";
import { inParallel } from "../../setup/api.ts";
import { quietMeter, usageBetween } from "../meter.ts";
import { billOfTheDay } from "./bill.ts";
import { compare } from "./compare.ts";
import { openJournal } from "./journal.ts";
import { openTheShop, type ShopOfTheDay } from "./opening.ts";
import { accountLines, createHourLines, titleLines } from "./page.ts";
import { readTheDay } from "./reading.ts";
import type { DaySize } from "./stories.ts";
import { tallyOf } from "./tally.ts";

/** The day as the demo shows it. */
export const usualDay: DaySize = { customers: 500, agents: 8, hours: 10, seed: 1 };

/** What does not match at the end of a day; nothing where all does. */
export type Problems = readonly string[];

/** The first customers write before the shop opens. */
const firstMinute = -10;
/** How far the clock moves at once: the sweep, which runs each minute, and everybody in the shop then do what is due. */
const stepMinutes = 2;
/** How long after closing time the last attendances may take. */
const patienceMinutes = 240;
/** A token lives an hour; screens are looked at, and tokens renewed, this often. */
const lookEvery = 30;
const tidyEvery = 6;

/**
 * Plays a day in a shop on a desk of its own, through its public interfaces and its customers' phones, and prints it: a line an
 * hour, then what people did beside what the timelines tell, and the bill. Gives what does not match. The seed decides who comes when, what
 * they want and how it ends; who of those free attends them is for the desk to say.
 */
export async function playDay(size: DaySize, print: (line: string) => void): Promise<Problems> {
  const closers: (() => Promise<void>)[] = [];
  try {
    const journal = openJournal();
    const shop = await openTheShop(size, journal, (desk: Desk) => closers.push(() => desk.close()));
    const meters = await openConsole(shop.desk);
    closers.push(() => meters.close());
    for (const line of titleLines(size)) print(line);
    const before = await quietMeter(meters.url);
    await attendEverybody(shop, size, print);
    const after = await quietMeter(meters.url);
    const day = await readTheDay(shop.floor, shop.crew);
    const tally = tallyOf(day.tickets);
    compare(day, tally, shop.floor);
    for (const line of accountLines(day, tally, shop)) print(line);
    for (const line of billOfTheDay(usageBetween(before, after), day.tickets.length)) print(line);
    return journal.problems;
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

/** Step by step, until everybody has said what they came for and no ticket wants anything. Then the agents go home. */
async function attendEverybody(
  shop: ShopOfTheDay,
  size: DaySize,
  print: (line: string) => void,
): Promise<void> {
  const { floor, boss, crew, rest } = shop;
  const closing = size.hours * 60;
  const hourLine = createHourLines(shop);
  for (let minute = firstMinute; ; minute += stepMinutes) {
    floor.clock.advance(Math.max(0, floor.instant(minute) - floor.clock.now()));
    await rest();
    await floor.customers.act(minute);
    await rest();
    await inParallel(crew, (agent) => agent.work(minute), crew.length);
    await rest();
    if (minute % tidyEvery === 0) await boss.tidy();
    if (minute % lookEvery === 0) await look(shop);
    if (minute % 60 === 0) print(await hourLine(minute));
    if (minute < closing || !floor.customers.done) continue;
    const held = await boss.unfinished();
    if (held === 0) break;
    if (minute > closing + patienceMinutes) {
      floor.journal.problem(
        `${held} tickets are still not attended ${patienceMinutes} minutes after closing time`,
      );
      break;
    }
  }
  for (const agent of crew) await agent.leave();
  await rest();
}

async function look({ floor, boss, crew, rest }: ShopOfTheDay): Promise<void> {
  await rest();
  await Promise.all([floor.office.renew(), boss.renew()]);
  for (const agent of crew) {
    const wrong = await agent.lookUp();
    if (wrong > 0)
      floor.journal.problem(`the screen of ${agent.worker.name} has ${wrong} of their tickets wrong`);
  }
}
