import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Customer } from "../../../local/whatsapp/customer.ts";
import type { WhatsAppSimulator } from "../../../local/whatsapp/api.ts";
import { createWhatsAppSimulator } from "../../../local/whatsapp/simulator.ts";
import type { JsonObject } from "../../../local/whatsapp/types.ts";
import type { Clock } from "../../../local/aws/types.ts";

/** A clock that moves only when told, so that no result depends on how fast the machine is. */
class StillClock implements Clock {
  #now = Date.UTC(2026, 10, 20, 12);
  readonly #timers = new Set<{ readonly dueAt: number; readonly callback: () => void }>();

  now(): number {
    return this.#now;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { dueAt: this.#now + delayMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Moves on, then fires what fell due, in order. */
  advance(ms: number): void {
    this.#now += ms;
    const due = [...this.#timers].filter(({ dueAt }) => dueAt <= this.#now).sort((a, b) => a.dueAt - b.dueAt);
    for (const timer of due) if (this.#timers.delete(timer)) timer.callback();
  }
}

/** A webhook POST as a business's server saw it. */
interface Hook {
  readonly raw: Buffer;
  readonly signature: string | undefined;
  readonly body: {
    readonly entry: readonly { readonly id: string; readonly changes: readonly JsonObject[] }[];
  };
}

/** A business: its callback, its token, and the simulator it talks to. */
export interface Bench {
  readonly simulator: WhatsAppSimulator;
  readonly clock: StillClock;
  readonly callbackUrl: string;
  readonly hooks: Hook[];
  readonly lia: Customer;
  /** What the callback answers, in turn; 200 once they are used up. */
  readonly answers: number[];
  /** Every item of `messages[]` or `statuses[]` posted so far. */
  items(key: "messages" | "statuses"): readonly JsonObject[];
  values(): readonly JsonObject[];
  send(body: JsonObject, token?: string): Promise<{ status: number; json: GraphReply }>;
  close(): Promise<void>;
}

/** The parts of a Graph answer the tests look at. */
interface GraphReply {
  readonly messages?: readonly { readonly id: string; readonly message_status?: string }[];
  readonly contacts?: readonly JsonObject[];
  readonly success?: boolean;
  readonly error?: {
    readonly code: number;
    readonly message: string;
    readonly type: string;
    readonly error_data?: { readonly details: string };
  };
}

export const NUMBER = {
  phoneNumberId: "700200",
  wabaId: "900100",
  displayPhoneNumber: "551130000000",
  accessToken: "token-1",
  appSecret: "secret-1",
  verifyToken: "verify-1",
};

/** Starts a simulator, a callback and one customer. */
export async function startBench(): Promise<Bench> {
  const hooks: Hook[] = [];
  const answers: number[] = [];
  const callback = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://callback.test");
      if (request.method === "GET") {
        const right = url.searchParams.get("hub.verify_token") === NUMBER.verifyToken;
        response.writeHead(right ? 200 : 403).end(right ? url.searchParams.get("hub.challenge") : "no");
        return;
      }
      const raw = Buffer.concat(chunks);
      const signature = request.headers["x-hub-signature-256"];
      hooks.push({
        raw,
        signature: typeof signature === "string" ? signature : undefined,
        body: JSON.parse(raw.toString()),
      });
      response.writeHead(answers.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => callback.listen(0, "127.0.0.1", resolve));
  const { port } = callback.address() as AddressInfo;
  const callbackUrl = `http://127.0.0.1:${port}/hook`;
  const clock = new StillClock();
  const simulator = await createWhatsAppSimulator({
    clock,
    log: () => undefined,
    webhook: { url: callbackUrl },
  });
  simulator.registerNumber(NUMBER);
  const values = (): JsonObject[] =>
    hooks.flatMap(({ body }) =>
      body.entry.flatMap(({ changes }) => changes.map(({ value }) => value as JsonObject)),
    );
  return {
    simulator,
    clock,
    callbackUrl,
    hooks,
    answers,
    lia: simulator.customer({ waId: "5511990000001", name: "Lia" }),
    values,
    items: (key) => values().flatMap((value) => (value[key] ?? []) as JsonObject[]),
    async send(body, token = NUMBER.accessToken) {
      const response = await fetch(`${simulator.url}/v26.0/${NUMBER.phoneNumberId}/messages`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ messaging_product: "whatsapp", ...body }),
      });
      return { status: response.status, json: (await response.json()) as GraphReply };
    },
    async close() {
      await simulator.close();
      callback.closeAllConnections();
      await new Promise((resolve) => callback.close(resolve));
    },
  };
}
