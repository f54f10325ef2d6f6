import { type TimerDeps, putTimers } from "./timers.ts";
import type { Effect } from "../relay/plan.ts";

/**
 * Puts the timers of tickets that came to an agent or to the bot. Where no sector closes silent tickets and potentials stay, nothing
 * is read for it. A failure here has the whole batch told again, which puts the same timers.
 */
export async function keepTimers(deps: TimerDeps, effects: readonly Effect[]): Promise<void> {
  const asked = effects.filter((effect) => effect.kind === "timer");
  if (asked.length === 0) return;
  const [sectors, settings] = await Promise.all([
    deps.configuration.sectors(),
    deps.configuration.settings(),
  ]);
  const isWanted = {
    inactivity: sectors.some(({ inactivity }) => inactivity !== null),
    potential: settings.potentialSeconds !== null,
  };
  const ids = asked.filter(({ of }) => isWanted[of]).map(({ ticketId }) => ticketId);
  if (ids.length > 0) await putTimers(deps, ids);
}
