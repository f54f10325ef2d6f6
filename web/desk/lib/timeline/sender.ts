import type { TicketId } from "../../../../shared/contracts/ids.ts";
import { ApiError } from "../api/error.ts";
import type { Call } from "../api/client.ts";
import type { Clock } from "../time/clock.ts";
import {
  changeSend,
  withEntries,
  withSend,
  withoutSend,
  type Conversation,
  type Sendable,
} from "./conversation.ts";

/** Sends messages of each ticket one after the other, so that they arrive in the order in which they were written. */
export interface Sender {
  readonly send: (ticketId: TicketId, content: Sendable) => void;
  /** Tries again what failed or got no answer, under the same id. */
  readonly resend: (ticketId: TicketId, clientMessageId: string) => void;
  readonly discard: (ticketId: TicketId, clientMessageId: string) => void;
  /** Tries again what got no answer: the network is back. */
  readonly resume: (ticketId: TicketId, conversation: Conversation) => void;
}

export function createSender(
  deps: { readonly call: Call; readonly clock: Clock; readonly newId: () => string },
  change: (ticketId: TicketId, how: (conversation: Conversation) => Conversation) => void,
): Sender {
  const lines = new Map<TicketId, Promise<void>>();

  const enqueue = (ticketId: TicketId, clientMessageId: string, content: Sendable): void => {
    const before = lines.get(ticketId) ?? Promise.resolve();
    lines.set(
      ticketId,
      before.then(() => post(ticketId, clientMessageId, content)),
    );
  };

  const post = async (ticketId: TicketId, clientMessageId: string, content: Sendable): Promise<void> => {
    try {
      const entry = await deps.call("sendMessage", {
        params: { ticketId },
        body: { clientMessageId, content },
      });
      change(ticketId, (it) => withEntries(it, [entry]));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const state = mayHaveArrived(error) ? "unconfirmed" : "failed";
      change(ticketId, (it) => changeSend(it, clientMessageId, { state, error }));
    }
  };

  const again = (ticketId: TicketId, clientMessageId: string, content: Sendable): void => {
    change(ticketId, (it) => changeSend(it, clientMessageId, { state: "pending", error: null }));
    enqueue(ticketId, clientMessageId, content);
  };

  return {
    send(ticketId, content) {
      const clientMessageId = deps.newId();
      const send = { clientMessageId, content, at: deps.clock(), state: "pending", error: null } as const;
      change(ticketId, (it) => withSend(it, send));
      enqueue(ticketId, clientMessageId, content);
    },
    resend(ticketId, clientMessageId) {
      change(ticketId, (it) => {
        const send = it.sends.find((one) => one.clientMessageId === clientMessageId);
        if (send !== undefined && send.state !== "pending")
          queueMicrotask(() => again(ticketId, clientMessageId, send.content));
        return it;
      });
    },
    discard: (ticketId, clientMessageId) => change(ticketId, (it) => withoutSend(it, clientMessageId)),
    resume(ticketId, { sends }) {
      for (const { state, clientMessageId, content } of sends) {
        if (state === "unconfirmed") again(ticketId, clientMessageId, content);
      }
    },
  };
}

/** No answer, or one that says nothing of what became of the request. */
const mayHaveArrived = ({ code, status }: ApiError): boolean =>
  code === "UNREACHABLE" || code === "BUSY" || code === "INTERNAL" || status >= 500;
