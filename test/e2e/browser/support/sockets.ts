import { ApiGatewayManagementApiClient } from "@aws-sdk/client-apigatewaymanagementapi";
import type { AgentId } from "../../../../shared/contracts/ids.ts";
import type { Desk } from "../../../../local/stack/desk.ts";
import { AgentSocketItem } from "../../../../shared/contracts/stored/shapes.ts";
import { connectionsUrl } from "../../../../local/aws/template/endpoints.ts";
import { partitions, prefixes } from "../../../../shared/contracts/stored/keys.ts";
import { socketsOf } from "../../../../shared/adapters/sockets.ts";

/** Ends every socket that a person has at this moment, as the gateway does without a word to anybody; gives how many. */
export async function cutSockets({ operator, stack }: Desk, agentId: AgentId): Promise<number> {
  const api = stack.stack.resources.find(({ type }) => type === "AWS::ApiGatewayV2::Api");
  const stage = new URL(stack.webSocketUrl ?? "").pathname.slice(1);
  const { url, operatorCredentials: credentials } = stack.frontDoor;
  const client = new ApiGatewayManagementApiClient({
    region: stack.stack.place.region,
    endpoint: connectionsUrl(url, api?.physicalId ?? "", stage),
    credentials: { ...credentials },
  });
  try {
    const query = { pk: partitions.agent(agentId), prefix: prefixes.sockets, limit: 100 };
    const { items } = await operator.store.query(AgentSocketItem, query);
    for (const { connectionId } of items) await socketsOf(client).close(connectionId);
    return items.length;
  } finally {
    client.destroy();
  }
}
