import { type Progress, type RemovalDeps, ticketsAtOnce } from "../organisation/removal/removal.ts";
import { type ChannelProgress, callOffChannel, goOnWithChannel } from "../channels/remove-channel.ts";
import { callOffQueue, goOnWithQueue } from "../organisation/removal/remove-queue.ts";
import { callOffSector, goOnWithSector } from "../organisation/removal/remove-sector.ts";
import type { Log, SecretKeeper } from "../../ports/ports.ts";

export interface RemovalSweepDeps extends RemovalDeps {
  readonly log: Log;
  readonly secrets: Pick<SecretKeeper, "remove">;
}

/** A removal that is under way. */
interface UnderWay {
  readonly kind: "sector" | "queue" | "channel";
  readonly id: string;
  /** Goes on with it, with at most so many tickets. */
  goOn(most: number): Promise<Progress | ChannelProgress>;
  callOff(): Promise<void>;
}

/**
 * Goes on with every removal that is under way, with about a hundred tickets in all. One that has nowhere to put a ticket, or that a
 * channel's reception names, is called off: customers come before it. What fails with one does not keep the others from
 * going on; in the end the first failure is thrown.
 */
export async function goOnWithRemovals(
  deps: RemovalSweepDeps,
): Promise<{ readonly removed: number; readonly calledOff: number }> {
  const failures: unknown[] = [];
  let removed = 0;
  let calledOff = 0;
  let most = ticketsAtOnce;
  for (const removal of await underWay(deps)) {
    const { kind, id } = removal;
    try {
      const progress = await removal.goOn(most);
      if ("tickets" in progress) most -= progress.tickets.length;
      if (progress.state === "removed") {
        removed += 1;
        deps.log.info("removal completed", { kind, id });
      } else if (progress.state === "stuck" || progress.state === "named") {
        await removal.callOff();
        calledOff += 1;
        deps.log.warn("removal called off", { kind, id, reason: progress.state });
      }
    } catch (error) {
      deps.log.error("removal failed", { kind, id }, error);
      failures.push(error);
    }
    if (most <= 0) break;
  }
  if (failures.length > 0) throw failures[0];
  return { removed, calledOff };
}

/** Queues of a sector that is being removed go with it. */
async function underWay(deps: RemovalSweepDeps): Promise<readonly UnderWay[]> {
  const { configuration } = deps;
  const sectors = (await configuration.sectors()).filter(({ removing }) => removing !== null);
  const going = new Set(sectors.map(({ id }) => id));
  const queues = (await configuration.queues()).filter(
    ({ removing, sectorId }) => removing !== null && !going.has(sectorId),
  );
  const channels = (await configuration.channels()).filter(({ removing }) => removing !== null);
  return [
    ...sectors.map(({ id }): UnderWay => ({
      ...{ kind: "sector", id },
      goOn: (most) => goOnWithSector(deps, id, most),
      callOff: () => callOffSector(deps, null, id),
    })),
    ...queues.map(({ id }): UnderWay => ({
      ...{ kind: "queue", id },
      goOn: (most) => goOnWithQueue(deps, id, most),
      callOff: () => callOffQueue(deps, null, id),
    })),
    ...channels.map(({ id }): UnderWay => ({
      ...{ kind: "channel", id },
      goOn: () => goOnWithChannel(deps, id),
      callOff: () => callOffChannel(deps, null, id),
    })),
  ];
}
