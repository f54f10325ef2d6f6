import { s3Bucket, s3Key } from "../engines/s3/address.ts";
import { parseConnectionPath } from "../template/endpoints.ts";

/** The parts of an HTTP request that tell which API operation it is. */
export interface Request {
  readonly method: string;
  /** As sent, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Target prefixes of the AWS JSON protocols and the service that answers them. */
const TARGETS: Readonly<Record<string, string>> = {
  DynamoDB_20120810: "dynamodb",
  DynamoDBStreams_20120810: "dynamodb",
  AmazonSQS: "sqs",
  AWSCognitoIdentityProviderService: "cognito-idp",
  secretsmanager: "secretsmanager",
  AWSEvents: "events",
  TrentService: "kms",
  AmazonSSM: "ssm",
  Logs_20140328: "logs",
};

/** Finds service and operation. `signedService` is the service of the credential scope, when the request is signed. */
export function identifyOperation(
  request: Request,
  signedService: string | undefined,
): { service: string; operation: string } {
  const [prefix = "", target] = (request.headers["x-amz-target"] ?? "").split(".");
  const service = signedService ?? TARGETS[prefix] ?? serviceOfPath(request.path);
  return { service, operation: target ?? operationOf(service, request) };
}

/** Where a user pool publishes its keys: `/<pool id>/.well-known/jwks.json`. No bucket's name has an underscore. */
const KEY_SET = /^\/[\w-]+_[\w-]+\/\.well-known\/jwks\.json$/;

function serviceOfPath(path: string): string {
  if (KEY_SET.test(path)) return "cognito-idp";
  return path.startsWith("/execute-api/") ? "execute-api" : "s3";
}

function operationOf(service: string, request: Request): string {
  switch (service) {
    case "s3":
      return s3Operation(request);
    case "execute-api":
      return connectionOperation(request);
    case "cognito-idp":
      return KEY_SET.test(request.path) ? "KeySet" : (queryProtocolAction(request) ?? unknown(request));
    case "scheduler":
      return schedulerOperation(request);
    case "lambda":
      return /^\/2015-03-31\/functions\/[^/]+\/invocations$/.test(request.path) ? "Invoke" : unknown(request);
    default:
      return queryProtocolAction(request) ?? unknown(request);
  }
}

function connectionOperation(request: Request): string {
  if (parseConnectionPath(request.path) === undefined) return unknown(request);
  const operations: Record<string, string> = {
    POST: "PostToConnection",
    GET: "GetConnection",
    DELETE: "DeleteConnection",
  };
  return operations[request.method] ?? unknown(request);
}

function schedulerOperation(request: Request): string {
  const verbs: Record<string, string> = { POST: "Create", GET: "Get", PUT: "Update", DELETE: "Delete" };
  const [, collection, name] =
    /^\/(schedules|schedule-groups|tags)(?:\/([^/]+))?\/?$/.exec(request.path) ?? [];
  const verb = verbs[request.method];
  if (collection === undefined || verb === undefined) return unknown(request);
  if (collection === "tags") {
    if (verb === "Get") return "ListTagsForResource";
    return verb === "Delete" ? "UntagResource" : "TagResource";
  }
  const noun = collection === "schedules" ? "Schedule" : "ScheduleGroup";
  return name === undefined && verb === "Get" ? `List${noun}s` : `${verb}${noun}`;
}

function queryProtocolAction(request: Request): string | undefined {
  if (request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") !== true)
    return undefined;
  return new URLSearchParams(request.body.toString("utf8")).get("Action") ?? undefined;
}

/** Sub-resources of S3 that are operations of their own, by the noun the API reference uses. */
const SUB_RESOURCES: readonly (readonly [parameter: string, noun: string])[] = [
  ["tagging", "Tagging"],
  ["acl", "Acl"],
  ["retention", "Retention"],
  ["legal-hold", "LegalHold"],
  ["cors", "Cors"],
  ["policy", "Policy"],
  ["lifecycle", "LifecycleConfiguration"],
  ["versioning", "Versioning"],
  ["encryption", "Encryption"],
  ["notification", "NotificationConfiguration"],
  ["publicAccessBlock", "PublicAccessBlock"],
  ["website", "Website"],
  ["location", "Location"],
];

function s3Operation({ method, path, query, headers }: Request): string {
  const key = s3Key(path);
  const bucket = s3Bucket(path);
  if (bucket === "") return method === "GET" ? "ListBuckets" : `${method} /`;
  const verb = { GET: "Get", PUT: "Put", DELETE: "Delete", HEAD: "Head", POST: "Post" }[method] ?? method;
  for (const [parameter, noun] of SUB_RESOURCES) {
    if (query.has(parameter)) return `${verb}${key === "" ? "Bucket" : "Object"}${noun}`;
  }
  if (key === "") return s3BucketOperation(method, verb, query, headers);
  if (query.has("uploads") && method === "POST") return "CreateMultipartUpload";
  if (query.has("uploadId")) {
    const copying = headers["x-amz-copy-source"] !== undefined;
    const part = copying ? "UploadPartCopy" : "UploadPart";
    return (
      { PUT: part, POST: "CompleteMultipartUpload", DELETE: "AbortMultipartUpload", GET: "ListParts" }[
        method
      ] ?? `${method} part`
    );
  }
  if (query.has("attributes") && method === "GET") return "GetObjectAttributes";
  if (method === "PUT" && headers["x-amz-copy-source"] !== undefined) return "CopyObject";
  return `${verb}Object`;
}

function s3BucketOperation(
  method: string,
  verb: string,
  query: URLSearchParams,
  headers: Readonly<Record<string, string>>,
): string {
  if (method === "POST") {
    if (query.has("delete")) return "DeleteObjects";
    return headers["content-type"]?.startsWith("multipart/form-data") === true ? "PostObject" : "PostBucket";
  }
  if (method === "GET") {
    if (query.has("uploads")) return "ListMultipartUploads";
    if (query.has("versions")) return "ListObjectVersions";
    return query.get("list-type") === "2" ? "ListObjectsV2" : "ListObjects";
  }
  return method === "PUT" ? "CreateBucket" : `${verb}Bucket`;
}

function unknown({ method, path }: Request): string {
  return `${method} ${path}`;
}
