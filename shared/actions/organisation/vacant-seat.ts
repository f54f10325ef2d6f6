import { type Condition, absent, check, empty, equals, put, remove } from "../../ports/store.ts";
import { PresenceItem, SeatItem } from "../../contracts/stored/shapes.ts";
import { entriesOf, isPresent, justAfter } from "../../domain/presence.ts";
import { presenceIn, seatsOfAgent } from "../presence/seats.ts";
import type { PresenceDeps } from "../presence/change-presence.ts";
import type { Seat } from "../../contracts/organisation.ts";
import { isVacant } from "../../domain/routing.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { latest } from "../../domain/time.ts";
import { untilSettled } from "../timeline/retry.ts";

type SeatOf = Pick<Seat, "sectorId" | "agentId">;

/**
 * Removes a seat that serves no queue and holds no ticket, unless that changed meanwhile. Whoever has no other seat is offline
 * from that moment on: the log of each channel on which they were there ends with it, in the same transaction. Answers whether
 * it went.
 */
export const removeVacantSeat = (deps: PresenceDeps, of: SeatOf): Promise<boolean> =>
  removeSeat(deps, of, isVacant, [empty(["queueIds"]), equals(["load"], 0)]);

/** The same for somebody who was removed, whatever queues the seat still names. */
export const removeSeatOfFormer = (deps: PresenceDeps, of: SeatOf): Promise<boolean> =>
  removeSeat(deps, of, (seat) => seat.load === 0, [equals(["load"], 0)]);

const removeSeat = (
  deps: PresenceDeps,
  { sectorId, agentId }: SeatOf,
  mayGo: (seat: Seat) => boolean,
  when: readonly Condition[],
): Promise<boolean> =>
  untilSettled(async () => {
    const key = keys.seat(sectorId, agentId);
    const seat = await deps.store.get(SeatItem, key);
    if (seat === undefined || !mayGo(seat)) return false;
    const unchanged = equals(["presenceVersion"], seat.presenceVersion);
    const last = isPresent(seat.presence) ? await lastOfPresence(deps, seat) : [];
    await deps.store.commit([remove("seat", SeatItem, key, ...when, unchanged), ...last]);
    return true;
  });

/** What goes with a seat whose agent is there: the other seats still know it, or the log says that it is over. */
async function lastOfPresence(deps: PresenceDeps, { sectorId, agentId, presence }: Seat) {
  const others = (await seatsOfAgent(deps, agentId)).filter((seat) => seat.sectorId !== sectorId);
  const known = presenceIn(others);
  const now = deps.clock.now();
  const ending = entriesOf(presence).filter(
    ([channelId, { status }]) => status !== "offline" && known[channelId] === undefined,
  );
  return [
    // Of two seats that go at once, one goes last and says so.
    ...others.map((seat) =>
      check(
        `other seat ${seat.sectorId}`,
        SeatItem,
        keys.seat(seat.sectorId, agentId),
        equals(["presenceVersion"], seat.presenceVersion),
      ),
    ),
    ...ending.map(([channelId, { since }]) => {
      const at = latest(justAfter(since), now);
      return put(
        `presence ${channelId}`,
        PresenceItem,
        { agentId, channelId, at, status: "offline" as const },
        absent,
      );
    }),
  ];
}
