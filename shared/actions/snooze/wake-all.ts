import type { AgentId } from "../../contracts/ids.ts";
import { HeadItem } from "../../contracts/stored/shapes.ts";
import type { Pointer, Store } from "../../ports/store.ts";
import { places } from "../../contracts/stored/keys.ts";
import type { Clock } from "../../ports/ports.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import { decideAll } from "../../domain/ticket/decide-all.ts";
import { transition } from "../timeline/transition.ts";
import { untilSettled } from "../timeline/retry.ts";

interface WakeAllDeps {
  readonly store: Store;
  readonly clock: Clock;
}

/** Tickets that wake side by side. */
const parallel = 8;

/**
 * Wakes everything that somebody put away who is not there any more, each before all others into its line. What the index does
 * not show yet wakes in its own time, into its line too.
 */
export async function wakeAllOf(deps: WakeAllDeps, agentId: AgentId): Promise<void> {
  let start: Pointer | undefined;
  do {
    const page = await deps.store.find(1, {
      ...{ pk: places.snoozed(agentId), limit: 100 },
      ...(start === undefined ? {} : { start }),
    });
    for (let at = 0; at < page.pointers.length; at += parallel) {
      const some = page.pointers.slice(at, at + parallel);
      await Promise.all(some.map((key) => wake(deps, agentId, key)));
    }
    start = page.next;
  } while (start !== undefined);
}

async function wake(deps: WakeAllDeps, agentId: AgentId, key: Pick<Pointer, "pk" | "sk">): Promise<void> {
  await untilSettled(async () => {
    const head: Ticket | undefined = await deps.store.get(HeadItem, key);
    if (head?.phase !== "snoozed" || head.agentId !== agentId) return;
    const command = { do: "wake", by: { kind: "system" }, because: "moved", snooze: undefined } as const;
    const entries = decideAll(head, [{ ...command, toAgent: false, preference: null }], deps.clock.now());
    await deps.store.commit(transition(head, entries).changes);
  });
}
