import { WebSocket } from "ws";
import type { AgentId, TicketId } from "../../../shared/contracts/ids.ts";
import { ServerMessage } from "../../../shared/contracts/socket-messages.ts";
import type { OpenTicket, Ticket, WaitingTicket } from "../../../shared/contracts/tickets.ts";
import { everyPage, type Session } from "./session.ts";

/** What an agent sees: kept by what the socket tells, as the API guide says a client keeps it. */
export interface Screen {
  /** The agent's own, by id. */
  mine(): readonly OpenTicket[];
  /** Those that wait in the lines of the agent's queues, by id. */
  waiting(): readonly WaitingTicket[];
  /** Opens a socket in the place of the one before, and reads the lists. */
  connect(): Promise<void>;
  /** Reads the lists; gives how many of the agent's own tickets the screen had wrong. */
  refresh(): Promise<number>;
  /** This ticket is not so any more; whatever came about it since then stays. */
  forget(ticket: Ticket): void;
  /** Says that the agent is still there: the gateway ends a socket after ten silent minutes. */
  ping(): void;
  /** The connection is gone, without a word. */
  cut(): void;
  close(): Promise<void>;
}

export function openScreen(session: Session, agentId: AgentId): Screen {
  const heads = new Map<TicketId, Ticket>();
  let socket: WebSocket | undefined;
  let broken: Error | undefined;

  const take = (head: Ticket): void => {
    if ((heads.get(head.id)?.version ?? 0) <= head.version) heads.set(head.id, head);
  };
  const sound = (): void => {
    if (broken !== undefined) throw broken;
  };
  const isMine = (head: Ticket): head is OpenTicket => head.phase === "open" && head.agentId === agentId;
  const byId = (a: Ticket, b: Ticket): number => (a.id < b.id ? -1 : 1);
  const mine = (): readonly OpenTicket[] => {
    sound();
    return [...heads.values()].filter(isMine).toSorted(byId);
  };

  async function refresh(): Promise<number> {
    const before = new Set(mine().map(({ id }) => id));
    const list = (name: "open" | "waiting"): Promise<readonly Ticket[]> =>
      everyPage((page) => session.call("listTickets", { query: { ...page, list: name } }));
    const [open, waiting] = await Promise.all([list("open"), list("waiting")]);
    const own = open.filter(isMine).map(({ id }) => id);
    heads.clear();
    for (const head of [...open, ...waiting]) take(head);
    return own.filter((id) => !before.delete(id)).length + before.size;
  }

  return {
    mine,
    waiting: () =>
      [...heads.values()].filter((head): head is WaitingTicket => head.phase === "waiting").toSorted(byId),
    async connect() {
      const { url, ticket } = await session.call("openSocket", {});
      const next = new WebSocket(`${url}?ticket=${ticket}`);
      next.on("message", (data: Buffer) => {
        const parsed = ServerMessage.safeParse(JSON.parse(data.toString("utf8")));
        if (!parsed.success) {
          broken ??= new Error(`a push is not in the expected shape: ${parsed.error.message}`);
          return;
        }
        for (const message of parsed.data.type === "batch" ? parsed.data.messages : [parsed.data])
          if ("head" in message) take(message.head);
      });
      await new Promise<void>((resolve, reject) => {
        next.once("open", () => resolve());
        next.once("error", reject);
      });
      next.on("close", (code) => {
        if (socket === next) broken ??= new Error(`the socket of ${agentId} closed by itself (${code})`);
      });
      const former = socket;
      socket = next;
      former?.close();
      await refresh();
    },
    refresh,
    forget({ id, version }) {
      if (heads.get(id)?.version === version) heads.delete(id);
    },
    ping: () => socket?.send(JSON.stringify({ action: "ping" })),
    cut() {
      const gone = socket;
      socket = undefined;
      gone?.terminate();
    },
    async close() {
      const last = socket;
      socket = undefined;
      if (last === undefined || last.readyState === WebSocket.CLOSED) return;
      await new Promise<void>((resolve) => {
        last.once("close", () => resolve());
        last.close();
      });
    },
  };
}
