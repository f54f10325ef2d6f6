import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { CreateTableCommand, DynamoDBClient, DeleteTableCommand } from "@aws-sdk/client-dynamodb";
import { MovableClock } from "../../../local/aws/clock.ts";
import { createDynamoDbEngine } from "../../../local/aws/engines/dynamodb/engine.ts";
import { createServer } from "node:http";
import { randomUUID } from "node:crypto";

/** A table with our keys and indexes, at BALCAO_DYNAMODB_ENDPOINT or else on a local engine of its own. */
export interface TestTable {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  close(): Promise<void>;
}

export const openTestTable = async (): Promise<TestTable> => {
  const given = process.env["BALCAO_DYNAMODB_ENDPOINT"];
  const engine = given === undefined ? await startEngine() : undefined;
  const client = new DynamoDBClient({
    endpoint: given ?? engine?.endpoint ?? "",
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const tableName = `store-${randomUUID()}`;
  const index = (number: 1 | 2) => ({
    IndexName: `gsi${number}`,
    KeySchema: [
      { AttributeName: `gsi${number}pk`, KeyType: "HASH" as const },
      { AttributeName: `gsi${number}sk`, KeyType: "RANGE" as const },
    ],
    Projection: { ProjectionType: "KEYS_ONLY" as const },
  });
  const keys = ["pk", "sk", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk"];
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: [index(1), index(2)],
    }),
  );
  return {
    client,
    tableName,
    close: async () => {
      await client.send(new DeleteTableCommand({ TableName: tableName }));
      client.destroy();
      await engine?.close();
    },
  };
};

/** The local engine behind HTTP on a free port. */
const startEngine = async (): Promise<{ readonly endpoint: string; close(): Promise<void> }> => {
  const engine = await createDynamoDbEngine({
    clock: new MovableClock(),
    place: { region: "us-east-1", account: "000000000000" },
    log: () => undefined,
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const reply = await engine.handle({
      service: "dynamodb",
      operation: headers["x-amz-target"]?.split(".")[1] ?? "",
      method: request.method ?? "",
      path: request.url ?? "",
      query: new URLSearchParams(),
      headers,
      body: await buffer(request),
      caller: { kind: "operator" },
    });
    response.writeHead(reply.status, reply.headers).end(reply.body);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: async () => {
      await new Promise((resolve) => server.close(resolve));
      await engine.close();
    },
  };
};
