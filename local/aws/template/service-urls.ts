import type { ResolvedStack } from "../types.ts";
import { connectionsUrl, queueUrl, type LocalEndpoints } from "./endpoints.ts";

/**
 * Replaces addresses of AWS inside `text` (a function's environment value, an output) by their local stand-ins: the
 * REST and WebSocket APIs and the distributions of the stack, the `@connections` endpoint, queue URLs, and the key sets of user pools. Other text is
 * left alone, also the issuer of a user pool: it is a name there, not an address.
 */
export function rewriteServiceUrls(text: string, stack: ResolvedStack, endpoints: LocalEndpoints): string {
  const { region } = stack.place;
  const host = region.replaceAll(".", "\\.");
  const api = new RegExp(
    `(https|wss)://([a-z0-9]+)\\.execute-api\\.${host}\\.amazonaws\\.com/([^/?#"'\\s]+)`,
    "g",
  );
  const queue = new RegExp(`https://sqs\\.${host}\\.amazonaws\\.com/(\\d+)/([\\w.-]+)`, "g");
  const keySet = new RegExp(
    `https://cognito-idp\\.${host}\\.amazonaws\\.com(/[\\w-]+/\\.well-known/jwks\\.json)`,
    "g",
  );
  const distribution = /https:\/\/([a-z0-9]+\.cloudfront\.net)/g;
  return text
    .replaceAll(distribution, (whole, domain: string) => {
      const resource = stack.resources.find(({ attributes }) => attributes["DomainName"] === domain);
      const isServed = resource?.type === "AWS::CloudFront::Distribution";
      return (isServed ? endpoints.distributionUrl?.(resource.logicalId) : undefined) ?? whole;
    })
    .replaceAll(api, (whole, scheme: string, apiId: string, stage: string) => {
      const resource = stack.resources.find((candidate) => candidate.physicalId === apiId);
      if (resource?.type === "AWS::ApiGateway::RestApi") return endpoints.restUrl(resource.logicalId, stage);
      if (resource?.type !== "AWS::ApiGatewayV2::Api") return whole;
      return scheme === "wss"
        ? endpoints.webSocketUrl(resource.logicalId, stage)
        : connectionsUrl(endpoints.frontDoorUrl, apiId, stage);
    })
    .replaceAll(queue, (_whole, account: string, name: string) =>
      queueUrl(endpoints.frontDoorUrl, account, name),
    )
    .replaceAll(keySet, (_whole, path: string) => `${endpoints.frontDoorUrl}${path}`);
}
