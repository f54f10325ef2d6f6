import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { AwsCall, Engine } from "../../../../local/aws/types.ts";

/** The engine behind HTTP on a free loopback port, for the SDK to talk to. No signatures, no permissions. */
export async function serve(engine: Engine): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void toCall(request, engine.service)
      .then((call) => engine.handle(call))
      .then((reply) => response.writeHead(reply.status, reply.headers).end(reply.body))
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function toCall(request: IncomingMessage, service: string): Promise<AwsCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const url = new URL(request.url ?? "/", "http://local");
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  return {
    service,
    operation: headers["x-amz-target"]?.split(".")[1] ?? "",
    method: request.method ?? "POST",
    path: url.pathname,
    query: url.searchParams,
    headers,
    body: Buffer.concat(chunks),
    caller: { kind: "operator" },
  };
}
