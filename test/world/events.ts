import type { APIGatewayProxyEvent } from "aws-lambda";

/** What a client asks of the REST API. */
export interface RestCall {
  readonly method: string;
  /** The route's path, with `{names}`. */
  readonly resource: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The person whose verified token came along. */
  readonly agentId?: string;
  /** The API key that came along. */
  readonly apiKeyId?: string;
}

/** A REST proxy event as API Gateway makes it. Bodies that are bytes come in Base64. */
export function restEvent(call: RestCall): APIGatewayProxyEvent {
  const { body } = call;
  const bytes = body instanceof Uint8Array;
  return {
    httpMethod: call.method,
    resource: call.resource,
    path: call.resource,
    body: body === undefined ? null : bytes ? Buffer.from(body).toString("base64") : JSON.stringify(body),
    isBase64Encoded: bytes,
    headers: { ...call.headers },
    multiValueHeaders: {},
    pathParameters: call.params === undefined ? null : { ...call.params },
    queryStringParameters: call.query === undefined ? null : { ...call.query },
    multiValueQueryStringParameters: null,
    stageVariables: null,
    requestContext: {
      requestId: "request",
      identity: { sourceIp: "192.0.2.1" },
      authorizer: contextOf(call),
    } as unknown as APIGatewayProxyEvent["requestContext"],
  };
}

/** What the authorizer says of who asks. */
function contextOf({ agentId, apiKeyId }: RestCall): object | null {
  if (apiKeyId !== undefined) return { principalId: apiKeyId, kind: "key", apiKeyId };
  if (agentId === undefined) return null;
  const times = { authTime: "9999999999", expiresAt: "9999999999" };
  return { principalId: agentId, kind: "staff", username: agentId, ...times };
}
