import type { AwsCall, AwsReply, Engine, LocalLog, Resource } from "../../types.ts";
import { serviceError } from "../../front-door/errors.ts";
import { s3Bucket, s3Key } from "./address.ts";
import { openFauxqs, type Fauxqs } from "./fauxqs.ts";
import { parseUploadForm, uploadKey } from "./multipart.ts";
import { ACTIONS, s3Permissions } from "./permissions.ts";

/** S3 on this machine. Signatures, expiry and CORS are the front door's business. */
export interface S3Engine extends Engine {
  /** Makes the buckets among `resources` (others are ignored); those that exist keep their objects. */
  provision(resources: readonly Resource[]): Promise<void>;
}

/** What the engine needs; without `dataDir` it forgets everything when closed. */
export interface S3Options {
  readonly log: LocalLog;
  readonly dataDir?: string;
}

/** fauxqs takes no body larger than 11 MiB through its routes. */
const LARGE = 10 * 1_048_576;

/** Query parameters with which a presigned GET overrides a header of the answer. */
const OVERRIDES = [
  "content-type",
  "content-language",
  "expires",
  "cache-control",
  "content-disposition",
  "content-encoding",
] as const;

/** Opens the engine with the objects that `dataDir` remembers. fauxqs loads while the caller goes on. */
export function createS3Engine({ log, dataDir }: S3Options): S3Engine {
  const opening = openFauxqs(dataDir);
  opening.catch((error: unknown) => log({ level: "error", message: "S3 could not be opened", error }));
  return {
    service: "s3",
    permissions: s3Permissions,
    async handle(call) {
      if (!Object.hasOwn(ACTIONS, call.operation)) {
        return serviceError(
          "s3",
          "NotImplemented",
          501,
          `${call.operation} is not supported by the local S3.`,
        );
      }
      const fauxqs = await opening;
      return (await putLarge(call, fauxqs)) ?? forward(call, fauxqs);
    },
    async provision(resources) {
      const { store } = await opening;
      for (const { type, physicalId } of resources) {
        if (type === "AWS::S3::Bucket" && !store.hasBucket(physicalId)) store.createBucket(physicalId);
      }
    },
    async close() {
      await (await opening).close();
    },
  };
}

async function forward(call: AwsCall, fauxqs: Fauxqs): Promise<AwsReply> {
  const query = call.query.toString();
  const answer = await fauxqs.inject({
    method: call.method,
    url: query === "" ? call.path : `${call.path}?${query}`,
    // A host with dots would be read as a bucket.
    headers: { ...call.headers, host: "localhost" },
    payload: call.body,
  });
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && name !== "connection" && name !== "transfer-encoding")
      headers[name] = String(value);
  }
  if (call.operation === "GetObject" && answer.statusCode < 300) {
    for (const name of OVERRIDES) {
      const value = call.query.get(`response-${name}`);
      if (value !== null) headers[name] = value;
    }
  }
  return { status: answer.statusCode, headers, body: answer.rawPayload, usage: { requests: 1 } };
}

/** Stores an upload that is too large for the routes; undefined when it may take them. */
async function putLarge(call: AwsCall, { store }: Fauxqs): Promise<AwsReply | undefined> {
  if (call.body.length <= LARGE || (call.operation !== "PutObject" && call.operation !== "PostObject"))
    return undefined;
  const bucket = s3Bucket(call.path);
  if (!store.hasBucket(bucket))
    return serviceError("s3", "NoSuchBucket", 404, "The specified bucket does not exist");
  if (call.headers["content-encoding"]?.includes("aws-chunked") === true) {
    return serviceError(
      "s3",
      "NotImplemented",
      501,
      "The local S3 takes streamed uploads of up to 10 MiB: use a Buffer or parts.",
    );
  }
  const form =
    call.operation === "PostObject"
      ? parseUploadForm(call.headers["content-type"] ?? "", call.body)
      : undefined;
  const fields = form === undefined ? Object.entries(call.headers) : [...form.fields];
  const metadata: Record<string, string> = {};
  for (const [name, value] of fields) {
    if (name.startsWith("x-amz-meta-")) metadata[name.slice("x-amz-meta-".length)] = value;
  }
  const contentType = new Map(fields).get("content-type") ?? "binary/octet-stream";
  const { etag } = store.putObject(
    bucket,
    form === undefined ? s3Key(call.path) : uploadKey(form),
    form === undefined ? call.body : form.file,
    contentType,
    metadata,
  );
  return { status: form === undefined ? 200 : 204, headers: { etag }, body: "", usage: { requests: 1 } };
}
