import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Desk } from "./desk.ts";
import * as z from "zod";

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

/** Opens the console on a port of 127.0.0.1 (0 takes a free one): `GET /meter`. */
export async function openConsole(desk: Pick<Desk, "stack">, port = 0): Promise<Console> {
  const server = createServer((request, response) => {
    const host = request.headers.host?.replace(/:\d+$/, "");
    const found = request.method === "GET" && request.url === "/meter";
    // A page on the internet may point a name of its own here; the name would be in the host header.
    const status = host !== "127.0.0.1" && host !== "localhost" ? 403 : found ? 200 : 404;
    const body = status === 200 ? readMeter(desk) : { error: `${request.method} ${request.url}` };
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
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
