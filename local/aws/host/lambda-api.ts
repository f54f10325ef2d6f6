import { randomUUID } from "node:crypto";
import type { AwsCall, AwsReply, Engine, LocalLog } from "../types.ts";
import { arnFunctionName } from "./host.ts";
import type { FunctionHost, FunctionSpec } from "./types.ts";

/** Bytes of an event handed over without waiting for the result. */
const ASYNC_PAYLOAD_BYTES = 1_048_576;

/** After a failed asynchronous call the service tries twice more. */
const ASYNC_ATTEMPTS = 3;

export interface LambdaApiOptions {
  readonly host: FunctionHost;
  readonly region: string;
  readonly account: string;
  readonly log: LocalLog;
}

/** The `Invoke` operation of the Lambda API: `RequestResponse`, `Event` (tried three times, without pause) and `DryRun`. */
export function createLambdaApi({ host, region, account, log }: LambdaApiOptions): Engine {
  const pending = new Set<Promise<void>>();
  const functionOf = (call: AwsCall): FunctionSpec | undefined => host.find(referenceOf(call));

  const runLater = async (spec: FunctionSpec, event: unknown): Promise<void> => {
    for (let attempt = 1; attempt <= ASYNC_ATTEMPTS; attempt += 1) {
      const result = await host.invoke(spec.id, event);
      if (result.ok) return;
    }
    log({
      level: "error",
      message: "asynchronous event dropped after its last attempt",
      functionId: spec.id,
    });
  };

  return {
    service: "lambda",
    permissions: (call) => [
      {
        action: "lambda:InvokeFunction",
        resource:
          functionOf(call)?.arn ??
          `arn:aws:lambda:${region}:${account}:function:${arnFunctionName(referenceOf(call))}`,
      },
    ],
    handle: async (call) => {
      if (call.operation !== "Invoke")
        return failure(400, "UnknownOperationException", `${call.operation} is not emulated`);
      const spec = functionOf(call);
      if (spec === undefined) {
        return failure(404, "ResourceNotFoundException", `Function not found: ${referenceOf(call)}`);
      }
      let event: unknown;
      try {
        event = call.body.length === 0 ? {} : JSON.parse(call.body.toString("utf8"));
      } catch (error) {
        return failure(
          400,
          "InvalidRequestContentException",
          `Could not parse request body into json: ${String(error)}`,
        );
      }
      switch (call.headers["x-amz-invocation-type"] ?? "RequestResponse") {
        case "DryRun":
          return reply(204, "");
        case "Event": {
          if (call.body.length > ASYNC_PAYLOAD_BYTES) {
            return failure(
              413,
              "RequestTooLargeException",
              `${call.body.length} byte payload is too large for the Event invocation type (limit ${ASYNC_PAYLOAD_BYTES} bytes)`,
            );
          }
          const run = runLater(spec, event);
          pending.add(run);
          void run.finally(() => pending.delete(run));
          return reply(202, "");
        }
        case "RequestResponse":
          return invoke(spec, event, call);
        default:
          return failure(
            400,
            "InvalidParameterValueException",
            "Invocation type must be RequestResponse, Event or DryRun",
          );
      }
    },
    close: async () => {
      await Promise.all(pending);
    },
  };

  async function invoke(spec: FunctionSpec, event: unknown, call: AwsCall): Promise<AwsReply> {
    const header = call.headers["x-amz-client-context"];
    let clientContext: unknown;
    try {
      clientContext =
        header === undefined ? undefined : JSON.parse(Buffer.from(header, "base64").toString("utf8"));
    } catch {
      return failure(
        400,
        "InvalidRequestContentException",
        "Client context must be a valid Base64-encoded JSON object.",
      );
    }
    const result = await host.invoke(spec.id, event, clientContext === undefined ? {} : { clientContext });
    if (result.ok) return reply(200, result.payload);
    if (result.kind === "throttled")
      return failure(429, "TooManyRequestsException", result.error.errorMessage);
    if (result.kind === "too-large")
      return failure(413, "RequestTooLargeException", result.error.errorMessage);
    const { errorType, errorMessage, stackTrace } = result.error;
    const trace = result.kind === "handled" ? { trace: stackTrace } : {};
    return reply(200, JSON.stringify({ errorType, errorMessage, ...trace }), {
      "x-amz-function-error": "Unhandled",
    });
  }
}

/** The function's name or ARN in `/2015-03-31/functions/<here>/invocations`. */
function referenceOf(call: AwsCall): string {
  return decodeURIComponent(/\/functions\/([^/]+)\/invocations$/.exec(call.path)?.[1] ?? "");
}

function reply(status: number, body: string, headers: Record<string, string> = {}): AwsReply {
  return {
    status,
    headers: {
      "content-type": "application/json",
      "x-amzn-requestid": randomUUID(),
      "x-amz-executed-version": "$LATEST",
      ...headers,
    },
    body,
  };
}

function failure(status: number, type: string, message: string): AwsReply {
  return {
    status,
    headers: {
      "content-type": "application/json",
      "x-amzn-requestid": randomUUID(),
      "x-amzn-errortype": type,
    },
    body: JSON.stringify({ Type: "User", message, Message: message }),
  };
}
