import * as z from "zod";
import type { AwsReply, LocalLog } from "../../../types.ts";

/** An error as the service's API reference names it; becomes the reply's `__type` and `x-amzn-errortype`. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
  }
}

/** Runs tasks one after the other, in the order they came, so that no two interleave at an `await`. */
export type Serial = <Result>(task: () => Promise<Result>) => Promise<Result>;

/** A fresh queue for `Serial`. A failed task does not stop the ones behind it. */
export function createSerial(): Serial {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = last.then(task, task);
    last = result.catch(() => undefined);
    return result;
  };
}

/** Runs one operation on the decoded body. */
export type Operation = (body: unknown) => Promise<object>;

/** An operation whose body must satisfy `input`; a body that does not makes the service's validation error. */
export function operation<Input>(
  input: z.ZodType<Input>,
  run: (input: Input) => object | Promise<object>,
): Operation {
  return async (body) => run(input.parse(body));
}

/** How a service words its answers. */
export interface ReplyStyle {
  readonly contentType: string;
  /** Code of the error for a malformed request, e.g. `ValidationException`. */
  readonly validationError: string;
  readonly log: LocalLog;
}

/** Turns the outcome of `run` into a reply; never throws. An unexpected failure is logged and answered as 500. */
export async function reply(
  style: ReplyStyle,
  operationName: string,
  run: () => Promise<object>,
): Promise<AwsReply> {
  try {
    return {
      status: 200,
      headers: { "content-type": style.contentType },
      body: JSON.stringify(await run()),
    };
  } catch (error) {
    return errorReply(style, asAwsError(style, operationName, error));
  }
}

/** The reply for an error: code in the body and in the header, message under both spellings SDKs look for. */
export function errorReply(style: ReplyStyle, error: AwsError): AwsReply {
  return {
    status: error.status,
    headers: { "content-type": style.contentType, "x-amzn-errortype": error.code },
    body: JSON.stringify({ __type: error.code, message: error.message, Message: error.message }),
  };
}

/** Decodes a JSON body; an empty one counts as `{}`. Throws the service's `SerializationException`. */
export function decodeBody(body: Buffer): unknown {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new AwsError("SerializationException", "The request body is not JSON");
  }
}

/** The body for finding out what a call is about; undefined when it is not JSON, which `handle` will answer. */
export function peekBody(body: Buffer): unknown {
  try {
    return decodeBody(body);
  } catch {
    return undefined;
  }
}

function asAwsError(style: ReplyStyle, operationName: string, error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  if (error instanceof z.ZodError) {
    const faults = error.issues.map(
      (issue) => `Value at '${issue.path.join(".")}' failed to satisfy constraint: ${issue.message}`,
    );
    const count = `${faults.length} validation error${faults.length === 1 ? "" : "s"} detected`;
    return new AwsError(style.validationError, `${count}: ${faults.join("; ")}`);
  }
  style.log({ level: "error", message: "the engine failed", operation: operationName, error: String(error) });
  return new AwsError("InternalFailure", "The local engine failed; see its log", 500);
}
