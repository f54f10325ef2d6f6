import {
  AgentItem,
  AgentSocketItem,
  DepartureItem,
  SocketItem,
  SocketTicketItem,
} from "../../contracts/stored/shapes.ts";
import type { Clock, Digest, Random } from "../../ports/ports.ts";
import { type Store, absent, after, check, put, remove, versionIs } from "../../ports/store.ts";
import type { AgentId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import { addSeconds } from "../../domain/time.ts";
import { forgetSocket } from "./push.ts";
import { holds } from "../sessions/actor.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { untilSettled } from "../timeline/retry.ts";

/** How long a socket ticket may be used, once. */
const ticketSeconds = 60;

/** Makes a single-use ticket for one WebSocket of a session. Only its hash is stored. */
export async function issueSocketTicket(
  deps: { readonly store: Store; readonly clock: Clock; readonly random: Random; readonly digest: Digest },
  { agentId, sessionBeganAt }: { readonly agentId: AgentId; readonly sessionBeganAt: number },
): Promise<string> {
  const ticket = deps.random.secret();
  const hash = deps.digest.sha256(ticket);
  const expiresAt = addSeconds(deps.clock.now(), ticketSeconds);
  const record = { hash, agentId, sessionBeganAt, expiresAt };
  await deps.store.commit([put("socket ticket", SocketTicketItem, record, absent)]);
  return ticket;
}

/**
 * Trades a ticket for an open socket: the ticket is used up in the same transaction, which also makes sure that the session
 * has not ended meanwhile. A socket is thus either among those that the end of its session closes, or never opens. Whoever
 * opens one has not left.
 * UNAUTHENTICATED otherwise.
 */
export async function connectSocket(
  deps: { readonly store: Store; readonly clock: Clock; readonly digest: Digest },
  input: { readonly ticket: string | undefined; readonly connectionId: string },
): Promise<void> {
  const hash = deps.digest.sha256(input.ticket ?? "");
  const found = await deps.store.get(SocketTicketItem, keys.socketTicket(hash));
  if (found === undefined) throw new DeskError("UNAUTHENTICATED");
  const { agentId, sessionBeganAt } = found;
  const connectedAt = deps.clock.now();
  const socket = { agentId, connectionId: input.connectionId, connectedAt, sessionBeganAt };
  await untilSettled(
    async () => {
      const agent = await deps.store.get(AgentItem, keys.agent(agentId));
      if (agent === undefined || !holds(agent, sessionBeganAt)) throw new DeskError("UNAUTHENTICATED");
      await deps.store.commit([
        check("agent", AgentItem, keys.agent(agentId), versionIs(agent.version)),
        remove("socket ticket", SocketTicketItem, keys.socketTicket(hash), after(["expiresAt"], connectedAt)),
        put("agent's socket", AgentSocketItem, socket, absent),
        put("socket", SocketItem, socket, absent),
        remove("departure", DepartureItem, keys.departure(agentId)),
      ]);
    },
    (failure) => {
      // Only a change of the person's record is worth another look: a ticket that was used stays used.
      if (failure.failures.size > 1 || !failure.on("agent"))
        throw new DeskError("UNAUTHENTICATED", {}, { cause: failure });
      return undefined;
    },
  );
}

/** Forgets a socket that ended. One that is not known is fine: API Gateway may tell twice, or late. */
export async function disconnectSocket(
  deps: { readonly store: Store; readonly clock: Clock },
  connectionId: string,
): Promise<void> {
  const socket = await deps.store.get(SocketItem, keys.socket(connectionId));
  if (socket !== undefined) await forgetSocket(deps, socket.agentId, connectionId);
}
