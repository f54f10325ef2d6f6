import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const HANDLERS: Readonly<Record<string, string>> = {
  Api: `
    import { DynamoDBClient, PutItemCommand, GetItemCommand } from "@aws-sdk/client-dynamodb";
    const db = new DynamoDBClient({});
    export const handler = async (event) => {
      const id = event.pathParameters.id;
      if (event.httpMethod === "GET") {
        const { Item } = await db.send(new GetItemCommand({ TableName: process.env.TABLE, Key: { pk: { S: id } } }));
        return { statusCode: Item ? 200 : 404, body: Item?.text.S ?? "" };
      }
      await db.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { pk: { S: id }, text: { S: event.body } } }));
      return { statusCode: 201, body: "" };
    };`,
  Relay: `
    import { SQSClient, SendMessageCommand } from "@aws-sdk/client-sqs";
    const sqs = new SQSClient({});
    export const handler = async ({ Records }) => {
      for (const { dynamodb } of Records) {
        const id = dynamodb.Keys.pk.S;
        if (id === "socket") continue;
        await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: id, MessageGroupId: id, MessageDeduplicationId: dynamodb.SequenceNumber }));
      }
      return { batchItemFailures: [] };
    };`,
  Push: `
    import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
    import { ApiGatewayManagementApiClient, PostToConnectionCommand } from "@aws-sdk/client-apigatewaymanagementapi";
    const db = new DynamoDBClient({});
    const sockets = new ApiGatewayManagementApiClient({ endpoint: process.env.SOCKETS });
    export const handler = async ({ Records }) => {
      const { Item } = await db.send(new GetItemCommand({ TableName: process.env.TABLE, Key: { pk: { S: "socket" } } }));
      for (const { body } of Records) await sockets.send(new PostToConnectionCommand({ ConnectionId: Item.text.S, Data: body }));
    };`,
  Socket: `
    import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
    const db = new DynamoDBClient({});
    export const handler = async ({ requestContext }) => {
      if (requestContext.routeKey === "$connect") await db.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { pk: { S: "socket" }, text: { S: requestContext.connectionId } } }));
      return { statusCode: 200 };
    };`,
  Tick: `
    export const handler = async (event) => { console.log("tick " + JSON.stringify(event) + " " + new Date().toISOString()); };`,
};

const at = (id: string, attribute = "Arn"): object => ({ "Fn::GetAtt": [id, attribute] });
const join$ = (...parts: unknown[]): object => ({ "Fn::Join": ["", parts] });
const invocationOf = (id: string): object =>
  join$(
    "arn:aws:apigateway:",
    { Ref: "AWS::Region" },
    ":lambda:path/2015-03-31/functions/",
    at(id),
    "/invocations",
  );
const source = (api: string, rest: string): object =>
  join$(
    "arn:aws:execute-api:",
    { Ref: "AWS::Region" },
    ":",
    { Ref: "AWS::AccountId" },
    ":",
    { Ref: api },
    rest,
  );

function lambda(id: string, variables: object, statements: readonly object[]): Record<string, object> {
  const trust = {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
    ],
  };
  const policy = {
    PolicyName: "own",
    PolicyDocument: {
      Version: "2012-10-17",
      Statement: statements.map((statement) => ({ Effect: "Allow", ...statement })),
    },
  };
  return {
    [id]: {
      Type: "AWS::Lambda::Function",
      Properties: {
        Handler: "index.handler",
        Runtime: "nodejs24.x",
        Timeout: 10,
        MemorySize: 256,
        Role: at(`${id}Role`),
        Environment: { Variables: variables },
      },
      Metadata: { "aws:asset:path": `asset.${id}` },
    },
    [`${id}Role`]: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: trust,
        ...(statements.length > 0 ? { Policies: [policy] } : {}),
      },
    },
  };
}

const permission = (fn: string, sourceArn: object): object => ({
  Type: "AWS::Lambda::Permission",
  Properties: {
    FunctionName: at(fn),
    Action: "lambda:InvokeFunction",
    Principal: "apigateway.amazonaws.com",
    SourceArn: sourceArn,
  },
});

/** A small desk of five functions: REST writes the table, its stream feeds a queue, and the queue's worker pushes to a socket. */
export function deskTemplate(): {
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
  Outputs: object;
} {
  const table = { Action: ["dynamodb:PutItem", "dynamodb:GetItem"], Resource: at("Table") };
  const operation = {
    "x-amazon-apigateway-integration": { type: "aws_proxy", httpMethod: "POST", uri: invocationOf("Api") },
  };
  const resources = {
    Table: {
      Type: "AWS::DynamoDB::Table",
      Properties: {
        KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
        BillingMode: "PAY_PER_REQUEST",
        StreamSpecification: { StreamViewType: "NEW_IMAGE" },
      },
    },
    Queue: { Type: "AWS::SQS::Queue", Properties: { FifoQueue: true, VisibilityTimeout: 60 } },
    ...lambda("Api", { TABLE: { Ref: "Table" } }, [table]),
    ...lambda("Relay", { QUEUE_URL: { Ref: "Queue" } }, [
      {
        Action: [
          "dynamodb:GetRecords",
          "dynamodb:GetShardIterator",
          "dynamodb:DescribeStream",
          "dynamodb:ListStreams",
        ],
        Resource: at("Table", "StreamArn"),
      },
      { Action: "sqs:SendMessage", Resource: at("Queue") },
    ]),
    ...lambda(
      "Push",
      {
        TABLE: { Ref: "Table" },
        SOCKETS: join$(
          "https://",
          { Ref: "SocketApi" },
          ".execute-api.",
          { Ref: "AWS::Region" },
          ".",
          { Ref: "AWS::URLSuffix" },
          "/live",
        ),
      },
      [
        table,
        {
          Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
          Resource: at("Queue"),
        },
        {
          Action: "execute-api:ManageConnections",
          Resource: source("SocketApi", "/live/POST/@connections/*"),
        },
      ],
    ),
    ...lambda("Socket", { TABLE: { Ref: "Table" } }, [table]),
    ...lambda("Tick", {}, []),
    RestApi: {
      Type: "AWS::ApiGateway::RestApi",
      Properties: {
        Body: { openapi: "3.0.1", paths: { "/items/{id}": { put: operation, get: operation } } },
      },
    },
    Stage: { Type: "AWS::ApiGateway::Stage", Properties: { RestApiId: { Ref: "RestApi" }, StageName: "v1" } },
    ApiPermission: permission("Api", source("RestApi", "/*/*/items/*")),
    SocketApi: {
      Type: "AWS::ApiGatewayV2::Api",
      Properties: { ProtocolType: "WEBSOCKET", RouteSelectionExpression: "$request.body.action" },
    },
    SocketStage: {
      Type: "AWS::ApiGatewayV2::Stage",
      Properties: { ApiId: { Ref: "SocketApi" }, StageName: "live" },
    },
    SocketIntegration: {
      Type: "AWS::ApiGatewayV2::Integration",
      Properties: {
        ApiId: { Ref: "SocketApi" },
        IntegrationType: "AWS_PROXY",
        IntegrationUri: invocationOf("Socket"),
      },
    },
    ConnectRoute: {
      Type: "AWS::ApiGatewayV2::Route",
      Properties: {
        ApiId: { Ref: "SocketApi" },
        RouteKey: "$connect",
        Target: join$("integrations/", { Ref: "SocketIntegration" }),
      },
    },
    SocketPermission: permission("Socket", source("SocketApi", "/*/*")),
    RelayMapping: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: {
        FunctionName: { Ref: "Relay" },
        EventSourceArn: at("Table", "StreamArn"),
        StartingPosition: "TRIM_HORIZON",
        FunctionResponseTypes: ["ReportBatchItemFailures"],
      },
    },
    PushMapping: {
      Type: "AWS::Lambda::EventSourceMapping",
      Properties: { FunctionName: { Ref: "Push" }, EventSourceArn: at("Queue"), BatchSize: 10 },
    },
    TickSchedule: {
      Type: "AWS::Scheduler::Schedule",
      Properties: {
        ScheduleExpression: "rate(5 minutes)",
        FlexibleTimeWindow: { Mode: "OFF" },
        Target: { Arn: at("Tick"), RoleArn: at("TickCaller"), Input: `{"kind":"sweep"}` },
      },
    },
    TickCaller: {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: {
          Version: "2012-10-17",
          Statement: [
            { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "scheduler.amazonaws.com" } },
          ],
        },
        Policies: [
          {
            PolicyName: "own",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: at("Tick") }],
            },
          },
        ],
      },
    },
  };
  return {
    Resources: resources as ReturnType<typeof deskTemplate>["Resources"],
    Outputs: {
      RestUrl: {
        Value: join$(
          "https://",
          { Ref: "RestApi" },
          ".execute-api.",
          { Ref: "AWS::Region" },
          ".",
          { Ref: "AWS::URLSuffix" },
          "/v1",
        ),
      },
    },
  };
}

/** Bundles the functions once into `folder`. */
export async function buildFunctions(folder: string): Promise<void> {
  await Promise.all(
    Object.entries(HANDLERS).map(([id, contents]) =>
      build({
        stdin: { contents, resolveDir: process.cwd() },
        bundle: true,
        platform: "node",
        format: "esm",
        outfile: join(folder, `asset.${id}`, "index.mjs"),
        banner: {
          js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);`,
        },
        logLevel: "error",
      }),
    ),
  );
}

/** Writes an assembly with one stack, `Desk`, beside the built functions. */
export function writeAssembly(folder: string, template: object): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "Desk.template.json"), JSON.stringify(template));
  const artifacts = {
    Desk: { type: "aws:cloudformation:stack", properties: { templateFile: "Desk.template.json" } },
  };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ version: "48.0.0", artifacts }));
}
