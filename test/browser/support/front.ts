import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".json": "application/json",
};

/** The strictest policy that the desk must work under: no exception of any kind. */
const policy = (socketOrigin: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self' ${socketOrigin}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** Where the desk is served with its API behind one address, as the distribution does; `close` ends it. */
export interface Front {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves the built desk in `folder` and hands `/v1` on to the API at `apiUrl` (with `/v1`). */
export async function startFront(folder: string, apiUrl: string, socketUrl: string): Promise<Front> {
  const api = new URL(apiUrl);
  const csp = policy(new URL(socketUrl).origin.replace(/^http/, "ws"));
  const server = createServer((incoming, outgoing) => {
    if (incoming.url?.startsWith("/v1/") === true) forward(api, incoming, outgoing);
    else void serve(folder, csp, incoming, outgoing);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function forward(api: URL, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method = "GET", url = "/", headers } = incoming;
  const onward = request({ host: api.hostname, port: api.port, method, path: url, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  incoming.pipe(onward);
}

async function serve(
  folder: string,
  csp: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const path = normalize(new URL(incoming.url ?? "/", "http://desk").pathname);
  const wanted = join(folder, path);
  const isFile = (await stat(wanted).catch(() => undefined))?.isFile() === true;
  // Every address that is no file is a page of the desk.
  const file = isFile ? wanted : join(folder, "index.html");
  outgoing.writeHead(200, {
    "content-type": types[extname(file)] ?? "application/octet-stream",
    "content-security-policy": csp,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  });
  createReadStream(file).pipe(outgoing);
}
