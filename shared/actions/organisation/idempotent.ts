import { type Change, ConditionFailed, type Store, absent, put } from "../../ports/store.ts";
import type { Clock, Digest } from "../../ports/ports.ts";
import { DeskError } from "../../contracts/errors.ts";
import { IdempotencyItem } from "../../contracts/stored/shapes.ts";
import type { Json } from "../../contracts/values.ts";
import { canonicalJson } from "../../domain/equality.ts";
import { keys } from "../../contracts/stored/keys.ts";

export interface IdempotencyDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly digest: Digest;
}

/** A request as its idempotency key covers it. Without a key every request is its own. */
export interface Request {
  readonly actorId: string;
  readonly route: string;
  readonly key: string | undefined;
  readonly input: unknown;
}

const changeName = "idempotency key";

/** The first answer to a request made under this key, if there was one. IDEMPOTENCY_MISMATCH for another content. */
export async function firstAnswer<Answer>(
  deps: IdempotencyDeps,
  request: Request,
): Promise<Answer | undefined> {
  if (request.key === undefined) return undefined;
  const found = await deps.store.get(
    IdempotencyItem,
    keys.idempotency(request.actorId, request.route, request.key),
  );
  if (found === undefined) return undefined;
  if (found.fingerprint !== fingerprint(deps, request)) throw new DeskError("IDEMPOTENCY_MISMATCH");
  return found.response as Answer;
}

/**
 * Commits what a request creates together with the record of its answer. When the same request was answered meanwhile, that
 * first answer is given and nothing is created. Throws ConditionFailed when another condition does not hold.
 */
export async function commitOnce<Answer extends object>(
  deps: IdempotencyDeps,
  request: Request,
  answer: Answer,
  changes: readonly Change[],
): Promise<Answer> {
  const { actorId, route, key } = request;
  const record =
    key === undefined
      ? []
      : [
          put(
            changeName,
            IdempotencyItem,
            {
              actorId,
              route,
              key,
              fingerprint: fingerprint(deps, request),
              response: answer as unknown as Json,
              at: deps.clock.now(),
            },
            absent,
          ),
        ];
  try {
    await deps.store.commit([...record, ...changes]);
    return answer;
  } catch (error) {
    if (error instanceof ConditionFailed && error.on(changeName)) {
      const first = await firstAnswer<Answer>(deps, request);
      if (first !== undefined) return first;
    }
    throw error;
  }
}

const fingerprint = (deps: IdempotencyDeps, request: Request): string =>
  deps.digest.sha256(canonicalJson(request.input));
