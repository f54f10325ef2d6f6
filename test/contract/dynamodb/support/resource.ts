import type { Resource } from "../../../../local/aws/types.ts";
import { place } from "./place.ts";

export const tableArn = `arn:aws:dynamodb:${place.region}:${place.account}:table/things`;
export const streamArn = `${tableArn}/stream/2026-01-01T00:00:00.000`;

/** A table as a resolved template has it, with `properties` in place of the usual ones. */
export const tableResource = (properties: Record<string, unknown> = {}): Resource => ({
  logicalId: "Things",
  type: "AWS::DynamoDB::Table",
  physicalId: "things",
  arn: tableArn,
  attributes: { Arn: tableArn, StreamArn: streamArn },
  metadata: {},
  properties: {
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    AttributeDefinitions: [
      { AttributeName: "pk", AttributeType: "S" },
      { AttributeName: "sk", AttributeType: "S" },
      { AttributeName: "owner", AttributeType: "S" },
      { AttributeName: "rank", AttributeType: "N" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "byOwner",
        KeySchema: [
          { AttributeName: "owner", KeyType: "HASH" },
          { AttributeName: "rank", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ],
    TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
    StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    ...properties,
  },
});
