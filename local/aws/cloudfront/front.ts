import type { IncomingMessage, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { TemplateError } from "../template/errors.ts";
import type { Engine, LocalLog, ResolvedStack, Resource } from "../types.ts";
import { bucketOrigin, type OriginObject } from "./bucket-origin.ts";
import { type AddedHeader, type Behaviour, matchesPath, readDistribution } from "./definition.ts";
import { edgeFunction } from "./edge-function.ts";
import { passOn } from "./server-origin.ts";

/** What a distribution needs from its surroundings. */
export interface DistributionOptions {
  readonly stack: ResolvedStack;
  readonly distribution: Resource;
  readonly s3: Engine;
  readonly log: LocalLog;
  /** Where a host of AWS answers on this machine (`127.0.0.1:PORT`), if it does. */
  addressOf(host: string): string | undefined;
  /** Replaces addresses of AWS by local ones, in what headers say. */
  localize(text: string): string;
}

/** A distribution that answers HTTP requests. */
export interface DistributionFront {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Bytes between which CloudFront compresses. */
const COMPRESSED = { least: 1_000, most: 10_000_000 };
const COMPRESSIBLE = /^(text\/|application\/(javascript|json|xml|wasm|manifest\+json)|image\/svg\+xml)/;
/** Compressed forms that are remembered: a build has fewer files. */
const REMEMBERED = 500;

/**
 * A distribution of the template. It keeps nothing at the edge: every request reaches the origin, so what was published is
 * seen at once. It listens without TLS and asks nobody to change to it. Throws TemplateError for what it cannot serve.
 */
export function createDistributionFront(options: DistributionOptions): DistributionFront {
  const { stack, distribution, log, localize } = options;
  const behaviours = readDistribution(stack, distribution).map((behaviour) => ({
    ...behaviour,
    headers: behaviour.headers.map((header) => ({ ...header, value: localize(header.value) })),
    edge: behaviour.viewerRequest === undefined ? undefined : edgeFunction(behaviour.viewerRequest),
    target: targetOf(options, behaviour),
  }));
  const compressed = new Map<string, Buffer>();

  const gzipped = (etag: string, body: Buffer): Buffer => {
    const known = compressed.get(etag);
    if (known !== undefined) return known;
    const [oldest] = compressed.keys();
    if (compressed.size >= REMEMBERED && oldest !== undefined) compressed.delete(oldest);
    const fresh = gzipSync(body);
    compressed.set(etag, fresh);
    return fresh;
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "GET";
    const path = (request.url ?? "/").replace(/[?#].*$/s, "");
    const behaviour = behaviours.find(({ pattern }) =>
      matchesPath(pattern, path),
    ) as (typeof behaviours)[number];
    const add = (headers: Record<string, string | string[]>): void => addTo(headers, behaviour.headers);
    const send = (
      status: number,
      headers: Record<string, string | string[]>,
      body: Buffer | string,
    ): void => {
      add(headers);
      response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
      response.end(method === "HEAD" ? undefined : body);
    };
    if (!behaviour.methods.includes(method)) return send(403, { "content-type": "text/plain" }, "Forbidden");
    const outcome = behaviour.edge?.({
      method,
      uri: path,
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(", ")]),
      ),
      ip: request.socket.remoteAddress ?? "127.0.0.1",
    }) ?? { uri: path };
    if ("status" in outcome) return send(outcome.status, { ...outcome.headers }, outcome.body);
    const { target } = behaviour;
    if ("address" in target) {
      await passOn(request, response, behaviour, target.address, add);
      return;
    }
    request.resume();
    const { status, headers, body } = await target.read(outcome.uri);
    const etag = headers["etag"] ?? "";
    const kept: Record<string, string> = {};
    for (const name of ["content-type", "etag", "last-modified", "cache-control"])
      if (headers[name] !== undefined) kept[name] = headers[name];
    if (status === 200 && etag !== "" && sameTag(request.headers["if-none-match"], etag))
      return send(304, kept, "");
    if (!behaviour.compress || status !== 200 || !worthIt(headers, body)) return send(status, kept, body);
    kept["vary"] = "accept-encoding";
    if (!/\bgzip\b/.test(String(request.headers["accept-encoding"]))) return send(status, kept, body);
    // The compressed form is not the same bytes.
    const form = { ...kept, "content-encoding": "gzip", etag: `W/${etag}` };
    return send(status, form, gzipped(etag, body));
  }

  return {
    handle: (request, response) => {
      answer(request, response).catch((error: unknown) => {
        const gone = response.destroyed || (request.destroyed && !request.complete);
        log({
          level: gone ? "info" : "error",
          message: "the distribution could not answer",
          path: request.url,
          error: error instanceof Error ? error.stack : String(error),
        });
        if (response.headersSent) response.destroy();
        else response.writeHead(502, { "content-type": "text/plain" }).end("Bad Gateway");
      });
    },
  };
}

type Target = { readonly address: string } | { readonly read: (path: string) => Promise<OriginObject> };

function targetOf(
  { stack, distribution, s3, addressOf }: DistributionOptions,
  { origin }: Behaviour,
): Target {
  if (origin.S3OriginConfig !== undefined) {
    const bucket = stack.resources.find(
      ({ type, attributes }) =>
        type === "AWS::S3::Bucket" && attributes["RegionalDomainName"] === origin.DomainName,
    );
    if (bucket === undefined)
      throw new TemplateError(`${distribution.logicalId}: ${origin.DomainName} is no bucket of the stack`);
    return { read: bucketOrigin(stack, distribution, bucket, s3) };
  }
  const address = addressOf(origin.DomainName);
  if (address === undefined)
    throw new TemplateError(
      `${distribution.logicalId}: ${origin.DomainName} does not answer on this machine`,
    );
  return { address };
}

function addTo(headers: Record<string, string | string[]>, added: readonly AddedHeader[]): void {
  for (const { name, value, override } of added)
    if (override || headers[name] === undefined) headers[name] = value;
}

function worthIt(headers: Readonly<Record<string, string>>, { length }: Buffer): boolean {
  const fits = length >= COMPRESSED.least && length <= COMPRESSED.most;
  return fits && COMPRESSIBLE.test(headers["content-type"] ?? "");
}

/** Whether the viewer has this very content; the weak mark only says in which form. */
function sameTag(asked: string | undefined, etag: string): boolean {
  return (asked ?? "").split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}
