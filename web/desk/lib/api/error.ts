import type { ErrorCode } from "../../../../shared/contracts/errors.ts";

/**
 * The API said no, or did not answer. `code` is the API's, `UNREACHABLE` where no answer came (it may have taken effect), or
 * `UNEXPECTED` for an answer that is not the API's. What to tell a person is `errorText` of lib/i18n.
 */
export class ApiError extends Error {
  readonly code: ErrorCode | "UNREACHABLE" | "UNEXPECTED";
  /** 0 where no answer came. */
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
  readonly requestId: string | null;

  constructor(
    code: ApiError["code"],
    status: number,
    details: ApiError["details"] = {},
    requestId: string | null = null,
    options?: ErrorOptions,
  ) {
    super(`${code} (${status})`, options);
    this.name = "ApiError";
    this.code = code;
    this.status = status;
    this.details = details;
    this.requestId = requestId;
  }
}

/** The error of an answer that is no success. */
export function errorOf(status: number, body: unknown, requestId: string | null): ApiError {
  const error = typeof body === "object" && body !== null && "error" in body ? body.error : undefined;
  if (typeof error !== "object" || error === null || !("code" in error) || typeof error.code !== "string")
    return new ApiError("UNEXPECTED", status, {}, requestId);
  const details = "details" in error && typeof error.details === "object" ? error.details : {};
  return new ApiError(error.code as ErrorCode, status, { ...details }, requestId);
}
