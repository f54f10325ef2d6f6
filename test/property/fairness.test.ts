import { describe, expect, test } from "vitest";
import type { Seat } from "../../shared/contracts/organisation.ts";
import { addSeconds } from "../../shared/domain/time.ts";
import { agentId, channelId, queueId, sectorId } from "../support/ids.ts";
import { choose } from "../../shared/domain/routing.ts";
import { createChance } from "../world/chance.ts";
import { noon } from "../support/desk.ts";

/** Equal agents, of whom each assignment goes to the one that is chosen; after it, sometimes, the ticket is closed. */
function shares(agents: number, assignments: number, closing: "at once" | "never"): readonly number[] {
  const chance = createChance(`fairness ${agents}`);
  const seats = Array.from({ length: agents }, (_, index): Seat => ({
    ...{ sectorId, agentId: agentId(`${index + 1}`), queueIds: [queueId] },
    presence: { [channelId]: { status: "online", since: noon } },
    ...{ presenceVersion: 0, load: 0, limit: assignments, lastAssignedAt: noon },
  }));
  const got = new Map(seats.map((seat) => [seat.agentId, 0]));
  for (let count = 0; count < assignments; count += 1) {
    // In whatever order the seats are read.
    const { agentId: chosen } = choose(chance.is(0.5) ? seats : seats.toReversed(), queueId, channelId);
    const at = seats.findIndex((seat) => seat.agentId === chosen);
    const seat = seats[at];
    if (seat === undefined) throw new Error("nobody was chosen");
    const load = closing === "at once" ? seat.load : seat.load + 1;
    seats[at] = { ...seat, load, lastAssignedAt: addSeconds(noon, count + 1) };
    got.set(seat.agentId, (got.get(seat.agentId) ?? 0) + 1);
  }
  return [...got.values()];
}

describe.each([2, 3, 7, 16])("%i equal agents", (agents) => {
  test.each(["at once", "never"] as const)(
    "share 10,000 tickets that are closed %s but for one",
    (closing) => {
      const got = shares(agents, 10_000, closing);
      expect(got.reduce((sum, it) => sum + it, 0)).toBe(10_000);
      expect(Math.max(...got) - Math.min(...got)).toBeLessThanOrEqual(1);
    },
  );
});
