import { randomBytes } from "node:crypto";
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import type { CreateTableCommandInput } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";
import { afterAll, beforeAll } from "vitest";
import { openEngine, place } from "./place.ts";
import { serve } from "./server.ts";

/** What a contract test works with. */
export interface Endpoint {
  readonly client: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly table: string;
}

const partial: Partial<CreateTableCommandInput> = {
  BillingMode: "PAY_PER_REQUEST",
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
    {
      IndexName: "byRank",
      KeySchema: [{ AttributeName: "rank", KeyType: "HASH" }],
      Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["title"] },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
};

/**
 * A table with two indexes, a stream and expiry, made before the file's tests and deleted after them: in the local
 * engine, or where `BALCAO_DYNAMODB_ENDPOINT` points (`aws` for AWS itself, with the caller's own credentials).
 */
export function useEndpoint(): Endpoint {
  const wanted = process.env["BALCAO_DYNAMODB_ENDPOINT"];
  const table = `contract-${randomBytes(6).toString("hex")}`;
  const endpoint = { table } as { -readonly [Name in keyof Endpoint]: Endpoint[Name] };
  let closeLocal = async (): Promise<void> => undefined;
  beforeAll(async () => {
    const config = wanted === "aws" ? {} : await localConfig(wanted);
    endpoint.client = new DynamoDBClient(config);
    endpoint.streams = new DynamoDBStreamsClient(config);
    await endpoint.client.send(new CreateTableCommand({ ...partial, TableName: table }));
    await waitUntilTableExists(
      { client: endpoint.client, maxWaitTime: 120, minDelay: 1 },
      { TableName: table },
    );
    await endpoint.client.send(
      new UpdateTimeToLiveCommand({
        TableName: table,
        TimeToLiveSpecification: { AttributeName: "ttl", Enabled: true },
      }),
    );
  });
  afterAll(async () => {
    await endpoint.client.send(new DeleteTableCommand({ TableName: table }));
    endpoint.client.destroy();
    endpoint.streams.destroy();
    await closeLocal();
  });
  const localConfig = async (url: string | undefined) => {
    const credentials = { accessKeyId: "contract", secretAccessKey: "contract" };
    if (url !== undefined) return { endpoint: url, region: place.region, credentials };
    const { engine } = await openEngine();
    const server = await serve(engine);
    closeLocal = async () => {
      await server.close();
      await engine.close();
    };
    return { endpoint: server.url, region: place.region, credentials };
  };
  return endpoint;
}
