import { DeskError } from "../contracts/errors.ts";
import { UnreadableItem } from "../ports/store.ts";
import * as z from "zod";

/** What may be told of an error without telling what it was about. */
export interface ErrorDescription {
  readonly name: string;
  /** One of ours, the system's (`ECONNRESET`), or what says most about the kind of error. */
  readonly code?: string;
  /** Only of errors whose messages hold no content. */
  readonly message?: string;
  readonly httpStatus?: number;
  readonly serviceRequestId?: string;
  /** Where a value was not as its schema says, never the value. */
  readonly issues?: readonly string[];
  readonly frames?: readonly string[];
  readonly cause?: ErrorDescription;
}

/** Errors whose messages are made of fixed text, ids and names only. */
const plainSpoken: ReadonlySet<string> = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "ConditionFailed",
  "DeskError",
  "RetryLater",
  "StoreBusy",
]);

const mostFrames = 15;
const deepest = 4;

/**
 * An error without content: messages of errors may quote texts, phone numbers and tokens, so only name, code, place and
 * the same of its causes are kept.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { name: `a ${typeof error} was thrown` };
  const code = codeOf(error);
  const metadata: unknown = "$metadata" in error ? error.$metadata : undefined;
  const { httpStatusCode, requestId } = (metadata ?? {}) as Readonly<Record<string, unknown>>;
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    ...(code !== undefined && { code }),
    ...(plainSpoken.has(error.name) && { message: error.message }),
    ...(typeof httpStatusCode === "number" && { httpStatus: httpStatusCode }),
    ...(typeof requestId === "string" && { serviceRequestId: requestId }),
    ...(error instanceof z.ZodError && { issues: issuePaths(error) }),
    ...(frames !== undefined && { frames: frames.slice(0, mostFrames).map((line) => line.trim()) }),
    ...(error.cause !== undefined && depth < deepest && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** The same in one line, such as `DeskError NOT_FOUND` or `UnreadableItem head`: a reason to set a message aside. */
export function nameError(error: unknown): string {
  const { name, code, message, issues } = describeError(error);
  return [name, code, message, issues?.join("; ")]
    .filter((it) => it !== undefined)
    .join(" ")
    .slice(0, 500);
}

/** Where and how a value was not as its schema says: `items.0.kind: invalid_union`. At most 20. */
const issuePaths = (error: z.ZodError): readonly string[] =>
  error.issues.slice(0, 20).map((issue) => `${issue.path.map(String).join(".")}: ${issue.code}`);

function codeOf(error: Error): string | undefined {
  if (error instanceof DeskError) return error.code;
  // The key itself may be a phone number or an e-mail.
  if (error instanceof UnreadableItem) return `${error.kind} in ${error.key.pk.split("#", 1)[0]}`;
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}
