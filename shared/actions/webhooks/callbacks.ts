import { type Callback, CallbackItem, EntryItem, HeadItem } from "../../contracts/stored/shapes.ts";
import { type Store, put, versionIs } from "../../ports/store.ts";
import { isSuccess, reasonOf } from "./outcome.ts";
import type { DeliverDeps } from "./deliver.ts";
import type { Effect } from "../relay/plan.ts";
import { RetryLater } from "../../ports/retry-later.ts";
import type { CallbackJob } from "../../contracts/queue-messages.ts";
import type { WebhookMessage } from "../../contracts/webhooks.ts";
import { eventOf, retryDelay } from "../../domain/webhooks.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { untilSettled } from "../timeline/retry.ts";

/**
 * One job for each end of a ticket, its closing and its rating, that somebody asked to be told of. Costs a read for each of
 * these entries and nothing for all others. It is a consistent one: what it misses nobody would look for again.
 */
export async function planCallbacks(
  { store }: { readonly store: Store },
  effects: readonly Effect[],
): Promise<readonly CallbackJob[]> {
  const ends = effects.flatMap((effect) =>
    effect.kind === "announce" && (effect.entry.type === "closed" || effect.entry.type === "rated")
      ? [effect.entry]
      : [],
  );
  if (ends.length === 0) return [];
  const callbacks = await store.getMany<Callback[]>(
    ends.map(({ ticketId }) => ({ shape: CallbackItem, key: keys.callback(ticketId) })),
  );
  return ends.flatMap(({ ticketId, number, at }, index): CallbackJob[] =>
    callbacks[index] === undefined
      ? []
      : [{ v: 1, id: `callback-${ticketId}-${number}`, event: "callback", ticketId, number, at }],
  );
}

/**
 * Posts the end of a ticket to where who handed its contact over wants to be told, signed with the secret they gave. What arrived
 * there is not sent again. Any 2xx status is a success and 410 the end of it; everything else throws RetryLater, also after the
 * last try, which is logged. Nothing is sent where the callback or the ticket is gone.
 */
export async function deliverCallback(
  deps: Pick<DeliverDeps, "store" | "clock" | "random" | "sender" | "log">,
  job: CallbackJob,
  { tries, last }: { readonly tries: number; readonly last: boolean },
): Promise<void> {
  const { ticketId, number } = job;
  const [callback, ticket, entry] = await deps.store.getMany([
    { shape: CallbackItem, key: keys.callback(ticketId) },
    { shape: HeadItem, key: keys.head(ticketId) },
    { shape: EntryItem, key: keys.entry(ticketId, number) },
  ]);
  if (callback === undefined || ticket === undefined || entry === undefined) {
    deps.log.info("dropped", { ticketId, event: job.event });
    return;
  }
  if (callback.told.includes(number)) return;
  const message: WebhookMessage = { type: eventOf(entry), timestamp: job.at, data: { ticket, entry } };
  const outcome = await deps.sender.post({
    ...{ url: callback.url, id: job.id, at: deps.clock.now(), body: JSON.stringify(message) },
    secrets: [callback.secret],
  });
  if (isSuccess(outcome)) return remember(deps.store, job);
  const gone = outcome.kind === "answered" && outcome.httpStatus === 410;
  if (gone || last)
    deps.log.warn("gave-up", { ticketId, event: job.event, attempts: tries, reason: reasonOf(outcome) });
  if (gone) return;
  throw new RetryLater(retryDelay(tries, Number(deps.random.digits(3)) / 1_000), reasonOf(outcome));
}

async function remember(store: Store, { ticketId, number }: CallbackJob): Promise<void> {
  await untilSettled(async () => {
    const now = await store.get(CallbackItem, keys.callback(ticketId));
    if (now === undefined || now.told.includes(number)) return {};
    const after = { ...now, version: now.version + 1, told: [...now.told, number] };
    await store.commit([put("callback", CallbackItem, after, versionIs(now.version))]);
    return {};
  });
}
