import { setTimeout as wait } from "node:timers/promises";
import { MovableClock } from "../../aws/clock.ts";
import { createSetupApi } from "../../setup/api.ts";
import { applyPlan } from "../../setup/apply.ts";
import { preparePlan } from "../../setup/setup.ts";
import { type Desk, startDesk } from "../../stack/desk.ts";
import { firstAdministrator } from "../../stack/first-administrator.ts";
import { type AgentAtWork, hireAgents } from "./agents.ts";
import { gatherCustomers } from "./customers.ts";
import { type Floor, readNames } from "./floor.ts";
import type { Journal } from "./journal.ts";
import { environment, shopOf } from "./shop.ts";
import { type DaySize, storiesOf } from "./stories.ts";
import { hireSupervisor, type Supervisor } from "./supervisor.ts";

/** A shop on the morning of its day, some minutes before it opens. */
export interface ShopOfTheDay {
  readonly desk: Desk;
  readonly floor: Floor;
  readonly boss: Supervisor;
  readonly crew: readonly AgentAtWork[];
  /** Resolves once nothing is under way, neither on the desk nor between it and the phones. Retries to come are not waited for. */
  rest(): Promise<void>;
  /** What went wrong on the desk and was made up for, and how many times. */
  readonly mishaps: ReadonlyMap<string, number>;
}

const minuteMs = 60_000;
/** Nine o'clock in São Paulo, which is three hours behind all year. */
const openingHourUtc = 12;
/** Everybody is signed in by then; the first customers write ten minutes before the shop opens. */
const earlyMinutes = 12;
/** Between a queue and its function, or a stream and its reader, there may be a moment in which nothing shows. */
const quietLooks = 4;
const lookMs = 2;

/** Sets the shop up on a desk of its own, in memory; `begun` gets the desk as soon as it is there to be closed. */
export async function openTheShop(
  size: DaySize,
  journal: Journal,
  begun: (desk: Desk) => void,
): Promise<ShopOfTheDay> {
  const clock = new MovableClock();
  const mishaps = new Map<string, number>();
  const desk = await startDesk({
    clock,
    log: ({ level, message }) => {
      if (level === "error") mishaps.set(message, (mishaps.get(message) ?? 0) + 1);
    },
  });
  begun(desk);
  const { api, simulator } = desk;
  const setup = createSetupApi(api, await desk.signIn());
  const { plan, known } = await preparePlan(setup, shopOf(size.agents), environment);
  await applyPlan(plan, { api: setup, known, environment, onDone: () => undefined });
  await desk.connectNumbers();

  const tomorrow = new Date(clock.now() + 24 * 60 * minuteMs);
  const opens = tomorrow.setUTCHours(openingHourUtc, 0, 0, 0);
  const instant = (minute: number): number => opens + minute * minuteMs;
  clock.advance(instant(-earlyMinutes) - clock.now());

  const customers = gatherCustomers(simulator, storiesOf(size), journal);
  const floor: Floor = {
    ...(await readNames(api, firstAdministrator)),
    ...{ api, clock, journal, customers, instant },
  };
  const boss = await hireSupervisor(floor);
  const crew = await hireAgents(floor, boss, size);
  return { desk, floor, boss, crew, mishaps, rest: () => comeToRest(desk) };
}

async function comeToRest({ simulator, stack }: Desk): Promise<void> {
  for (let quiet = 0; quiet < quietLooks;) {
    await simulator.idle();
    quiet = stack.idle() ? quiet + 1 : 0;
    await wait(lookMs);
  }
}
