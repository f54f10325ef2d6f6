import type { Channel, Directory, Queue } from "../../lib/directory/directory.ts";
import type { Me } from "../../lib/session/session.ts";
import { mayBegin } from "../../../../shared/domain/authorisation.ts";
import { serves } from "../../../../shared/domain/reception-queues.ts";

/** A number from which the person may begin conversations, and the queues in which they may. */
export interface Way {
  readonly channel: Channel;
  readonly queues: readonly Queue[];
}

/** From where the person may begin conversations: numbers that feed a queue of theirs, in sectors that begin any. */
export function waysOut(
  { channels, queues, sectors }: Pick<Directory, "channels" | "queues" | "sectors">,
  { agent }: Pick<Me, "agent">,
): readonly Way[] {
  const begins = new Set(sectors.flatMap(({ id, active, outreach }) => (active && outreach ? [id] : [])));
  const theirs = queues.filter(({ id, sectorId }) => begins.has(sectorId) && mayBegin(agent, id));
  return channels
    .filter(({ kind }) => kind === "whatsapp")
    .map((channel) => ({ channel, queues: theirs.filter((queue) => serves(queue, channel.id)) }))
    .filter((way) => way.queues.length > 0);
}

/** Whether the person finds contacts by name; who may not still writes to numbers. */
export const mayFindContacts = ({ agent }: Pick<Me, "agent">): boolean =>
  agent.role !== "agent" || agent.permissions.viewContacts;
