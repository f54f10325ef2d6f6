import type { Clock } from "../../shared/ports/ports.ts";

/**
 * Waits until the clock's second is over. Tokens tell when a session began in whole seconds only, and all of the second in
 * which sessions were ended are refused: whoever signs in after the answer must not be among them.
 */
export async function endOfSecond(deps: {
  readonly clock: Clock;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}): Promise<void> {
  await deps.sleep(1_000 - (Date.parse(deps.clock.now()) % 1_000));
}
