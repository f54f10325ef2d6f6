import { expect, test } from "vitest";
import { playDay } from "../../local/demo/day/day.ts";

/** Long, because a day is some forty turns of everybody, each of which waits until the desk is at rest. */
const timeout = 400_000;

/** A seed whose stories have one of everything, and agents enough that one may go home ill. */
const size = { customers: 20, agents: 4, hours: 1, seed: 233 };

test(
  "a short day in a shop: what people did is what the timelines tell, and no ticket is forgotten",
  { timeout },
  async () => {
    const page: string[] = [];
    expect(await playDay(size, (line) => page.push(line))).toEqual([]);
    const text = page.join("\n");
    const ends = ["15 closed by an agent", "3 closed for silence", "1 put away until tomorrow"];
    for (const end of ["22 tickets", ...ends]) expect(text).toContain(end);
    expect(text).toMatch(/ratings +7 +7$/m);
    expect(text).toMatch(/A conversation: USD 0\.\d+ in us-east-1/);
  },
);
