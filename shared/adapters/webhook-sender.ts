import type { DeliveryProblem } from "../contracts/webhooks.ts";
import { type IncomingMessage, request as httpRequest } from "node:http";
import type { LookupFunction } from "node:net";
import { Resolver } from "node:dns/promises";
import type { WebhookOutcome, WebhookPost, WebhookSender } from "../ports/webhooks.ts";
import { isExempt, literalAddress } from "./webhook-targets.ts";
import { request as httpsRequest } from "node:https";
import { isIP } from "node:net";
import { isPublicAddress } from "./public-address.ts";
import { signedHeaders } from "./webhook-signature.ts";

/** The addresses of a name, of both families; none when it has none. */
export type Resolve = (name: string) => Promise<readonly string[]>;

type Ending =
  | { readonly kind: "answered"; readonly httpStatus: number }
  | { readonly kind: "failed"; readonly problem: DeliveryProblem };

/** How much of an answer is read, in bytes, before the connection is cut: nothing is made of it. */
const answerBytes = 16_384;

/** How long one address of several is tried before the next, in milliseconds. */
const addressTimeout = 2_500;

/**
 * Posts signed messages. The addresses of a receiver are looked up here, all of them are checked, and the connection is made
 * to one of the very addresses that were checked: a name that resolves differently a moment later changes nothing. Proxies
 * of the environment are not used, redirects are answers like any other, and the whole try ends after `timeout`.
 */
export function createWebhookSender(options: {
  /** The origin that tests may reach whatever its address is; empty for none. */
  readonly testOrigin: string;
  /** Milliseconds for everything: looking up, connecting, sending, and the answer. */
  readonly timeout?: number;
  readonly resolve?: Resolve;
}): WebhookSender {
  const { testOrigin, timeout = 10_000, resolve = resolveName } = options;
  return {
    post: async (message) => {
      const began = performance.now();
      const signal = AbortSignal.timeout(timeout);
      const ending = await attempt(message, { testOrigin, resolve, signal });
      return { ...ending, milliseconds: Math.round(performance.now() - began) } satisfies WebhookOutcome;
    },
  };
}

async function attempt(
  message: WebhookPost,
  { testOrigin, resolve, signal }: { testOrigin: string; resolve: Resolve; signal: AbortSignal },
): Promise<Ending> {
  const url = new URL(message.url);
  if (isExempt(url, testOrigin)) return send(url, message, signal);
  if (url.protocol !== "https:") return failed("address");
  const literal = literalAddress(url);
  let addresses: readonly string[];
  try {
    addresses = literal === undefined ? await orAborted(resolve(url.hostname), signal) : [literal];
  } catch (error) {
    return failed(signal.aborted ? "timeout" : problemOf(error, "name"));
  }
  if (addresses.length === 0) return failed("name");
  if (!addresses.every(isPublicAddress)) return failed("address");
  return send(url, message, signal, lookupOf(addresses));
}

/** Answers with what was checked, whatever is asked. Literal hosts never ask: they are what was checked. */
const lookupOf =
  (addresses: readonly string[]): LookupFunction =>
  (_name, { all }, callback) => {
    const found = addresses.map((address) => ({ address, family: isIP(address) }));
    if (all === true) callback(null, found);
    else callback(null, found[0]?.address ?? "", found[0]?.family);
  };

const send = (
  url: URL,
  message: WebhookPost,
  signal: AbortSignal,
  lookup?: LookupFunction,
): Promise<Ending> =>
  new Promise((resolve) => {
    const options = {
      method: "POST",
      headers: {
        ...signedHeaders(message),
        "content-type": "application/json",
        "content-length": Buffer.byteLength(message.body),
        "user-agent": "Balcao-Webhooks/1",
      },
      // A connection of its own, which knows of no proxy and is not there for the next message.
      agent: false as const,
      signal,
      autoSelectFamilyAttemptTimeout: addressTimeout,
      ...(lookup !== undefined && { lookup }),
    };
    const request = (url.protocol === "http:" ? httpRequest : httpsRequest)(url, options);
    request.on("response", (response) => answered(response, resolve));
    request.on("error", (error) => resolve(failed(signal.aborted ? "timeout" : problemOf(error))));
    // After an answer that Node makes nothing of, such as an upgrade, only this comes.
    request.on("close", () => resolve(failed("protocol")));
    request.end(message.body);
  });

/** The status is all that counts: what follows is read, so that the receiver may end in peace, up to a limit. */
function answered(response: IncomingMessage, resolve: (ending: Ending) => void): void {
  const { statusCode: httpStatus = 0 } = response;
  const done = (): void => resolve({ kind: "answered", httpStatus });
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > answerBytes) response.destroy();
  });
  response.on("error", done);
  response.on("close", done);
}

const failed = (problem: DeliveryProblem): Ending => ({ kind: "failed", problem });

function problemOf(error: unknown, otherwise: DeliveryProblem = "connection"): DeliveryProblem {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/CERT|SELF_SIGNED|ERR_TLS|ERR_SSL|EPROTO|UNABLE_TO_VERIFY/.test(code)) return "tls";
  if (code.startsWith("HPE_")) return "protocol";
  return otherwise;
}

/** By the name servers alone: a file of hosts on the machine has no say in where messages go. */
async function resolveName(name: string): Promise<readonly string[]> {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  // Addresses of IPv4 first: functions outside a network of one's own have no other way out.
  const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  return found.flatMap((it) => (it.status === "fulfilled" ? it.value : []));
}

const orAborted = <Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> =>
  new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error("no answer in time")), { once: true });
    value.then(resolve, reject);
  });
