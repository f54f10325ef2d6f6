import { type IncomingHttpHeaders, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Webhook, WebhookMessage } from "../../../shared/contracts/webhooks.ts";
import { WebhookMessage as Message } from "../../../shared/contracts/webhooks.ts";
import type { WebhookId } from "../../../shared/contracts/ids.ts";
import { until } from "./until.ts";

/** A message as it arrived, and the status it was answered with. */
export interface Arrival {
  readonly path: string;
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly message: WebhookMessage;
  readonly status: number;
}

/** An integrator's server on this machine. It answers 200 unless the next answers of a path are prepared. */
export async function startReceiver() {
  const arrivals: Arrival[] = [];
  const prepared = new Map<string, number[]>();
  let connections = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { headers, url: path = "" } = request;
      const body = Buffer.concat(chunks).toString();
      const status = prepared.get(path)?.shift() ?? 200;
      const id = String(headers["webhook-id"]);
      arrivals.push({ path, id, headers, body, message: Message.parse(JSON.parse(body)), status });
      response.writeHead(status, status === 302 ? { location: "http://169.254.169.254/" } : {}).end();
    });
  });
  server.on("connection", () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const at = (path: string): readonly Arrival[] => arrivals.filter((it) => it.path === path);
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    connections: () => connections,
    at,
    /** Prepares the statuses of the next answers. */
    answer: (path: string, ...statuses: number[]) => void prepared.set(path, statuses),
    /** Everything that arrived at a path, once there are so many. */
    arrived: (path: string, count: number) =>
      until(`${count} messages arrive at ${path}`, () => at(path).length >= count && at(path)),
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** A webhook as it would be stored whose URL no route takes. */
export const storedWebhook = (id: WebhookId, url: string, createdAt: Webhook["createdAt"]): Webhook => ({
  ...{ id, version: 1, name: "Planted", url, events: ["ticket.opened"], sectorIds: null, active: false },
  ...{ secretHint: "AAAA", previousSecretUntil: null, createdAt },
});
