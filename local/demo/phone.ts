import * as z from "zod";
import { until } from "./until.ts";

/** A customer's phone, in another process: the simulator's control API. */
export interface Phone {
  readonly waId: string;
  /** Sends a text; resolves once the business has answered the webhook. */
  send(text: string): Promise<void>;
  /** Waits until this text is on the phone. */
  receives(text: string): Promise<void>;
}

const Received = z.array(z.object({ type: z.string(), content: z.object({ body: z.string() }).partial() }));

/** Gets a phone in the hands of a new customer. */
export async function openPhone(simulatorUrl: string, waId: string, name: string): Promise<Phone> {
  const control = async (path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${simulatorUrl}/_simulator/${path}`, {
      ...(body === undefined
        ? {}
        : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`the simulator refused ${path}: ${await response.text()}`);
    return response.json();
  };
  await control("customers", { waId, name });
  return {
    waId,
    send: async (text) => {
      await control(`customers/${waId}/messages`, { type: "text", content: { body: text } });
    },
    receives: async (text) => {
      await until(`the customer never received “${text}”`, async () => {
        const received = Received.parse(await control(`customers/${waId}/received`));
        return received.some(({ content }) => content.body === text) || undefined;
      });
    },
  };
}
