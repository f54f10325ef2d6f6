import type { APIGatewayProxyEvent, Context } from "aws-lambda";
import { Agent } from "../../../shared/contracts/organisation.ts";
import type { Log } from "../../../shared/ports/ports.ts";

export const agentId = "agt_01KAQ000000000000000000000";

/** A person of the desk, with what a test cares about. */
export const agent = (changes: Partial<Record<keyof Agent, unknown>> = {}): Agent =>
  Agent.parse({
    id: agentId,
    version: 1,
    email: "lia@example.test",
    name: "Lia",
    role: "agent",
    phone: null,
    active: true,
    accessHours: null,
    sectorIds: [],
    queueIds: [],
    limits: {},
    permissions: { dropPotentials: false, viewContacts: true, outreach: false, seeQueueHistory: false },
    hasPhoto: false,
    sessionsValidAfter: "2026-11-23T12:00:00.000Z",
    createdAt: "2026-11-01T12:00:00.000Z",
    ...changes,
  });

/** What API Gateway hands over of the authorizer's answer to an access token: every value is a text. */
export const claims = (changes: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
  principalId: agentId,
  kind: "staff",
  username: agentId,
  authTime: (Date.parse("2026-11-23T12:00:01.000Z") / 1_000).toString(),
  expiresAt: "4102444800",
  ...changes,
});

/** A REST proxy event. */
export const restEvent = (
  method: string,
  resource: string,
  changes: {
    readonly body?: string;
    readonly base64?: boolean;
    readonly headers?: Readonly<Record<string, string>>;
    readonly params?: Readonly<Record<string, string>>;
    readonly query?: Readonly<Record<string, readonly string[]>>;
    readonly claims?: Readonly<Record<string, string>> | undefined;
    readonly source?: string;
  } = {},
): APIGatewayProxyEvent => {
  const query = Object.entries(changes.query ?? {});
  return {
    httpMethod: method,
    resource,
    path: resource,
    body: changes.body ?? null,
    isBase64Encoded: changes.base64 ?? false,
    headers: changes.headers ?? {},
    multiValueHeaders: {},
    pathParameters: changes.params ?? null,
    queryStringParameters:
      query.length === 0 ? null : Object.fromEntries(query.map(([name, values]) => [name, values.at(-1)])),
    multiValueQueryStringParameters:
      query.length === 0 ? null : Object.fromEntries(query.map(([name, values]) => [name, [...values]])),
    stageVariables: null,
    requestContext: {
      requestId: "request-1",
      identity: { sourceIp: changes.source ?? "192.0.2.1" },
      authorizer: changes.claims ?? null,
    } as unknown as APIGatewayProxyEvent["requestContext"],
  };
};

export const context = {} as Context;

/** A log that keeps what it is told. */
export function keepingLog(): Log & {
  readonly lines: {
    readonly level: string;
    readonly message: string;
    readonly ids: unknown;
    readonly cause?: unknown;
  }[];
} {
  const lines: { level: string; message: string; ids: unknown; cause?: unknown }[] = [];
  return {
    lines,
    info: (message, ids) => void lines.push({ level: "info", message, ids }),
    warn: (message, ids) => void lines.push({ level: "warn", message, ids }),
    error: (message, ids, cause) => void lines.push({ level: "error", message, ids, cause }),
  };
}
