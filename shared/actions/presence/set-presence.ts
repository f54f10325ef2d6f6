import type { AgentId, ChannelId, PauseReasonId } from "../../contracts/ids.ts";
import { type PresenceDeps, changePresence } from "./change-presence.ts";
import { presenceIn, seatsOfAgent } from "./seats.ts";
import type { ChannelPresence } from "../../contracts/routes/access.ts";
import { DeskError } from "../../contracts/errors.ts";
import { PauseReasonItem } from "../../contracts/stored/shapes.ts";
import type { PersonActor } from "../../domain/authorisation.ts";
import type { PresenceStatus } from "../../contracts/organisation.ts";
import type { Store } from "../../ports/store.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { lookUp } from "../configuration/configuration.ts";

/** A person's presence on every channel, the same in all their seats. */
export async function readPresence(
  deps: PresenceDeps,
  agentId: AgentId,
): Promise<readonly ChannelPresence[]> {
  const seats = await seatsOfAgent(deps, agentId);
  if (seats.length === 0) return [];
  const known = presenceIn(seats);
  const channels = await deps.configuration.channels();
  return channels.map(({ id: channelId, createdAt }) => ({
    channelId,
    ...(known[channelId] ?? { status: "offline", since: createdAt }),
  }));
}

/**
 * Goes online, pauses or goes offline on one channel; the answer lists it and every other channel that changed with it
 * (`decidePresence` says which). What is so already stays. NOT_FOUND for an unknown channel or pause reason, FORBIDDEN for
 * who serves no queue, unless they go offline.
 */
export async function setPresence(
  deps: PresenceDeps,
  input: {
    readonly actor: PersonActor;
    readonly channelId: ChannelId;
    readonly status: PresenceStatus;
    readonly reasonId?: PauseReasonId | null;
  },
): Promise<readonly ChannelPresence[]> {
  const { actor, channelId, status, reasonId = null } = input;
  const channel = await lookUp(deps.configuration.channels, (it) => it.id === channelId);
  if (channel === undefined) throw new DeskError("NOT_FOUND");
  await assertReason(deps.store, reasonId);
  const { touched, presence } = await changePresence(deps, {
    agentId: actor.id,
    command: status === "paused" ? { do: "pause", channelId, reasonId } : { do: status, channelId },
    begin: channel.createdAt,
    allow: (seats) => {
      if (status !== "offline" && !seats.some((seat) => seat.queueIds.length > 0))
        throw new DeskError("FORBIDDEN", { reason: "serves no queue" });
    },
  });
  const own = presence[channelId] ?? { status: "offline", since: channel.createdAt };
  return [{ channelId, ...own }, ...touched.filter((it) => it.channelId !== channelId)];
}

/** That there is such a pause reason, where one was given. NOT_FOUND. */
export async function assertReason(store: Store, pauseReasonId: PauseReasonId | null): Promise<void> {
  if (pauseReasonId === null) return;
  if ((await store.get(PauseReasonItem, keys.pauseReason(pauseReasonId))) === undefined)
    throw new DeskError("NOT_FOUND", { pauseReasonId });
}
