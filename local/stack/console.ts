import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Desk } from "./desk.ts";
import * as z from "zod";
import { apiDocsFile, apiDocsHeaders } from "./api-docs.ts";

const MeterLine = z.strictObject({
  functionId: z.string(),
  service: z.string(),
  operation: z.string(),
  calls: z.number(),
  requests: z.number(),
  readUnits: z.number(),
  writeUnits: z.number(),
  bytesIn: z.number(),
  bytesOut: z.number(),
  ms: z.number(),
  gbSeconds: z.number(),
  connectionMinutes: z.number(),
});

/** What the desk used since it is up, and which of its functions a timer calls. */
export const MeterReading = z.strictObject({
  lines: z.array(MeterLine),
  backgroundFunctions: z.array(z.string()),
  /** Nothing is under way and nothing waits to be done now. */
  idle: z.boolean(),
});
export type MeterReading = z.infer<typeof MeterReading>;

/** What the local run offers to other processes beyond AWS's and the desk's own interfaces. */
export interface Console {
  readonly url: string;
  close(): Promise<void>;
}

/** Reads the meter of a desk in this process. */
function readMeter({ stack }: Pick<Desk, "stack">): MeterReading {
  const scheduled = stack.stack.resources
    .filter(({ type }) => type === "AWS::Scheduler::Schedule")
    .map(({ properties }) => z.object({ Arn: z.string() }).parse(properties["Target"]).Arn);
  const backgroundFunctions = stack.host.functions.filter(({ arn }) => scheduled.includes(arn));
  return {
    lines: [...stack.meter.snapshot().lines],
    backgroundFunctions: backgroundFunctions.map(({ id }) => id),
    idle: stack.idle(),
  };
}

/** Where the console shows the API's reference. */
export const apiDocsPath = "/api/";

/** Opens the console on a port of 127.0.0.1 (0 takes a free one): `GET /meter`, and the API's reference under `/api/`. */
export async function openConsole(desk: Pick<Desk, "stack">, port = 0): Promise<Console> {
  const server = createServer((request, response) => {
    answer(desk, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  desk: Pick<Desk, "stack">,
  { method, url = "/", headers }: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const json = (status: number, body: unknown): void => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  };
  const host = headers.host?.replace(/:\d+$/, "");
  // A page on the internet may point a name of its own here; the name would be in the host header.
  if (host !== "127.0.0.1" && host !== "localhost") return json(403, { error: `${method} ${url}` });
  const path = url.replace(/[?#].*$/s, "");
  if (method === "GET" && path === "/meter") return json(200, readMeter(desk));
  const file =
    method === "GET" && path.startsWith(apiDocsPath)
      ? await apiDocsFile(path.slice(apiDocsPath.length))
      : undefined;
  if (file === undefined) return json(404, { error: `${method} ${url}` });
  response.writeHead(200, { ...apiDocsHeaders, "content-type": file.contentType }).end(file.bytes);
}
