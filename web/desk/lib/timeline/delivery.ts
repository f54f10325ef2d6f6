import type { Delivery } from "../../../../shared/contracts/timeline.ts";

/**
 * The newer of two deliveries of one message. A rank only grows, but for one exception: a send that was refused for load
 * goes from `sending` back to `queued`. Between these two the later one counts. The order is total, so it does not matter in
 * which order deliveries arrive, nor how often.
 */
export const newerDelivery = (a: Delivery, b: Delivery): Delivery => (precedes(a, b) ? b : a);

/** `queued` and `sending` take turns; from then on each rank is a step of its own. */
const step = ({ rank }: Delivery): number => Math.max(rank, 1);

function precedes(a: Delivery, b: Delivery): boolean {
  if (step(a) !== step(b)) return step(a) < step(b);
  if (a.attempts !== b.attempts) return a.attempts < b.attempts;
  if (a.at !== b.at) return a.at < b.at;
  return a.rank < b.rank;
}
