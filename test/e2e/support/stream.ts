import type { DynamoDBRecord } from "aws-lambda";
import type { TicketId } from "../../../shared/contracts/ids.ts";
import { partitions, prefixes } from "../../../shared/contracts/stored/keys.ts";
import { PlaceItem } from "../../../shared/contracts/stored/shapes.ts";
import type { Scene } from "./scene.ts";
import type { Shop } from "./shop.ts";

/** Every change of the table, in the order in which it was made: since it was there, or after the change of this number. */
export async function changes(
  { stack }: Pick<Scene, "stack">,
  after: bigint | "TRIM_HORIZON" = "TRIM_HORIZON",
): Promise<readonly DynamoDBRecord[]> {
  const stream = stack.engines.dynamodb.streamOf(stack.outputs["TableName"] ?? "");
  return (await stream.read(after, Number.MAX_SAFE_INTEGER)).records;
}

/** Tickets that wait in the shop's queue, first in line first, as the table holds them. */
export async function lineOf({ operator }: Scene, { queue, channel }: Shop): Promise<readonly TicketId[]> {
  const prefix = prefixes.line(channel.id);
  const query = { pk: partitions.queue(queue.id), prefix, limit: 1_000 };
  return (await operator.store.query(PlaceItem, query)).items.map(({ ticketId }) => ticketId);
}

/** Places taken in the shop's queue, in the order in which they were written; `sk` sorts as the line does. */
export async function placesTaken(
  scene: Scene,
  { queue }: Shop,
  after?: bigint,
): Promise<readonly { readonly sk: string; readonly ticketId: string }[]> {
  return (await changes(scene, after)).flatMap(({ eventName, dynamodb }) =>
    eventName === "INSERT" && dynamodb?.Keys?.["pk"]?.S === partitions.queue(queue.id)
      ? [{ sk: dynamodb.Keys["sk"]?.S ?? "", ticketId: dynamodb.NewImage?.["ticketId"]?.S ?? "" }]
      : [],
  );
}

/** Tickets whose place in the shop's queue was given up, in the order in which that was written: they were assigned. */
export async function assignments(scene: Scene, { queue }: Shop, after?: bigint): Promise<readonly string[]> {
  return (await changes(scene, after)).flatMap(({ eventName, dynamodb }) =>
    eventName === "REMOVE" && dynamodb?.Keys?.["pk"]?.S === partitions.queue(queue.id)
      ? [dynamodb.OldImage?.["ticketId"]?.S ?? ""]
      : [],
  );
}
