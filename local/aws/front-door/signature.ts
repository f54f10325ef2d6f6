import { createHmac, createSecretKey, hash, timingSafeEqual, type KeyObject } from "node:crypto";
import type { Request } from "./identify.ts";

/** A Signature Version 4 as found in the `Authorization` header or in the query of a presigned URL. */
export interface Signature {
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `X-Amz-Date`: `YYYYMMDDTHHMMSSZ`. */
  readonly time: string;
  /** Seconds a presigned URL lives; undefined for a signed header. */
  readonly expiresSeconds?: number;
}

const HEADER =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request,\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]{64})$/;

/** Reads the signature of a request; undefined when there is none, `malformed` when it cannot be one. */
export function readSignature(request: Request): Signature | "malformed" | undefined {
  const header = request.headers["authorization"];
  if (header?.startsWith("AWS4-HMAC-SHA256") === true) {
    const [, accessKeyId, day = "", region = "", service = "", signed = "", signature = ""] =
      HEADER.exec(header) ?? [];
    const time = request.headers["x-amz-date"];
    if (accessKeyId === undefined || time === undefined) return "malformed";
    return { accessKeyId, day, region, service, signedHeaders: signed.split(";"), signature, time };
  }
  if (request.query.get("X-Amz-Algorithm") === null) return undefined;
  const [accessKeyId = "", day = "", region = "", service = "", terminator] = (
    request.query.get("X-Amz-Credential") ?? ""
  ).split("/");
  const signature = request.query.get("X-Amz-Signature");
  const signed = request.query.get("X-Amz-SignedHeaders");
  const time = request.query.get("X-Amz-Date");
  const expiresSeconds = Number(request.query.get("X-Amz-Expires") ?? Number.NaN);
  const whole = ![accessKeyId, day, region, service].includes("") && terminator === "aws4_request";
  if (!whole || signature === null || signed === null || time === null) return "malformed";
  if (!(expiresSeconds >= 1 && expiresSeconds <= 604_800)) return "malformed";
  const signedHeaders = signed.split(";");
  return { accessKeyId, day, region, service, signedHeaders, signature, time, expiresSeconds };
}

/** Milliseconds since the epoch of an `X-Amz-Date`; NaN when it is malformed. */
export function signatureTime(time: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time) ?? [];
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

/** Whether the request was signed with `secretAccessKey`, body included where the scheme covers it. */
export function signatureHolds(request: Request, signature: Signature, secretAccessKey: string): boolean {
  const payload = payloadHash(request, signature);
  if (payload === undefined || !signature.signedHeaders.includes("host")) return false;
  const canonical = [
    request.method,
    signature.service === "s3" ? request.path : encodedAgain(request.path),
    canonicalQuery(request.query),
    ...signature.signedHeaders.map(
      (name) => `${name}:${(request.headers[name] ?? "").trim().replaceAll(/ +/g, " ")}`,
    ),
    "",
    signature.signedHeaders.join(";"),
    payload,
  ].join("\n");
  const scope = `${signature.day}/${signature.region}/${signature.service}/aws4_request`;
  const toSign = `AWS4-HMAC-SHA256\n${signature.time}\n${scope}\n${sha256(canonical)}`;
  return signatureOf(toSign, signature, secretAccessKey) && signature.time.startsWith(signature.day);
}

/** Whether `signature.signature` is the signature of `text` under the key of its scope. */
export function signatureOf(
  text: string,
  { day, region, service, signature }: Pick<Signature, "day" | "region" | "service" | "signature">,
  secretAccessKey: string,
): boolean {
  const expected = createHmac("sha256", signingKey(secretAccessKey, day, region, service))
    .update(text)
    .digest("hex");
  return (
    expected.length === signature.length && timingSafeEqual(Buffer.from(expected), Buffer.from(signature))
  );
}

// Key objects, as an HMAC made from a Buffer costs six times as much.
const keys = new Map<string, KeyObject>();

function signingKey(secretAccessKey: string, day: string, region: string, service: string): KeyObject {
  const id = `${secretAccessKey}/${day}/${region}/${service}`;
  let key = keys.get(id);
  if (key === undefined) {
    key = createSecretKey(
      hmac(hmac(hmac(hmac(`AWS4${secretAccessKey}`, day), region), service), "aws4_request"),
    );
    // The scope is the caller's text: without a bound it could grow without end.
    if (keys.size > 1_000) keys.clear();
    keys.set(id, key);
  }
  return key;
}

/** The hash the signature covers; undefined when the body is not the one it was made for. */
function payloadHash(request: Request, signature: Signature): string | undefined {
  const declared = request.headers["x-amz-content-sha256"];
  if (signature.expiresSeconds !== undefined) return declared ?? "UNSIGNED-PAYLOAD";
  // Chunk signatures of streamed uploads are not checked: the header signature that seeds them is.
  if (declared === "UNSIGNED-PAYLOAD" || declared?.startsWith("STREAMING-") === true) return declared;
  const actual = sha256(request.body);
  return declared === undefined || declared === actual ? actual : undefined;
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [escape(name), escape(value)] as const)
    .toSorted((a, b) => compareText(a[0], b[0]) || compareText(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** Services other than S3 sign the path encoded a second time. */
function encodedAgain(path: string): string {
  return path.split("/").map(escape).join("/");
}

function escape(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(data: string | Buffer): string {
  return hash("sha256", data);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}
