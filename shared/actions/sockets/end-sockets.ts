import type { AgentId } from "../../contracts/ids.ts";
import { AgentSocketItem } from "../../contracts/stored/shapes.ts";
import type { Time } from "../../contracts/values.ts";
import { type PushDeps, forgetSocket } from "./push.ts";
import { partitions, prefixes } from "../../contracts/stored/keys.ts";

/** A person some or all of whose sessions ended. */
export interface EndedSessions {
  readonly agentId: AgentId;
  readonly at: Time;
  /** Whether a session that began then, in Unix seconds, goes on. */
  readonly goesOn: (sessionBeganAt: number) => boolean;
}

/**
 * Tells the sockets of ended sessions so, closes and forgets them. Once forgotten a socket gets nothing any more, so that is
 * done also where telling or closing fails; API Gateway ends such a one after two hours. May be repeated.
 */
export async function endSockets(deps: PushDeps, { agentId, at, goesOn }: EndedSessions): Promise<void> {
  const { items } = await deps.store.query(AgentSocketItem, {
    pk: partitions.agent(agentId),
    prefix: prefixes.sockets,
    limit: 1_000,
  });
  const ended = items.filter((socket) => !goesOn(socket.sessionBeganAt));
  await Promise.all(
    ended.map(async ({ connectionId }) => {
      try {
        await deps.sockets.post(connectionId, { type: "session-ended", at });
        await deps.sockets.close(connectionId);
      } catch (error) {
        deps.log.error("could not close a socket", { agentId, connectionId }, error);
      }
      await forgetSocket(deps, agentId, connectionId);
    }),
  );
}
