import { dieAt, distinctPoints, playWith } from "./deaths.ts";
import { describe, expect, test } from "vitest";
import { handle } from "./handling.ts";
import { program } from "./programming.ts";
import { vacate } from "./vacating.ts";

/** Each with calls that it must make. */
const plays = {
  "tickets are taken by force, noted, marked, tagged, sent on and closed at once": {
    play: handle,
    makes: ["api-tickets store.commit", "api-messaging store.commit", "api-people store.commit"],
  },
  "a contact is added and changed, and a queue with live tickets is removed": {
    play: vacate,
    makes: ["api-contacts store.commit", "api-config store.commit", "schedule-sweep store.commit"],
  },
  "a bot writes and hands over by its key": {
    play: program,
    makes: ["api-messaging store.commit", "api-tickets store.commit", "queue-outbound whatsapp.send"],
  },
} as const;

describe.each(Object.entries(plays))("when %s", (name, { play, makes }) => {
  test("a death at any call loses nothing and doubles nothing", { timeout: 600_000 }, async () => {
    let first = 0;
    const { made } = await playWith(async (stage) => void (first = await play(stage)), {});
    const points = distinctPoints(made, first + 1);
    expect(await dieAt(play, {}, points)).toBe(points.length);
    console.log(`${points.length} distinct crash points when ${name}`);
    const calls = made.slice(first).map((it) => `${it.function} ${it.call}`);
    for (const call of makes) expect(calls).toContain(call);
  });
});
