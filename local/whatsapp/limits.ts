const PAIR_INTERVAL_MS = 6000;
const PAIR_BURST = 45;

/** Rates to hold the business to. Both are off unless asked for, so that load tests run. */
export interface RateLimits {
  /** One message per 6 s to the same user, with bursts of up to 45 in 6 s that are paid back by waiting. */
  readonly pair: boolean;
  /** Messages per second of one number, in and out; undefined: unlimited. Meta starts numbers at 80. */
  readonly perSecond: number | undefined;
}

/** Counts messages and says when one is too many. */
export interface RateLimiter {
  set(limits: Partial<RateLimits>): void;
  /** Counts a message from a customer: it uses throughput but is never refused. */
  inbound(phoneNumberId: string, now: number): void;
  /** The code to refuse a send with, or undefined after counting it. */
  outbound(phoneNumberId: string, address: string, now: number): 130429 | 131056 | undefined;
}

/** Makes a {@link RateLimiter} with everything off. */
export function createRateLimiter(): RateLimiter {
  let limits: RateLimits = { pair: false, perSecond: undefined };
  const seconds = new Map<string, { second: number; count: number }>();
  const pairs = new Map<string, { burstFrom: number; inBurst: number; paidAt: number }>();

  function countSecond(phoneNumberId: string, now: number): number {
    const second = Math.floor(now / 1000);
    const known = seconds.get(phoneNumberId);
    const count = known?.second === second ? known.count + 1 : 1;
    seconds.set(phoneNumberId, { second, count });
    return count;
  }

  function pairAllows(pair: string, now: number): boolean {
    const known = pairs.get(pair);
    if (!known || now >= known.paidAt) {
      pairs.set(pair, { burstFrom: now, inBurst: 1, paidAt: now + PAIR_INTERVAL_MS });
      return true;
    }
    if (now - known.burstFrom >= PAIR_INTERVAL_MS || known.inBurst >= PAIR_BURST) return false;
    known.inBurst += 1;
    known.paidAt += PAIR_INTERVAL_MS;
    return true;
  }

  return {
    set(change) {
      limits = { ...limits, ...change };
    },
    inbound(phoneNumberId, now) {
      if (limits.perSecond !== undefined) countSecond(phoneNumberId, now);
    },
    outbound(phoneNumberId, address, now) {
      if (limits.perSecond !== undefined && countSecond(phoneNumberId, now) > limits.perSecond) return 130429;
      if (limits.pair && !pairAllows(`${phoneNumberId} ${address}`, now)) return 131056;
      return undefined;
    },
  };
}
