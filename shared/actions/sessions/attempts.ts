import type { Clock, Digest } from "../../ports/ports.ts";
import { type SignInAttempts, SignInAttemptsItem } from "../../contracts/stored/shapes.ts";
import { type Store, absent, equals, put, remove } from "../../ports/store.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Time } from "../../contracts/values.ts";
import { addSeconds } from "../../domain/time.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { untilSettled } from "../timeline/retry.ts";

export interface AttemptsDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly digest: Digest;
}

/** Of what failed sign-ins are counted. */
export type Counted = { readonly kind: SignInAttempts["kind"]; readonly name: string };

/** Failures that cost no wait: people mistype, and many people share an office's address. */
const free: Readonly<Record<SignInAttempts["kind"], number>> = { login: 3, source: 30 };
/** The user pool's own lock ends after 15 minutes at most; ours must last at least as long, so that it is never met. */
const longestWait = 1_000;
/** Failures count until nothing was tried for this long after the wait. */
const memorySeconds = 3_600;

/** Seconds to wait after so many failures in a row: none, then 1, 2, 4 … */
const waitAfter = (kind: SignInAttempts["kind"], failures: number): number =>
  failures <= free[kind] ? 0 : Math.min(longestWait, 2 ** (failures - free[kind] - 1));

/** TOO_MANY_ATTEMPTS, with the seconds to wait, while the wait of earlier failures lasts. */
export async function assertNotBlocked(deps: AttemptsDeps, counted: Counted): Promise<void> {
  refuseBlocked(await read(deps, counted), deps.clock.now());
}

/**
 * Counts an attempt as failed before it is made, so that attempts side by side are as slow as one after another.
 * TOO_MANY_ATTEMPTS while the wait of earlier ones lasts. What is counted is a name, whether anybody has it or not.
 */
export async function countAttempt(deps: AttemptsDeps, counted: Counted): Promise<void> {
  await untilSettled(async () => {
    const now = deps.clock.now();
    const found = await read(deps, counted);
    refuseBlocked(found, now);
    const counts = found !== undefined && now < found.forgottenAt;
    const failures = counts ? found.failures + 1 : 1;
    const blockedUntil = addSeconds(now, waitAfter(counted.kind, failures));
    const record: SignInAttempts = {
      ...{ kind: counted.kind, hash: hashOf(deps, counted), failures, blockedUntil },
      forgottenAt: addSeconds(blockedUntil, memorySeconds),
    };
    const unchanged = found === undefined ? absent : equals(["forgottenAt"], found.forgottenAt);
    const sameCount = found === undefined ? [] : [equals(["failures"], found.failures)];
    await deps.store.commit([put("attempts", SignInAttemptsItem, record, unchanged, ...sameCount)]);
  });
}

/** Forgets the failures. */
export async function forgetAttempts(deps: AttemptsDeps, counted: Counted): Promise<void> {
  const key = keys.attempts(counted.kind, hashOf(deps, counted));
  await deps.store.commit([remove("attempts", SignInAttemptsItem, key)]);
}

function refuseBlocked(found: SignInAttempts | undefined, now: Time): void {
  if (found === undefined || now >= found.blockedUntil) return;
  const retryAfter = Math.ceil((Date.parse(found.blockedUntil) - Date.parse(now)) / 1_000);
  throw new DeskError("TOO_MANY_ATTEMPTS", { retryAfter });
}

const read = (deps: AttemptsDeps, counted: Counted): Promise<SignInAttempts | undefined> =>
  deps.store.get(SignInAttemptsItem, keys.attempts(counted.kind, hashOf(deps, counted)));

const hashOf = ({ digest }: AttemptsDeps, { kind, name }: Counted): string =>
  digest.sha256(`${kind}:${name}`);
