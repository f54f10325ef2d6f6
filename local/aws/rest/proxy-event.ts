import type { Clock, Place } from "../types.ts";
import type { RestRequest } from "./request.ts";
import type { Match } from "./routing.ts";

/** What an event says beside the request itself. */
export interface EventScope {
  readonly apiId: string;
  readonly place: Place;
  readonly clock: Clock;
  readonly stageVariables: Readonly<Record<string, string>> | null;
  readonly binaryMediaTypes: readonly string[];
}

/** The parts of an event that a Lambda proxy integration and a `REQUEST` authorizer have in common. */
export function baseEvent(request: RestRequest, match: Match, scope: EventScope): Record<string, unknown> {
  const now = scope.clock.now();
  const host = request.headers["host"] ?? "";
  const multiValueHeaders = grouped(request.headerPairs);
  const multiValueQuery = grouped([...request.query]);
  return {
    resource: match.resource,
    path: request.path,
    httpMethod: request.method,
    headers: lastOf(multiValueHeaders),
    multiValueHeaders,
    queryStringParameters: orNull(lastOf(multiValueQuery)),
    multiValueQueryStringParameters: orNull(multiValueQuery),
    pathParameters: orNull(match.pathParameters),
    stageVariables: scope.stageVariables,
    requestContext: {
      resourceId: Buffer.from(match.resource).toString("hex").slice(-6).padStart(6, "0"),
      resourcePath: match.resource,
      httpMethod: request.method,
      extendedRequestId: Buffer.from(request.id.slice(0, 11)).toString("base64"),
      requestTime: requestTime(now),
      path: request.fullPath,
      accountId: scope.place.account,
      protocol: request.protocol,
      stage: request.stage,
      domainPrefix: host.split(".")[0],
      requestTimeEpoch: now,
      requestId: request.id,
      identity: {
        cognitoIdentityPoolId: null,
        accountId: null,
        cognitoIdentityId: null,
        caller: null,
        sourceIp: request.sourceIp,
        principalOrgId: null,
        accessKey: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent: request.headers["user-agent"] ?? null,
        user: null,
      },
      domainName: host,
      deploymentId: "local",
      apiId: scope.apiId,
    },
  };
}

/** The event of a Lambda proxy integration, payload format 1.0. */
export function proxyEvent(
  request: RestRequest,
  match: Match,
  scope: EventScope,
  authorizer: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> {
  const event = baseEvent(request, match, scope);
  const isBinary = isBinaryType(request.headers["content-type"], scope.binaryMediaTypes);
  if (authorizer !== undefined)
    (event["requestContext"] as Record<string, unknown>)["authorizer"] = authorizer;
  event["body"] = request.body.length === 0 ? null : request.body.toString(isBinary ? "base64" : "utf8");
  event["isBase64Encoded"] = isBinary && request.body.length > 0;
  return event;
}

/** Whether a media type is one of the API's binary ones (`*` stands for any part). */
export function isBinaryType(header: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  if (binaryMediaTypes.includes("*/*")) return true;
  const type = header?.split(/[;,]/)[0]?.trim().toLowerCase();
  if (type === undefined) return false;
  return binaryMediaTypes.some((pattern) => {
    const wanted = pattern.toLowerCase();
    return wanted === type || (wanted.endsWith("/*") && type.startsWith(wanted.slice(0, -1)));
  });
}

/** `23/Nov/2026:02:52:13 +0000` */
export function requestTime(epochMs: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(
    new Date(epochMs).toUTCString(),
  ) as RegExpExecArray;
  return `${day}/${month}/${year}:${time} +0000`;
}

/** Values by name, in order; names keep the case they were first sent in. */
export function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  // A map first: a name may be one that every object has.
  const groups = new Map<string, string[]>();
  for (const [name, value] of pairs) groups.set(name, [...(groups.get(name) ?? []), value]);
  return Object.fromEntries(groups);
}

/** The last value of each name. */
export function lastOf(groups: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(groups).map(([name, values]) => [name, values.at(-1) as string]));
}

function orNull<T extends object>(value: T): T | null {
  return Object.keys(value).length === 0 ? null : value;
}
