import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import type { Key } from "../../../shared/contracts/stored/keys.ts";
import type { Scene } from "./scene.ts";

/** Gives an item a version that no shape has, so that nobody can read it any more. */
export async function spoil({ stack }: Scene, { pk, sk }: Key): Promise<void> {
  const { url: endpoint, operatorCredentials: credentials } = stack.frontDoor;
  const client = new DynamoDBClient({ region: stack.stack.place.region, endpoint, credentials });
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: stack.outputs["TableName"],
        Key: { pk: { S: pk }, sk: { S: sk } },
        UpdateExpression: "SET #v = :v",
        ExpressionAttributeNames: { "#v": "v" },
        ExpressionAttributeValues: { ":v": { N: "99" } },
      }),
    );
  } finally {
    client.destroy();
  }
}
