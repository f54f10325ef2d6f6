import { randomUUID } from "node:crypto";
import { type IncomingMessage, request as httpRequest, type ServerResponse } from "node:http";
import type { Behaviour } from "./definition.ts";

/** Of one connection only, so they end at each hop. */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Passes a request on to a server at `address` (`127.0.0.1:PORT`) that goes by the origin's name, and its answer back. */
export function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  { origin }: Behaviour,
  address: string,
  addHeaders: (headers: Record<string, string | string[]>) => void,
): Promise<{ readonly status: number }> {
  const [hostname, port] = address.split(":");
  const viewer = request.socket.remoteAddress ?? "127.0.0.1";
  const forwarded = request.headers["x-forwarded-for"];
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(request.headers))
    if (value !== undefined && !HOP_BY_HOP.has(name)) headers[name] = value;
  // The distribution's own headers win over those of the same name that a viewer sent.
  for (const { HeaderName, HeaderValue } of origin.OriginCustomHeaders)
    headers[HeaderName.toLowerCase()] = HeaderValue;
  Object.assign(headers, {
    host: origin.DomainName,
    via: `${request.httpVersion} localhost (CloudFront)`,
    "x-forwarded-for": forwarded === undefined ? viewer : `${[forwarded].flat().join(", ")}, ${viewer}`,
    "x-amz-cf-id": randomUUID(),
  });
  return new Promise((resolve, reject) => {
    const onward = httpRequest(
      {
        hostname,
        port,
        method: request.method,
        path: `${origin.OriginPath}${request.url ?? "/"}`,
        headers,
      },
      (answer) => {
        const status = answer.statusCode ?? 502;
        const given: Record<string, string | string[]> = {};
        for (const [name, value] of Object.entries(answer.headers))
          if (value !== undefined && !HOP_BY_HOP.has(name)) given[name] = value;
        addHeaders(given);
        response.writeHead(status, given);
        answer.pipe(response);
        answer.on("error", reject);
        response.on("close", () => resolve({ status }));
      },
    );
    onward.on("error", reject);
    // A viewer that hangs up needs no answer any more.
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  });
}
