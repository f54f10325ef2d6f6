import type { Log } from "../ports/ports.ts";
import { Logger } from "@aws-lambda-powertools/logger";
import { describeError } from "./describe-error.ts";

type Ids = Readonly<Record<string, string | number | boolean>>;

/** The names under which something may be logged: ids of ours and of providers, counts, codes and times. */
const loggable: ReadonlySet<string> = new Set([
  "agentId",
  "attempts",
  "channelId",
  "code",
  "connectionId",
  "contactId",
  "count",
  "event",
  "failed",
  "function",
  "httpStatus",
  "invocationId",
  "issue",
  "kind",
  "list",
  "messageId",
  "milliseconds",
  "number",
  "of",
  "outcome",
  "phase",
  "phoneNumberId",
  "protocol",
  "providerCode",
  "providerId",
  "queueId",
  "reason",
  "receives",
  "requestId",
  "route",
  "seconds",
  "sectorId",
  "sequenceNumber",
  "status",
  "ticketId",
  "webhookId",
]);

const longest = 200;

/**
 * Lines of JSON on standard output. What is not on the list of names that may be logged is withheld, and the line says
 * so by name. Errors are described without their content.
 */
export function createLog(options: { readonly service: string; readonly level: LogLevel }): Log {
  const logger = new Logger({ serviceName: options.service, logLevel: options.level });
  return {
    info: (message, ids = {}) => logger.info(message, allowed(ids)),
    warn: (message, ids = {}) => logger.warn(message, allowed(ids)),
    error: (message, ids, cause) =>
      logger.error(message, {
        ...allowed(ids),
        ...(cause !== undefined && { cause: describeError(cause) }),
      }),
  };
}

/** Below this nothing is logged. */
export type LogLevel = "DEBUG" | "INFO" | "WARN" | "ERROR";

function allowed(ids: Ids): Record<string, string | number | boolean | string[]> {
  const entries = Object.entries(ids);
  const withheld = entries.map(([name]) => name).filter((name) => !loggable.has(name));
  const kept = entries
    .filter(([name]) => loggable.has(name))
    .map(([name, value]) => [name, typeof value === "string" ? value.slice(0, longest) : value] as const);
  return { ...Object.fromEntries(kept), ...(withheld.length > 0 && { withheld }) };
}
