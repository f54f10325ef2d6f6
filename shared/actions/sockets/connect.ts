import { AgentSocketItem, SocketItem, SocketTicketItem } from "../../contracts/stored/shapes.ts";
import type { Clock, Digest, Random } from "../../ports/ports.ts";
import { ConditionFailed, type Store, absent, after, put, remove } from "../../ports/store.ts";
import type { AgentId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import { addSeconds } from "../../domain/time.ts";
import { forgetSocket } from "./push.ts";
import { keys } from "../../contracts/stored/keys.ts";

/** How long a socket ticket may be used, once. */
const ticketSeconds = 60;

/** Makes a single-use ticket for one WebSocket. Only its hash is stored. */
export async function issueSocketTicket(
  deps: { readonly store: Store; readonly clock: Clock; readonly random: Random; readonly digest: Digest },
  agentId: AgentId,
): Promise<string> {
  const ticket = deps.random.secret();
  const hash = deps.digest.sha256(ticket);
  const expiresAt = addSeconds(deps.clock.now(), ticketSeconds);
  await deps.store.commit([put("socket ticket", SocketTicketItem, { hash, agentId, expiresAt }, absent)]);
  return ticket;
}

/** Trades a ticket for an open socket: the ticket is used up in the same transaction. UNAUTHENTICATED otherwise. */
export async function connectSocket(
  deps: { readonly store: Store; readonly clock: Clock; readonly digest: Digest },
  input: { readonly ticket: string | undefined; readonly connectionId: string },
): Promise<void> {
  const hash = deps.digest.sha256(input.ticket ?? "");
  const found = await deps.store.get(SocketTicketItem, keys.socketTicket(hash));
  if (found === undefined) throw new DeskError("UNAUTHENTICATED");
  const connectedAt = deps.clock.now();
  const socket = { agentId: found.agentId, connectionId: input.connectionId, connectedAt };
  try {
    await deps.store.commit([
      remove("socket ticket", SocketTicketItem, keys.socketTicket(hash), after(["expiresAt"], connectedAt)),
      put("agent's socket", AgentSocketItem, socket, absent),
      put("socket", SocketItem, socket, absent),
    ]);
  } catch (error) {
    if (error instanceof ConditionFailed) throw new DeskError("UNAUTHENTICATED", {}, { cause: error });
    throw error;
  }
}

/** Forgets a socket that ended. One that is not known is fine: API Gateway may tell twice, or late. */
export async function disconnectSocket(deps: { readonly store: Store }, connectionId: string): Promise<void> {
  const socket = await deps.store.get(SocketItem, keys.socket(connectionId));
  if (socket !== undefined) await forgetSocket(deps.store, socket.agentId, connectionId);
}
