import type { DynamoDBRecord } from "aws-lambda";
import { messagesValue, metaJson, signature, webhookBody } from "../../../local/whatsapp/envelope.ts";
import type { JsonObject } from "../../../local/whatsapp/types.ts";
import { partitions } from "../../../shared/contracts/stored/keys.ts";
import { InspectionItem } from "../../../shared/contracts/stored/shapes.ts";
import { changes } from "./stream.ts";
import { type RawAnswer, request } from "./http.ts";
import type { Scene } from "./scene.ts";
import { appSecret, type Shop } from "./shop.ts";

/** Posts a body to the webhook as Meta would: its escaping, signed over these very bytes. */
export function post(scene: Scene, body: JsonObject): Promise<RawAnswer> {
  const bytes = metaJson(body);
  return postBytes(scene, bytes, signature(bytes, appSecret));
}

/** Posts these bytes with this signature, or with none. */
export const postBytes = (
  { apiUrl }: Scene,
  body: string | Uint8Array<ArrayBuffer>,
  signed: string | undefined,
): Promise<RawAnswer> =>
  request(`${apiUrl}/hooks/whatsapp`, {
    method: "POST",
    body,
    headers: signed === undefined ? {} : { "x-hub-signature-256": signed },
  });

/** What was written after the change of this number, but for the hourly note that a number was heard of; nor what expired. */
export const changesSince = async (scene: Scene, last: bigint): Promise<readonly DynamoDBRecord[]> =>
  (await changes(scene, last)).filter(
    ({ dynamodb, userIdentity }) => dynamodb?.Keys?.["sk"]?.S !== "SEEN" && userIdentity?.type !== "Service",
  );

let written = 0;

/** A text message as it stands in `messages[]`, sent now. */
export const textMessage = ({ clock }: Scene, from: string, body: string): JsonObject => ({
  from,
  id: `wamid.e2e.${(written += 1)}`,
  timestamp: Math.floor(clock.now() / 1_000).toString(),
  type: "text",
  text: { body },
});

/** A webhook about a shop's number; each part is a change of its own. */
export const about = ({ channel }: Shop, ...parts: readonly JsonObject[]): JsonObject =>
  webhookBody(
    parts.map((part) => ({
      wabaId: channel.wabaId,
      field: "messages",
      value: messagesValue(
        { phoneNumberId: channel.phoneNumberId, displayPhoneNumber: "551130000000" },
        part,
      ),
    })),
  );

/** What was kept for inspection today, in order of id and part. */
export async function keptForInspection({ operator, clock }: Scene) {
  const pk = partitions.inspection(new Date(clock.now()).toISOString().slice(0, 10));
  return (await operator.store.query(InspectionItem, { pk, limit: 1_000 })).items;
}

/** The number of the table's last change: the same again when nothing was written in between. */
export async function lastChange({ stack }: Scene): Promise<bigint> {
  const stream = stack.engines.dynamodb.streamOf(stack.outputs["TableName"] ?? "");
  return (await stream.read("LATEST", 1)).lastSequence;
}
