import { afterAll, afterEach, beforeAll } from "vitest";
import type { Browser } from "playwright-core";
import type { Customer } from "../../../../local/whatsapp/customer.ts";
import { demoLogins, shop } from "../../../../local/seed/shop.ts";
import { type Desk, startDesk } from "../../../../local/stack/desk.ts";
import { MovableClock } from "../../../../local/aws/clock.ts";
import { preparePages } from "../../../../local/stack/pages.ts";
import { seedShop } from "../../../../local/seed/seed.ts";
import { startBrowser } from "../../../browser/support/browser.ts";
import { createVisits, type Visits } from "./visits.ts";
import { goOnline, type Login } from "./people.ts";

/** The demo's people, by their first names. */
export type Name = "ana" | "sergio" | "bruna" | "caio" | "dalva";

/** The desk of the demo's shop with its pages, a browser to look at it with, and customers who write. */
export interface Stage extends Visits {
  readonly desk: Desk;
  /** Where the customer's phones are: the page of `web/phone`. */
  readonly phoneUrl: string;
  readonly login: (name: Name) => Login;
  /** An access token of a person of the demo, for what a story needs and does not tell. */
  readonly token: (name: Name) => Promise<string>;
  /** Puts people online on every channel they serve: who has no socket for a while is not. */
  readonly online: (...names: readonly Name[]) => Promise<void>;
  /** Somebody new with a phone, who writes to the shop. */
  readonly customer: (name: string) => Customer;
  /** Moves the stack's time forward; the browser's stays, so that this is for minutes, not for hours. */
  readonly advance: (milliseconds: number) => void;
}

/**
 * Gives the file a stage: brought up before its tests, closed after. After each test the pages that were opened in it are closed,
 * and what they complained of (errors of scripts, refusals by the CSP, errors in the console) fails it.
 */
export function useStage(): () => Stage {
  let stage: (Stage & { close(): Promise<void> }) | undefined;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterEach(async ({ task }) => {
    const failed = task.result?.state === "fail";
    const complaints = (await stage?.leave(failed ? task.name : null)) ?? [];
    if (complaints.length > 0) throw new Error(`the pages complained:\n${complaints.join("\n")}`);
  });
  afterAll(() => stage?.close());
  return () => {
    if (stage === undefined) throw new Error("the stage is not open yet");
    return stage;
  };
}

async function openStage(): Promise<Stage & { close(): Promise<void> }> {
  const clock = new MovableClock();
  const [desk, phone] = await Promise.all([preparePages("desk"), preparePages("phone")]);
  const opened = await startDesk({ pages: { desk, phone }, clock });
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await opened.close();
  };
  try {
    await seedShop(opened);
    // Functions remember the organisation for seconds and the names of people for half a minute: as it was before the shop opened.
    clock.advance(31_000);
    browser = await startBrowser();
    return { ...createVisits(browser, opened.deskUrl), ...helpers(opened, clock), close };
  } catch (error) {
    await close();
    throw error;
  }
}

let phones = 0;

function helpers(desk: Desk, clock: MovableClock): Omit<Stage, keyof Visits> {
  const login = (name: Name): Login => {
    const found = demoLogins.find(({ email }) => email.startsWith(`${name}@`));
    if (found === undefined) throw new Error(`nobody of the demo is called ${name}`);
    return found;
  };
  return {
    desk,
    phoneUrl: `${desk.simulator.url}/phone/`,
    login,
    token: (name) => desk.signIn(login(name)),
    online: async (...names) => {
      await Promise.all(names.map((name) => goOnline(desk, login(name))));
    },
    customer(name) {
      phones += 1;
      const { phoneNumberId } = shop.number;
      return desk.simulator.customer({ waId: (5_511_970_000_000 + phones).toString(), name, phoneNumberId });
    },
    advance: (milliseconds) => clock.advance(milliseconds),
  };
}
