import type { JsonObject } from "./types.ts";

/** Title and usual HTTP status of the codes of Meta's error page that the simulator gives by itself or on demand. */
const CODES: Readonly<Record<number, readonly [status: number, title: string]>> = {
  0: [401, "AuthException"],
  1: [400, "API Unknown"],
  2: [503, "API Service"],
  3: [500, "API Method"],
  4: [400, "API Too Many Calls"],
  10: [403, "Permission Denied"],
  33: [400, "Parameter value is not valid"],
  100: [400, "Invalid parameter"],
  190: [401, "Access token has expired"],
  368: [403, "Temporarily blocked for policies violations"],
  80007: [400, "Rate limit issues"],
  130403: [400, "Business-customer messaging has been blocked"],
  130429: [400, "Rate limit hit"],
  130472: [400, "User's number is part of an experiment"],
  130497: [403, "Business account is restricted from messaging users in this country"],
  131000: [500, "Something went wrong"],
  131005: [403, "Access denied"],
  131008: [400, "Required parameter is missing"],
  131009: [400, "Parameter value is not valid"],
  131016: [500, "Service unavailable"],
  131021: [400, "Recipient cannot be sender"],
  131026: [400, "Message undeliverable"],
  131030: [400, "Recipient phone number not in allowed list"],
  131031: [403, "Account has been locked"],
  131037: [400, "Display name approval needed"],
  131042: [400, "Business eligibility payment issue"],
  131045: [500, "Incorrect certificate"],
  131047: [400, "Re-engagement message"],
  131048: [400, "Spam rate limit hit"],
  131049: [400, "Meta chose not to deliver"],
  131050: [400, "User has stopped marketing messages"],
  131051: [400, "Unsupported message type"],
  131052: [400, "Media download error"],
  131053: [400, "Media upload error"],
  131056: [400, "(Business Account, Consumer Account) pair rate limit hit"],
  131057: [500, "Account in maintenance mode"],
  131062: [400, "Business-scoped user ID recipients are not supported for this message"],
  131064: [400, "Template category violations"],
  132000: [400, "Template param count mismatch"],
  132001: [404, "Template does not exist"],
  132005: [400, "Template hydrated text too long"],
  132007: [400, "Template format character policy violated"],
  132012: [400, "Template parameter format mismatch"],
  132015: [400, "Template is paused"],
  132016: [400, "Template is disabled"],
  133004: [503, "Server temporarily unavailable"],
  133010: [400, "Phone number not registered"],
  135000: [400, "Generic user error"],
};

/** Meta's title for a code; codes unknown here are said to be so rather than invented. */
function titleOf(code: number): string {
  return CODES[code]?.[1] ?? `Error ${code}`;
}

/** An answer of the Graph API that is an error. */
export interface GraphError {
  readonly status: number;
  readonly body: JsonObject;
}

/** Optional parts of an error. */
export interface ErrorParts {
  /** What went into `error_data.details`. */
  readonly details?: string;
  readonly status?: number;
  /** Replaces Meta's title in `message`. */
  readonly message?: string;
  readonly type?: string;
  readonly subcode?: number;
}

let traces = 0;

/** The error answer for a code, in the shape of the Graph API. */
export function graphError(code: number, parts: ErrorParts = {}): GraphError {
  traces += 1;
  const messaging = code >= 130_000 || parts.details !== undefined;
  return {
    status: parts.status ?? CODES[code]?.[0] ?? 400,
    body: {
      error: {
        message: parts.message ?? `(#${code}) ${titleOf(code)}`,
        type: parts.type ?? "OAuthException",
        code,
        ...(parts.subcode === undefined ? {} : { error_subcode: parts.subcode }),
        ...(messaging
          ? { error_data: { messaging_product: "whatsapp", details: parts.details ?? titleOf(code) } }
          : {}),
        fbtrace_id: `A${traces.toString(36).padStart(20, "0")}`,
      },
    },
  };
}

/** One member of `errors[]` in a webhook: `message` repeats the title, the useful text is in the details. */
export function webhookError(code: number, details?: string): JsonObject {
  const title = titleOf(code);
  return {
    code,
    title,
    message: title,
    error_data: { details: details ?? title },
    href: "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
  };
}

/** The object does not exist or the token may not see it: Meta does not tell the two apart. */
export function objectNotFound(method: string, id: string): GraphError {
  return graphError(100, {
    message:
      `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to ` +
      "missing permissions, or does not support this operation. Please read the Graph API documentation at " +
      "https://developers.facebook.com/docs/graph-api",
    type: "GraphMethodException",
    subcode: 33,
  });
}

/** Whether something is an error answer. */
export function isGraphError(value: object): value is GraphError {
  return "status" in value && "body" in value;
}
