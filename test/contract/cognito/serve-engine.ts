import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { AwsCall, Engine, LocalLog } from "../../../local/aws/types.ts";

/** An engine behind plain HTTP, as the front door would put it there, without authorisation. */
export interface ServedEngine {
  readonly endpoint: string;
  /** Calls seen so far, newest last. */
  readonly calls: readonly AwsCall[];
  stop(): Promise<void>;
}

/** Serves one engine on a free loopback port. */
export async function serveEngine(engine: Engine): Promise<ServedEngine> {
  const calls: AwsCall[] = [];
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const url = new URL(request.url ?? "/", "http://engine");
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
    const call: AwsCall = {
      service: engine.service,
      operation: headers["x-amz-target"]?.split(".").at(-1) ?? "",
      method: request.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      headers,
      body: Buffer.concat(chunks),
      caller: { kind: "operator" },
    };
    calls.push(call);
    const reply = await engine.handle(call);
    response.writeHead(reply.status, reply.headers).end(reply.body);
  };
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    calls,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await engine.close();
    },
  };
}

/** A log that turns an engine's own failure into a failed test. */
export const strictLog: LocalLog = (event) => {
  if (event.level === "error") throw new Error(`${event.message}: ${JSON.stringify(event)}`);
};

/** Resource of a template as the runner hands it over. */
export function resource(type: string, physicalId: string, arn: string, properties: Record<string, unknown>) {
  return { logicalId: physicalId, type, physicalId, arn, attributes: {}, properties, metadata: {} };
}

/** Name of the AWS error a call is refused with; fails when the call succeeds. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(outcome instanceof Error)) throw new Error("the call was expected to be refused");
  return `${outcome.name}: ${outcome.message}`;
}
