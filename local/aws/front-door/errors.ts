import type { AwsReply } from "../types.ts";

/** What the front door answers by itself, before or instead of an engine. */
export type FrontDoorError =
  | "access-denied"
  | "unknown-key"
  | "bad-signature"
  | "unsigned"
  | "expired"
  | "throttled"
  | "unknown-operation"
  | "internal";

type Style = "json-1.0" | "json-1.1" | "rest-json" | "xml";

const STYLES: Readonly<Record<string, Style>> = {
  dynamodb: "json-1.0",
  sqs: "json-1.0",
  "cognito-idp": "json-1.1",
  secretsmanager: "json-1.1",
  s3: "xml",
};

type Answer = readonly [code: string, status: number];
type Codes = Readonly<Record<string, Answer>> & { readonly default: Answer };

/** Code and status of each error; a service that differs from `default` is listed by name. */
const CODES: Readonly<Record<FrontDoorError, Codes>> = {
  "access-denied": {
    default: ["AccessDeniedException", 400],
    scheduler: ["AccessDeniedException", 403],
    lambda: ["AccessDeniedException", 403],
    "execute-api": ["AccessDeniedException", 403],
    s3: ["AccessDenied", 403],
  },
  "unknown-key": { default: ["UnrecognizedClientException", 403], s3: ["InvalidAccessKeyId", 403] },
  "bad-signature": { default: ["InvalidSignatureException", 403], s3: ["SignatureDoesNotMatch", 403] },
  unsigned: { default: ["MissingAuthenticationTokenException", 403], s3: ["AccessDenied", 403] },
  expired: { default: ["ExpiredTokenException", 403], s3: ["AccessDenied", 403] },
  throttled: {
    default: ["ThrottlingException", 400],
    sqs: ["RequestThrottled", 400],
    "cognito-idp": ["TooManyRequestsException", 400],
    scheduler: ["ThrottlingException", 429],
    lambda: ["TooManyRequestsException", 429],
    "execute-api": ["LimitExceededException", 429],
    s3: ["SlowDown", 503],
  },
  "unknown-operation": { default: ["UnknownOperationException", 400], s3: ["NotImplemented", 501] },
  internal: { default: ["InternalServerError", 500], s3: ["InternalError", 500] },
};

/** One of the front door's own errors, in the shape in which `service` would answer it. */
export function errorReply(service: string, error: FrontDoorError, message: string): AwsReply {
  const codes = CODES[error];
  const [code, status] = codes[service] ?? codes.default;
  return serviceError(service, code, status, message);
}

/** An error with any code, in the shape of `service`. */
export function serviceError(service: string, code: string, status: number, message: string): AwsReply {
  const style = STYLES[service] ?? "rest-json";
  if (style === "xml") {
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`;
    return { status, headers: { "content-type": "application/xml" }, body: text };
  }
  const contentType = { "json-1.0": "application/x-amz-json-1.0", "json-1.1": "application/x-amz-json-1.1" };
  return {
    status,
    headers: {
      "content-type": style === "rest-json" ? "application/json" : contentType[style],
      "x-amzn-errortype": code,
    },
    body: JSON.stringify({ __type: code, message }),
  };
}

function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
