import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

/** An HTTP server on 127.0.0.1 that listens before anybody can answer: its address is needed to resolve the template. */
export interface Listener {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** Requests wait until this is called. */
  serve(handlers: {
    readonly request?: (request: IncomingMessage, response: ServerResponse) => void;
    readonly upgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  }): void;
  /** Stops listening and cuts open connections. */
  close(): Promise<void>;
}

/** Listens on a port of 127.0.0.1; 0 takes a free one. */
export async function listen(port: number): Promise<Listener> {
  const handlers = Promise.withResolvers<Parameters<Listener["serve"]>[0]>();
  const sockets = new Set<Duplex>();
  const server: Server = createServer((request, response) => {
    void handlers.promise.then(({ request: handle }) => {
      if (handle !== undefined) return handle(request, response);
      response.writeHead(403, { "content-type": "application/json" }).end(`{"message":"Forbidden"}`);
      return undefined;
    });
  });
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.on("upgrade", (request, socket, head) => {
    void handlers.promise.then(({ upgrade }) => {
      if (upgrade === undefined) socket.destroy();
      else upgrade(request, socket, head);
    });
  });
  // A client may send on a kept connection just as it is closed for idleness, and see a network failure.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (given) => handlers.resolve(given),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
