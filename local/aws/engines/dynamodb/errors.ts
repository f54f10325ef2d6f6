import type { Usage } from "../../types.ts";

const CORAL = new Map([
  ["ValidationException", "com.amazon.coral.validate#"],
  ["UnknownOperationException", "com.amazon.coral.service#"],
  ["SerializationException", "com.amazon.coral.service#"],
]);

/** A refusal in DynamoDB's own words: becomes the error body, the error header and, if given, the usage. */
export class DynamoDbError extends Error {
  /** The exception's name as the SDK knows it, e.g. `ResourceNotFoundException`. */
  readonly code: string;
  readonly status: number;
  /** Further members of the body, e.g. `CancellationReasons`, already in wire form. */
  readonly details: Readonly<Record<string, unknown>>;
  /** What the refused call consumed all the same. */
  readonly usage: Usage;

  constructor(
    code: string,
    message: string,
    extra: { details?: Record<string, unknown>; usage?: Usage; status?: number } = {},
  ) {
    super(message);
    this.name = "DynamoDbError";
    this.code = code;
    this.status = extra.status ?? 400;
    this.details = extra.details ?? {};
    this.usage = extra.usage ?? {};
  }

  /** The JSON body of the answer. */
  body(): string {
    const type = (CORAL.get(this.code) ?? "com.amazonaws.dynamodb.v20120810#") + this.code;
    return JSON.stringify({ __type: type, ...this.details, message: this.message });
  }
}

/** A `ValidationException`. */
export const invalid = (message: string): DynamoDbError => new DynamoDbError("ValidationException", message);

/** A `ResourceNotFoundException`, for a table unless another message is given. */
export const notFound = (message = "Requested resource not found"): DynamoDbError =>
  new DynamoDbError("ResourceNotFoundException", message);

/**
 * Throws the refusal dynalite returned, if it did, as one of ours.
 * @throws DynamoDbError
 */
export function refuse(refusal: Error | null | undefined): void {
  if (refusal) throw fromDynalite(refusal);
}

/** Turns an error of dynalite's validations into ours; anything else comes back as it is. */
export function fromDynalite(error: unknown): unknown {
  if (!(error instanceof Error) || !("body" in error)) return error;
  const body = error.body as { __type?: string; message?: string; Message?: string };
  const code = body.__type?.split("#")[1];
  return code === undefined ? error : new DynamoDbError(code, body.message ?? body.Message ?? error.message);
}
