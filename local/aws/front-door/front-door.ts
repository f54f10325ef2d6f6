import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { performance } from "node:perf_hooks";
import type {
  AwsCall,
  AwsReply,
  Caller,
  Clock,
  Engine,
  LocalLog,
  Place,
  RequiredPermission,
  ResolvedStack,
} from "../types.ts";
import type { Grant } from "../iam/ledger.ts";
import { createAuthorisation, type Denial } from "./authorisation.ts";
import { createCallers, type Credentials } from "./callers.ts";
import { corsHeaders, preflight } from "./cors.ts";
import { errorReply, serviceError } from "./errors.ts";
import { createFaults, type FaultEffect, type Faults } from "./faults.ts";
import { identifyOperation, type Request } from "./identify.ts";
import { createMeter, type Meter } from "./meter.ts";
import { readSignature } from "./signature.ts";

/** What a front door needs. */
export interface FrontDoorOptions {
  readonly place: Place;
  readonly clock: Clock;
  readonly log: LocalLog;
  readonly engines?: readonly Engine[];
  /** May come later through `useStack`: queue URLs in it hold the address of this very front door. */
  readonly stack?: ResolvedStack;
  /** Port on 127.0.0.1; 0 (the default) takes a free one. */
  readonly port?: number;
  /** The operator's keys; made up when left out. */
  readonly operator?: Credentials;
}

/** What became of one call. */
export interface CallEvent {
  readonly call: AwsCall;
  readonly outcome: "answered" | "denied" | "failed" | "cut-before" | "cut-after";
  /** HTTP status sent, or that would have been sent had the connection not been cut; absent when cut before. */
  readonly status?: number;
  readonly ms: number;
}

/** The one endpoint every AWS call of the local cloud goes to. */
export interface FrontDoor {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly port: number;
  readonly operatorCredentials: Credentials;
  readonly meter: Meter;
  readonly faults: Faults;
  /** The keys a function gets in its environment. */
  credentialsFor(functionId: string): Credentials;
  addEngine(engine: Engine): void;
  /** Authorises by the policies of this stack from now on; denials and used grants start afresh. */
  useStack(stack: ResolvedStack): void;
  /**
   * Authorises something a service does in the name of a role without a call through this door: a queue read by an
   * event source mapping, a schedule's target. Logs and keeps a denial like that of a call.
   */
  authorise(
    caller: Caller,
    about: { readonly service: string; readonly operation: string },
    permissions: readonly RequiredPermission[],
  ): Denial | undefined;
  denials(): readonly Denial[];
  grantsUsed(): readonly Grant[];
  grantsNeverUsed(): readonly Grant[];
  /** Calls `listener` after every call whose caller is known; returns a function that stops it. */
  onCall(listener: (event: CallEvent) => void): () => void;
  /** Stops listening and cuts open connections. Engines are closed by whoever made them. */
  close(): Promise<void>;
}

/** Opens the front door on 127.0.0.1. */
export async function createFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const { clock, log, place } = options;
  const engines = new Map((options.engines ?? []).map((engine) => [engine.service, engine]));
  const meter = createMeter();
  const faults = createFaults();
  const callers = createCallers(clock, options.operator);
  const listeners = new Set<(event: CallEvent) => void>();
  let stack: ResolvedStack = options.stack ?? { name: "none", place, resources: [], outputs: {} };
  let authorisation = createAuthorisation(stack, clock, log);

  /** Undefined stands for a connection to be cut. */
  const answer = async (request: Request): Promise<AwsReply | undefined> => {
    if (request.method === "OPTIONS") return preflight(request, stack);
    const signature = readSignature(request);
    const signed = typeof signature === "object" ? signature.service : undefined;
    const about = identifyOperation(request, signed);
    const caller = callers.identify(request, signature, about, stack);
    if ("error" in caller) {
      log({ level: "warn", message: "caller refused", ...about, status: caller.error.status });
      return caller.error;
    }
    const call: AwsCall = { ...request, ...about, caller };
    const started = performance.now();
    const { reply, outcome } = await carryOut(call, faults.strike(call));
    const ms = performance.now() - started;
    for (const listener of listeners) {
      listener(reply === undefined ? { call, outcome, ms } : { call, outcome, status: reply.status, ms });
    }
    return outcome === "cut-before" || outcome === "cut-after" ? undefined : reply;
  };

  const carryOut = async (
    call: AwsCall,
    effects: readonly FaultEffect[],
  ): Promise<{ readonly outcome: CallEvent["outcome"]; readonly reply?: AwsReply }> => {
    for (const effect of effects) {
      if (effect.effect === "cut-before") return { outcome: "cut-before" };
      if (effect.effect === "throttle")
        return { outcome: "failed", reply: errorReply(call.service, "throttled", "Rate exceeded") };
      if (effect.effect === "error") {
        const reply = serviceError(
          call.service,
          effect.code,
          effect.status,
          effect.message ?? "injected by the front door",
        );
        return { outcome: "failed", reply };
      }
      if (effect.effect === "delay")
        await new Promise<void>((resolve) => void clock.after(effect.ms, resolve));
      if (effect.effect === "hold") await effect.until.catch(() => undefined);
    }
    const engine = engines.get(call.service);
    if (engine === undefined) {
      log({
        level: "error",
        message: "no engine for this service",
        service: call.service,
        operation: call.operation,
      });
      const message = `${call.service} is not part of the local cloud`;
      return { outcome: "failed", reply: errorReply(call.service, "unknown-operation", message) };
    }
    const denial = authorisation.check(call.caller, call, engine.permissions(call));
    if (denial !== undefined) return { outcome: "denied", reply: denialReply(call, denial) };
    const started = performance.now();
    const reply = await engine.handle(call);
    meter.record({
      functionId: call.caller.kind === "role" ? call.caller.functionId : call.caller.kind,
      service: call.service,
      operation: call.operation,
      ...reply.usage,
      bytesIn: call.body.length,
      bytesOut: Buffer.byteLength(reply.body),
      ms: performance.now() - started,
    });
    const cut = effects.some(({ effect }) => effect === "cut-after");
    return { outcome: cut ? "cut-after" : "answered", reply };
  };

  // Clients compare it with their own time: one that is minutes off makes the SDK repeat every call that is refused.
  const dateNow = (): string => new Date(clock.now()).toUTCString();

  const server = createServer((incoming, response) => {
    void serve(incoming, response).catch((error: unknown) => {
      if (!incoming.complete) {
        log({ level: "info", message: "the caller left before its request was whole", path: incoming.url });
        return;
      }
      log({ level: "error", message: "the front door failed", path: incoming.url, error });
      if (response.headersSent) response.destroy();
      else send(response, incoming.method, serviceError("", "InternalServerError", 500, String(error)), {});
    });
  });
  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    const reply = await answer(request);
    if (reply === undefined) incoming.socket.destroy();
    else send(response, request.method, reply, { ...corsHeaders(request, stack), date: dateNow() });
  };
  // The SDK keeps its connections: one closed for idleness just as a call goes out would look like a network failure.
  server.keepAliveTimeout = 120_000;
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the front door has no port");
  const { port } = address;

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    operatorCredentials: callers.operator,
    meter,
    faults,
    credentialsFor: (functionId) => callers.credentialsFor(functionId),
    addEngine: (engine) => void engines.set(engine.service, engine),
    useStack(next) {
      authorisation = createAuthorisation(next, clock, log);
      stack = next;
    },
    authorise: (caller, about, permissions) => authorisation.check(caller, about, permissions),
    denials: () => authorisation.denials(),
    grantsUsed: () => authorisation.grantsUsed(),
    grantsNeverUsed: () => authorisation.grantsNeverUsed(),
    onCall(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** As `buffer` of stream/consumers, which goes by way of a Blob and costs twenty times as much. Rejects when the caller leaves. */
function readBody(incoming: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.once("end", () => resolve(Buffer.concat(chunks)));
    incoming.once("error", reject);
  });
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const body = await readBody(incoming);
  const [path = "/", ...query] = (incoming.url ?? "/").split("?");
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  return {
    method: incoming.method ?? "GET",
    path,
    query: new URLSearchParams(query.join("?")),
    headers,
    body,
  };
}

function denialReply({ service, caller }: AwsCall, { action, resource, reason }: Denial): AwsReply {
  if (caller.kind === "anonymous") return errorReply(service, "unsigned", "Missing Authentication Token");
  const who = caller.kind === "role" ? `${caller.roleId}/${caller.functionId}` : caller.kind;
  return errorReply(
    service,
    "access-denied",
    `User: ${who} is not authorized to perform: ${action} on resource: ${resource} because ${reason}`,
  );
}

function send(
  response: ServerResponse,
  method: string | undefined,
  reply: AwsReply,
  extra: Readonly<Record<string, string>>,
): void {
  const headers: Record<string, string | number> = {
    "x-amzn-requestid": randomUUID(),
    ...reply.headers,
    ...extra,
  };
  // The answer to HEAD states the length of what it leaves out.
  if (method !== "HEAD") headers["content-length"] = Buffer.byteLength(reply.body);
  response.writeHead(reply.status, headers);
  response.end(method === "HEAD" ? undefined : reply.body);
}
