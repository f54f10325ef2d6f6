import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { type AnswerOf, type ApiClient, ApiError, type RequestOf } from "../stack/api-client.ts";
import type { RouteName } from "../../shared/contracts/routes/table.ts";
import { routes } from "../../shared/contracts/routes/table.ts";
import type { Route } from "../../shared/contracts/routes/route.ts";

/** The API as one caller, who is patient. */
export interface SetupApi {
  call<Name extends RouteName>(name: Name, request: RequestOf<Name>): Promise<AnswerOf<Name>>;
}

/** How long to wait before each further try, in milliseconds. */
const pauses: readonly number[] = [200, 500, 1_000, 2_000, 4_000];

/**
 * Calls as whoever the token is of. A desk that is busy is asked again; so is one whose answer did not arrive, where asking
 * twice does nothing twice: reads, and creations, which carry an idempotency key of their own.
 */
export function createSetupApi(
  api: ApiClient,
  token: string,
  sleep: (ms: number) => Promise<unknown> = wait,
): SetupApi {
  return {
    async call(name, request) {
      const route: Route = routes[name];
      const idempotencyKey = route.idempotent === true ? `setup-${randomUUID()}` : undefined;
      const options = { token, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) };
      const repeatable = route.method === "GET" || idempotencyKey !== undefined;
      for (let round = 0; ; round += 1) {
        try {
          return await api.call(name, request, options);
        } catch (error) {
          const pause = pauses[round];
          if (pause === undefined || !isPassing(error, repeatable)) throw error;
          await sleep(pause);
        }
      }
    },
  };
}

/** Whether the next try may go better, and does no harm. */
function isPassing(error: unknown, repeatable: boolean): boolean {
  if (error instanceof ApiError)
    return error.status === 429 || error.code === "BUSY" || (repeatable && error.status >= 500);
  // What fetch throws when there was no answer.
  return repeatable && error instanceof TypeError;
}

/** How many requests are under way at once: every change of the organisation touches one common record. */
const width = 4;

/**
 * Runs `work` on every item, `atOnce` of them at the same time. After a failure nothing further begins; it is thrown once what is under way is
 * done.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  atOnce = width,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  const rest = items.entries();
  const run = async (): Promise<void> => {
    for (const [index, item] of rest) {
      if (failures.length > 0) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, run));
  if (failures.length > 0) throw failures[0];
  return results;
}
