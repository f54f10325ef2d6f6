import type { Attempts } from "./attempts.ts";
import type { Channel, Queue } from "../../contracts/organisation.ts";
import { HeadItem, type Place, PlaceItem } from "../../contracts/stored/shapes.ts";
import { keys, partitions, prefixes } from "../../contracts/stored/keys.ts";
import type { Clock } from "../../ports/ports.ts";
import { ConditionFailed, type Store } from "../../ports/store.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Locale } from "../../contracts/values.ts";
import type { Ticket } from "../../contracts/tickets.ts";
import { byOrder } from "../../domain/routing.ts";
import { decide } from "../../domain/ticket/decide.ts";
import { saying } from "../../domain/ticket/say.ts";
import { texts } from "../../domain/texts.ts";
import { transition } from "../timeline/transition.ts";

interface PositionsDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
}

/** Contacts further back are not told where they are. */
const told = 50;

/**
 * Tells contacts where they are in the line of queues that say so: the first 50 of each, and again only when they came further to
 * the front. Called once a minute, it tells nobody more often than that. A contact to whom nothing may be said any more, and one
 * whose ticket changes at this moment, is passed over. What fails with one keeps no other from being told. Costs per queue and minute at most half a read unit for each 13 places of each
 * channel, one for each two heads, and for each contact who is told a transaction of two items and a send. Answers how many were told.
 */
export async function tellPositions(deps: PositionsDeps, attempts: Attempts): Promise<number> {
  const queues = (await deps.configuration.queues()).filter((queue) => queue.tellsPosition);
  if (queues.length === 0) return 0;
  const channels = await deps.configuration.channels();
  const { locale } = await deps.configuration.settings();
  const counts = await Promise.all(
    queues.map((queue) =>
      attempts.attempt({ kind: "positions", queueId: queue.id }, 0, () =>
        tellLine(deps, queue, { channels, locale, attempts }),
      ),
    ),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function tellLine(
  deps: PositionsDeps,
  queue: Queue,
  {
    channels,
    locale,
    attempts,
  }: { readonly channels: readonly Channel[]; readonly locale: Locale; readonly attempts: Attempts },
): Promise<number> {
  const store = attempts.readable(deps.store);
  const places = await front(store, queue, channels);
  const heads = await store.getMany<Ticket[]>(
    places.map((place) => ({ shape: HeadItem, key: keys.head(place.ticketId) })),
    { consistency: "eventual" },
  );
  let count = 0;
  for (const [index, head] of heads.entries()) {
    if (head?.phase !== "waiting" || head.queueId !== queue.id) continue;
    const position = index + 1;
    if (head.toldPosition !== null && head.toldPosition <= position) continue;
    const said = texts[locale].position(position);
    const of = { kind: "position", ticketId: head.id };
    if (await attempts.attempt(of, false, () => tell(deps, head, position, said))) count += 1;
  }
  return count;
}

/** The first places of the line, over all channels: also one that does not feed the queue any more may have left somebody there. */
async function front(
  store: Pick<Store, "query">,
  queue: Queue,
  channels: readonly Channel[],
): Promise<readonly Place[]> {
  const lines = await Promise.all(
    channels.map(({ id: channelId }) =>
      store.query(PlaceItem, {
        ...{ pk: partitions.queue(queue.id), prefix: prefixes.line(channelId) },
        ...{ limit: told, consistency: "eventual" },
      }),
    ),
  );
  return lines
    .flatMap(({ items }) => items)
    .toSorted(byOrder)
    .slice(0, told);
}

/** Whether it was said. */
async function tell(
  { store, clock }: PositionsDeps,
  head: Ticket & { phase: "waiting" },
  position: number,
  text: string,
): Promise<boolean> {
  const entries = decide(head, saying("position", head.version + 1, text, position), clock.now());
  if (entries instanceof DeskError) {
    if (entries.code === "WINDOW_CLOSED") return false;
    throw entries;
  }
  try {
    await store.commit(transition(head, entries).changes);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}
