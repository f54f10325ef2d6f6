import type { Author, SnoozedTicket, WokenEntry } from "../../contracts/tickets.ts";
import type { Clock } from "../../ports/ports.ts";
import type { Command } from "../../domain/ticket/decide.ts";
import type { ConditionFailed, Store } from "../../ports/store.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { SeatTerms } from "../timeline/transition.ts";
import { addSeconds } from "../../domain/time.ts";
import { changeNames } from "../timeline/transition.ts";
import type * as z from "zod";

export interface WakingDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
}

/** Why a ticket wakes, and on whose account. */
export interface Waking {
  readonly by: Author;
  readonly because: z.infer<typeof WokenEntry>["because"];
}

/**
 * The command that wakes a ticket: to who put it away (`toAgent`), or before everybody into its line, where for the time of
 * the settings only they get it while they are there.
 */
export async function wakeCommand(
  { clock, configuration }: Omit<WakingDeps, "store">,
  head: SnoozedTicket,
  { by, because }: Waking,
  toAgent: boolean,
): Promise<Command> {
  const wake = { do: "wake", by, because, snooze: head.snoozes, toAgent } as const;
  if (toAgent) return { ...wake, preference: null };
  const { wakePreferredSeconds } = await configuration.settings();
  if (wakePreferredSeconds === 0) return { ...wake, preference: null };
  const until = addSeconds(clock.now(), wakePreferredSeconds);
  return { ...wake, preference: { agentId: head.agentId, until, why: "snooze" } };
}

/** What the seat of who put a ticket away must allow: that they serve its queue, have room and are online on its channel. */
export const wakeTerms = ({ queueId, channelId }: SnoozedTicket): SeatTerms => ({
  queueId,
  onlineOn: channelId,
});

/** Whether who put the ticket away could not get it: then it goes into its line. */
export const hasNoRoom = (failure: ConditionFailed): boolean => failure.on(changeNames.seat);
