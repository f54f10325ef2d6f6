import type { After } from "../session/ports.ts";
import { ApiError } from "../api/error.ts";
import { backoff } from "../sockets/connection.ts";
import type { Call } from "../api/client.ts";
import type { Clock } from "../time/clock.ts";
import type { TicketId } from "../../../../shared/contracts/ids.ts";
import {
  changeSend,
  type Conversation,
  type Send,
  type Sendable,
  withEntries,
  withoutSend,
  withSend,
} from "./conversation.ts";

/**
 * Sends the messages of each ticket one after the other, so that they arrive in the order in which they were written. One that got
 * no answer is sent again by itself, less and less often, and those after it wait.
 */
export interface Sender {
  /** `clientMessageId`: under which id, where it follows from what is sent. */
  readonly send: (ticketId: TicketId, content: Sendable, clientMessageId?: string) => void;
  /** Tries again what failed or got no answer, under the same id. */
  readonly resend: (ticketId: TicketId, clientMessageId: string) => void;
  readonly discard: (ticketId: TicketId, clientMessageId: string) => void;
  /** Tries again at once what got no answer: the network is back. */
  readonly resume: () => void;
  /** Sends nothing more. */
  readonly close: () => void;
}

export interface SenderDeps {
  readonly call: Call;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly after: After;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** What of a ticket is to be sent, in order. The first is under way while `busy`. */
interface Line {
  readonly ticketId: TicketId;
  readonly waiting: Pick<Send, "clientMessageId" | "content">[];
  busy: boolean;
  failures: number;
  /** Calls off the next try. */
  cancel: () => void;
}

export function createSender(
  deps: SenderDeps,
  change: (ticketId: TicketId, how: (conversation: Conversation) => Conversation) => void,
): Sender {
  const lines = new Map<TicketId, Line>();
  let closed = false;

  const lineOf = (ticketId: TicketId): Line => {
    const known = lines.get(ticketId);
    if (known !== undefined) return known;
    const line: Line = { ticketId, waiting: [], busy: false, failures: 0, cancel: () => undefined };
    lines.set(ticketId, line);
    return line;
  };

  const work = async (line: Line): Promise<void> => {
    line.cancel();
    if (line.busy || closed) return;
    line.busy = true;
    for (let [first] = line.waiting; first !== undefined && !closed; [first] = line.waiting) {
      if (!(await post(line.ticketId, first))) {
        line.failures += 1;
        line.cancel = deps.after(backoff(line.failures, deps.random()), () => void work(line));
        break;
      }
      line.failures = 0;
      take(line, first.clientMessageId);
    }
    line.busy = false;
  };

  const take = ({ waiting }: Line, id: string): void => {
    const index = waiting.findIndex(({ clientMessageId }) => clientMessageId === id);
    if (index !== -1) waiting.splice(index, 1);
  };

  /** Whether it is known what became of it. */
  const post = async (
    ticketId: TicketId,
    { clientMessageId, content }: Line["waiting"][0],
  ): Promise<boolean> => {
    try {
      const entry = await deps.call("sendMessage", {
        params: { ticketId },
        body: { clientMessageId, content },
      });
      change(ticketId, (it) => withEntries(it, [entry]));
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const isKnown = !mayBeTakenLater(error);
      const state = isKnown ? "failed" : "unconfirmed";
      change(ticketId, (it) => changeSend(it, clientMessageId, { state, error }));
      return isKnown;
    }
  };

  return {
    send(ticketId, content, clientMessageId = deps.newId()) {
      const send = { clientMessageId, content, at: deps.clock(), state: "pending", error: null } as const;
      change(ticketId, (it) => withSend(it, send));
      const line = lineOf(ticketId);
      line.waiting.push(send);
      // Behind one that got no answer it waits for the next try.
      if (line.waiting.length === 1) void work(line);
    },
    resend(ticketId, clientMessageId) {
      let found: Send | undefined;
      change(ticketId, (it) => {
        found = it.sends.find((one) => one.clientMessageId === clientMessageId);
        return it;
      });
      if (found === undefined || found.state === "pending") return;
      change(ticketId, (it) => changeSend(it, clientMessageId, { state: "pending", error: null }));
      const line = lineOf(ticketId);
      if (found.state === "failed") line.waiting.push(found);
      void work(line);
    },
    discard(ticketId, clientMessageId) {
      change(ticketId, (it) => withoutSend(it, clientMessageId));
      const line = lineOf(ticketId);
      take(line, clientMessageId);
      void work(line);
    },
    resume() {
      for (const line of lines.values()) void work(line);
    },
    close() {
      closed = true;
      for (const { cancel } of lines.values()) cancel();
    },
  };
}

/** No answer, one that says nothing of what became of the request, or one that asks to come again. */
const mayBeTakenLater = ({ code, status }: ApiError): boolean =>
  code === "UNREACHABLE" || code === "BUSY" || code === "INTERNAL" || status === 429 || status >= 500;
