import type { TicketId } from "../../shared/contracts/ids.ts";
import type { WhatsAppSimulator } from "../../local/whatsapp/api.ts";
import type { BenchDesk } from "./desk.ts";
import { inParallel, type Spread, spreadOf } from "./statistics.ts";

/** Answers, from the agent's request to the Graph API. Times in milliseconds. */
export interface RepliesResult {
  readonly concurrency: number;
  readonly replies: number;
  readonly repliesPerSecond: number;
  readonly reply: Spread;
}

/** An open ticket and who answers on it. */
export interface OpenTicket {
  readonly ticketId: TicketId;
  readonly token: string;
}

/** Opens tickets of new customers, for agents to answer. */
export async function openTickets(
  desk: BenchDesk,
  simulator: WhatsAppSimulator,
  count: number,
): Promise<readonly OpenTicket[]> {
  const tickets: OpenTicket[] = [];
  await inParallel(count, 4, async (index) => {
    const waId = `55219${index.toString().padStart(8, "0")}`;
    const customer = simulator.customer({ waId, name: `Writer ${index}`, phoneNumberId: desk.phoneNumberId });
    const text = `hello from ${waId}`;
    const [arrived] = await Promise.all([desk.sockets.text(text), customer.send.text(text)]);
    tickets.push({ ticketId: arrived.ticketId, token: desk.tokens[arrived.agent] ?? "" });
  });
  return tickets;
}

/** Answers `count` times, each conversation one answer at a time. Statuses follow as they do from Meta. */
export async function measureReplies(
  desk: BenchDesk,
  simulator: WhatsAppSimulator,
  tickets: readonly OpenTicket[],
  count: number,
): Promise<RepliesResult> {
  const received = new Map<string, PromiseWithResolvers<number>>();
  const stop = simulator.follow((event) => {
    if (event.type !== "received") return;
    received.get(String(event.message.content["body"]))?.resolve(performance.now());
  });
  const reply: number[] = [];
  const took = await inParallel(tickets.length, tickets.length, async (index) => {
    const { ticketId, token } = tickets[index] as OpenTicket;
    for (let round = 0; round < count / tickets.length; round += 1) {
      const text = `answer ${round} on ${ticketId}`;
      const arrival = Promise.withResolvers<number>();
      received.set(text, arrival);
      const began = performance.now();
      const body = { clientMessageId: `bench-${count}-${round}`, content: { type: "text", text } } as const;
      await desk.api.call("sendMessage", { params: { ticketId }, body }, { token });
      reply.push((await arrival.promise) - began);
    }
  });
  stop();
  return {
    concurrency: tickets.length,
    replies: reply.length,
    repliesPerSecond: (reply.length / took) * 1_000,
    reply: spreadOf(reply),
  };
}
