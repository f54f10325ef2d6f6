import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decidePresence, pausedTogether, type Presences } from "../../../shared/domain/presence.ts";
import { type Known, nextTowards, overall, withPresences } from "../../../web/desk/lib/presence/rules.ts";
import type { ChannelId } from "../../../shared/contracts/ids.ts";
import type { Time } from "../../../shared/contracts/values.ts";

const ids = ["chn_a", "chn_b", "chn_c", "chn_d"] as ChannelId[];
const channels = ids.map((id) => ({ id }));
const at = (second: number): Time => new Date(Date.UTC(2026, 10, 23, 12, 0, second)).toISOString() as Time;

const presence = fc.record({
  channelId: fc.constantFrom(...ids),
  status: fc.constantFrom("online" as const, "paused" as const, "offline" as const),
  since: fc.integer({ min: 0, max: 50 }).map(at),
});
const known = fc.uniqueArray(presence, { selector: ({ channelId }) => channelId, maxLength: ids.length });
const queues = fc.array(
  fc.record({ channelIds: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 3 }) }),
  {
    maxLength: 4,
  },
);

/** What the API does, by the domain's own rules, at a later second each time. */
const answer = (
  before: Known,
  status: "online" | "paused" | "offline",
  channelId: ChannelId,
  feeds: readonly { readonly channelIds: ChannelId[] }[],
  second: number,
): Known => {
  const presences = Object.fromEntries(before.map(({ channelId: id, ...rest }) => [id, rest])) as Presences;
  const command =
    status === "paused"
      ? ({ do: "pause", channelId, reasonId: null } as const)
      : ({ do: status, channelId } as const);
  const changed = decidePresence(presences, command, (id) => pausedTogether(feeds, id, ids));
  return [...changed].map(([id, { status: to }]) => ({ channelId: id, status: to, since: at(second) }));
};

describe("a person's presence", () => {
  it("is the same in whatever order, and however often, it is told", () => {
    fc.assert(
      fc.property(fc.uniqueArray(presence, { selector: (it) => it.since }), fc.nat(), (told, turn) => {
        const cut = told.length === 0 ? 0 : turn % told.length;
        const other = [...told.slice(cut), ...told, ...told.slice(0, cut)];
        const sorted = (it: Known) => [...it].sort((a, b) => a.channelId.localeCompare(b.channelId));
        expect(sorted(withPresences([], other))).toEqual(sorted(withPresences([], told)));
      }),
    );
  });

  it("gets everywhere where it is wanted, whichever channels pause together", () => {
    fc.assert(
      fc.property(known, queues, fc.constantFrom("online", "paused", "offline"), (before, feeds, goal) => {
        let now: Known = before;
        let asked = 0;
        for (;;) {
          const next = nextTowards(goal, now, channels);
          if (next === null) break;
          asked += 1;
          expect(asked).toBeLessThanOrEqual(ids.length * 2);
          now = withPresences(now, answer(now, goal, next, feeds, asked + 100));
        }
        const there = overall(before, channels).present;
        const expected = { online: ids.length, paused: there, offline: 0 }[goal];
        expect(overall(now, channels).present).toBe(expected);
        expect(now.filter(({ status }) => status === "online")).toHaveLength(
          goal === "online" ? ids.length : 0,
        );
      }),
    );
  });
});
