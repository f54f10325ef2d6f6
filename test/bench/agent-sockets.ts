import { WebSocket } from "ws";
import type { TicketId } from "../../shared/contracts/ids.ts";
import type { ServerMessage, SingleSocketMessage } from "../../shared/contracts/socket-messages.ts";
import type { DeliveryStatus, Entry } from "../../shared/contracts/tickets.ts";

/** Something that reached the socket of the agent who holds the ticket. */
export interface Arrival {
  readonly agent: number;
  readonly ticketId: TicketId;
  /** `performance.now()` */
  readonly at: number;
}

/** The WebSockets of all agents, and what came in on them. */
export interface AgentSockets {
  /** Opens the socket of an agent. Rejects when the upgrade is refused. */
  open(agent: number, url: string): Promise<void>;
  /** Resolves when this text of a contact is shown, also when it was before. Every text must be another. */
  text(text: string): Promise<Arrival>;
  /** Resolves when a message of the desk is shown with this status. */
  status(ticketId: TicketId, number: number, status: DeliveryStatus): Promise<Arrival>;
  /** Resolves when the ticket left the agent's open list. */
  closed(ticketId: TicketId): Promise<Arrival>;
  close(): void;
}

export function createAgentSockets(): AgentSockets {
  const sockets: WebSocket[] = [];
  const moments = new Map<string, PromiseWithResolvers<Arrival>>();
  const moment = (name: string): PromiseWithResolvers<Arrival> => {
    const known = moments.get(name) ?? Promise.withResolvers<Arrival>();
    moments.set(name, known);
    return known;
  };
  const take = (message: SingleSocketMessage, agent: number, at: number): void => {
    if (!("ticketId" in message)) return;
    const { ticketId } = message;
    const arrival = { agent, ticketId, at };
    if (message.type === "message-status")
      moment(`status ${ticketId} ${message.number} ${message.delivery.status}`).resolve(arrival);
    if (message.type === "ticket" && message.list === "open" && message.change === "left")
      moment(`closed ${ticketId}`).resolve(arrival);
    for (const entry of entriesOf(message)) {
      if (entry.type === "message" && entry.direction === "in" && entry.content.type === "text")
        moment(`text ${entry.content.text}`).resolve(arrival);
    }
  };
  return {
    open: async (agent, url) => {
      const socket = new WebSocket(url);
      sockets.push(socket);
      socket.on("message", (data) => {
        const at = performance.now();
        const message = JSON.parse(String(data)) as ServerMessage;
        for (const one of message.type === "batch" ? message.messages : [message]) take(one, agent, at);
      });
      await new Promise<void>((resolve, reject) => {
        socket.once("open", resolve);
        socket.once("error", reject);
      });
    },
    text: (text) => moment(`text ${text}`).promise,
    status: (ticketId, number, status) => moment(`status ${ticketId} ${number} ${status}`).promise,
    closed: (ticketId) => moment(`closed ${ticketId}`).promise,
    close: () => {
      for (const socket of sockets) socket.close();
    },
  };
}

function entriesOf(message: SingleSocketMessage): readonly Entry[] {
  if (message.type === "entry") return [message.entry];
  return message.type === "ticket" && message.list === "open" ? message.entries : [];
}
