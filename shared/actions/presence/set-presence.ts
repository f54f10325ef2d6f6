import { type PresenceDeps, changePresence } from "./change-presence.ts";
import { lastKnown, seatsOfAgent } from "./seats.ts";
import type { PersonActor } from "../../domain/authorisation.ts";
import type { AgentId, ChannelId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Presence } from "../../contracts/organisation.ts";
import { lookUp } from "../configuration/configuration.ts";

type ChannelPresence = Presence & { readonly channelId: ChannelId };

/** A person's presence on every channel, the same in all their seats. */
export async function readPresence(
  deps: PresenceDeps,
  agentId: AgentId,
): Promise<readonly ChannelPresence[]> {
  const seats = await seatsOfAgent(deps, agentId);
  if (seats.length === 0) return [];
  const channels = await deps.configuration.channels();
  return channels.map(({ id: channelId, createdAt }) => ({
    channelId,
    ...(lastKnown(seats, channelId) ?? { status: "offline", since: createdAt }),
  }));
}

/**
 * Goes online or offline on one channel, in every seat of the person; the answer lists every channel it touched. NOT_FOUND
 * for an unknown channel, FORBIDDEN for who serves no queue.
 */
export async function setPresence(
  deps: PresenceDeps,
  input: { readonly actor: PersonActor; readonly channelId: ChannelId; readonly status: Presence["status"] },
): Promise<readonly ChannelPresence[]> {
  const { actor, channelId, status } = input;
  const channel = await lookUp(deps.configuration.channels, (it) => it.id === channelId);
  if (channel === undefined) throw new DeskError("NOT_FOUND");
  const change = { agentId: actor.id, channelId, status, begin: channel.createdAt };
  return [{ channelId, ...(await changePresence(deps, change)) }];
}
