import type { WhatsAppSimulator } from "../../local/whatsapp/api.ts";
import type { BenchDesk } from "./desk.ts";
import { inParallel, type Spread, spreadOf } from "./statistics.ts";

/** New tickets and second messages, from the customer's phone to the agent's screen. Times in milliseconds. */
export interface PairsResult {
  readonly concurrency: number;
  readonly pairs: number;
  readonly pairsPerSecond: number;
  /** From the first message of a customer nobody knows to the ticket on the assigned agent's socket. */
  readonly newTicket: Spread;
  /** From a second message to the same socket. */
  readonly message: Spread;
}

let customers = 0;

/** Plays `count` pairs, `concurrency` at a time, each with a customer of its own. */
export async function measurePairs(
  desk: BenchDesk,
  simulator: WhatsAppSimulator,
  { count, concurrency }: { readonly count: number; readonly concurrency: number },
): Promise<PairsResult> {
  const newTicket: number[] = [];
  const message: number[] = [];
  const took = await inParallel(count, concurrency, async () => {
    customers += 1;
    const name = `Customer ${customers}`;
    const waId = `55119${customers.toString().padStart(8, "0")}`;
    const customer = simulator.customer({ waId, name, phoneNumberId: desk.phoneNumberId });
    const [first, second] = [`first of ${waId}`, `second of ${waId}`];
    const began = performance.now();
    const [arrived] = await Promise.all([desk.sockets.text(first), customer.send.text(first)]);
    newTicket.push(arrived.at - began);
    const again = performance.now();
    const [answered] = await Promise.all([desk.sockets.text(second), customer.send.text(second)]);
    if (answered.ticketId !== arrived.ticketId || answered.agent !== arrived.agent)
      throw new Error(`the second message of ${name} went elsewhere`);
    message.push(answered.at - again);
  });
  return {
    concurrency,
    pairs: count,
    pairsPerSecond: (count / took) * 1_000,
    newTicket: spreadOf(newTicket),
    message: spreadOf(message),
  };
}
