/**
 * Where on this machine the services of the stack answer. Functions, because the addresses of the APIs may depend on
 * ids that only exist once the template is being resolved. No address ends in a slash.
 */
export interface LocalEndpoints {
  /** The front door: every AWS API call goes there, and queue URLs begin with it. */
  readonly frontDoorUrl: string;
  /** Stands in for `https://<id>.execute-api.<region>.amazonaws.com/<stage>` of a REST API. */
  restUrl(apiLogicalId: string, stage: string): string;
  /** Stands in for `wss://<id>.execute-api.<region>.amazonaws.com/<stage>` of a WebSocket API. */
  webSocketUrl(apiLogicalId: string, stage: string): string;
  /** Stands in for `https://<name>.cloudfront.net` of a distribution. Left out where none is served. */
  distributionUrl?(logicalId: string): string;
}

/** The local URL of a queue. The SDK sends a queue's calls to the host of its URL, so that must be the front door. */
export function queueUrl(frontDoorUrl: string, account: string, queueName: string): string {
  return `${frontDoorUrl}/${account}/${queueName}`;
}

/** Where the front door answers the `@connections` API of a WebSocket API's stage. */
export function connectionsUrl(frontDoorUrl: string, apiId: string, stage: string): string {
  return `${frontDoorUrl}/execute-api/${apiId}/${stage}`;
}

const CONNECTION_PATH = /^\/execute-api\/([^/]+)\/([^/]+)\/@connections\/(.+)$/;

/**
 * Reads a path of the `@connections` API as the front door gets it (percent-encoded, as the SDK sends it).
 * Undefined for any other path.
 */
export function parseConnectionPath(
  path: string,
): { apiId: string; stage: string; connectionId: string } | undefined {
  const [, apiId, stage, connectionId] = CONNECTION_PATH.exec(decodeURIComponent(path)) ?? [];
  return apiId === undefined || stage === undefined || connectionId === undefined
    ? undefined
    : { apiId, stage, connectionId };
}
