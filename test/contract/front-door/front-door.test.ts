import {
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from "@aws-sdk/client-apigatewaymanagementapi";
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient, ListStreamsCommand } from "@aws-sdk/client-dynamodb-streams";
import { CreateScheduleCommand, ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CallEvent } from "../../../local/aws/front-door/front-door.ts";
import { connectionsUrl, parseConnectionPath } from "../../../local/aws/template/endpoints.ts";
import { localStack, recordingEngine } from "./support.ts";

let local: Awaited<ReturnType<typeof localStack>>;
let queueUrl: string;
let closedUrl: string;
const opened: { destroy(): void }[] = [];

beforeEach(async () => {
  local = await localStack();
  const urlOf = (id: string) =>
    local.stack.resources.find(({ logicalId }) => logicalId === id)?.physicalId as string;
  queueUrl = urlOf("Jobs");
  closedUrl = urlOf("Closed");
});
afterEach(async () => {
  for (const client of opened.splice(0)) client.destroy();
  await local.close();
});

function configuration(functionId?: string) {
  const { frontDoor } = local;
  const credentials =
    functionId === undefined ? frontDoor.operatorCredentials : frontDoor.credentialsFor(functionId);
  return { region: "sa-east-1", endpoint: frontDoor.url, credentials, maxAttempts: 1 };
}
function sqsOf(functionId?: string, change: object = {}): SQSClient {
  const client = new SQSClient({ ...configuration(functionId), ...change });
  opened.push(client);
  return client;
}
const send = (client: SQSClient, QueueUrl = queueUrl) =>
  client.send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));
const received = async (): Promise<number> => {
  const { Messages } = await sqsOf().send(
    new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
  );
  return Messages?.length ?? 0;
};

describe("authorisation", () => {
  test("a function may do what its role allows, and nothing else", async () => {
    await send(sqsOf("Worker"));
    await expect(
      sqsOf("Worker").send(new ReceiveMessageCommand({ QueueUrl: queueUrl })),
    ).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: expect.stringContaining(
        "sqs:ReceiveMessage on resource: arn:aws:sqs:sa-east-1:123456789012:shop-Jobs",
      ) as string,
    });
    await expect(send(sqsOf("Idle"))).rejects.toMatchObject({ name: "AccessDeniedException" });
    expect(await received()).toBe(1);
    const denials = local.frontDoor
      .denials()
      .map(({ functionId, action, reason }) => [functionId, action, reason]);
    expect(denials).toEqual([
      ["Worker", "sqs:ReceiveMessage", "no policy allows it"],
      ["Idle", "sqs:SendMessage", "no policy allows it"],
    ]);
    expect(local.logged).toContainEqual(
      expect.objectContaining({ message: "access denied", functionId: "Idle", action: "sqs:SendMessage" }),
    );
  });

  test("a deny of the queue's own policy wins", async () => {
    await expect(send(sqsOf("Worker"), closedUrl)).rejects.toMatchObject({ name: "AccessDeniedException" });
    expect(local.frontDoor.denials()[0]?.reason).toBe("explicit deny in NobodyEnters");
  });

  test("grants that no call used are told", async () => {
    await send(sqsOf("Worker"));
    const resource = "arn:aws:sqs:sa-east-1:123456789012:shop-Jobs";
    const { frontDoor } = local;
    expect(frontDoor.grantsUsed()).toEqual([
      { role: "WorkerRole", policy: "WorkerPolicy", action: "sqs:SendMessage", resource },
    ]);
    expect(frontDoor.grantsNeverUsed()).toContainEqual({
      role: "WorkerRole",
      policy: "WorkerPolicy",
      action: "sqs:DeleteMessage",
      resource,
    });
  });

  test("services act in the name of a role under the same rules", () => {
    const caller = { kind: "role", functionId: "Worker", roleId: "WorkerRole" } as const;
    const about = { service: "sqs", operation: "DeleteMessage" };
    const resource = "arn:aws:sqs:sa-east-1:123456789012:shop-Jobs";
    const { frontDoor } = local;
    expect(frontDoor.authorise(caller, about, [{ action: "sqs:DeleteMessage", resource }])).toBeUndefined();
    const denial = frontDoor.authorise(caller, about, [{ action: "sqs:ReceiveMessage", resource }]);
    expect(denial?.action).toBe("sqs:ReceiveMessage");
  });
});

describe("signatures", () => {
  test("an unknown key, a wrong secret and no signature are refused", async () => {
    const foreign = { accessKeyId: "AKIANOBODY", secretAccessKey: "x" };
    await expect(send(sqsOf(undefined, { credentials: foreign }))).rejects.toMatchObject({
      name: "UnrecognizedClientException",
    });
    const { accessKeyId } = local.frontDoor.credentialsFor("Worker");
    const wrong = { accessKeyId, secretAccessKey: "wrong" };
    await expect(send(sqsOf(undefined, { credentials: wrong }))).rejects.toMatchObject({
      name: "InvalidSignatureException",
    });
    const unsigned = await fetch(local.frontDoor.url, {
      method: "POST",
      headers: { "x-amz-target": "AmazonSQS.SendMessage", "content-type": "application/x-amz-json-1.0" },
      body: JSON.stringify({ QueueUrl: queueUrl, MessageBody: "m" }),
    });
    expect(unsigned.status).toBe(403);
    expect(await unsigned.json()).toMatchObject({ __type: "MissingAuthenticationTokenException" });
    expect(await received()).toBe(0);
  });

  test("a body changed on the way is refused", async () => {
    const client = sqsOf("Worker");
    client.middlewareStack.add(
      (next) => (args) => {
        const request = args.request as { body: Uint8Array | string };
        request.body = Buffer.from(request.body).toString("utf8").replace('"m"', '"n"');
        return next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    await expect(send(client)).rejects.toMatchObject({ name: "InvalidSignatureException" });
  });
});

describe("routing", () => {
  const connect = { ConnectionId: "L0SM9cOFvHcCIhw=", Data: "hi" };
  const schedule = {
    Name: "snooze-1",
    ScheduleExpression: "at(2026-01-01T00:00:00)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { Arn: "arn", RoleArn: "arn" },
  } as const;

  test.each([
    [
      "dynamodb",
      "GetItem",
      async () =>
        new DynamoDBClient(configuration()).send(
          new GetItemCommand({ TableName: "t", Key: { pk: { S: "a" } } }),
        ),
    ],
    [
      "dynamodb",
      "ListStreams",
      async () => new DynamoDBStreamsClient(configuration()).send(new ListStreamsCommand({})),
    ],
    [
      "secretsmanager",
      "GetSecretValue",
      async () =>
        new SecretsManagerClient(configuration()).send(new GetSecretValueCommand({ SecretId: "s" })),
    ],
    [
      "scheduler",
      "CreateSchedule",
      async () => new SchedulerClient(configuration()).send(new CreateScheduleCommand(schedule)),
    ],
    [
      "scheduler",
      "ListSchedules",
      async () => new SchedulerClient(configuration()).send(new ListSchedulesCommand({})),
    ],
    [
      "cognito-idp",
      "InitiateAuth",
      async () =>
        new CognitoIdentityProviderClient(configuration()).send(
          new InitiateAuthCommand({ AuthFlow: "USER_PASSWORD_AUTH", ClientId: "c" }),
        ),
    ],
    [
      "execute-api",
      "PostToConnection",
      async () => {
        const endpoint = connectionsUrl(local.frontDoor.url, "abc", "live");
        return new ApiGatewayManagementApiClient({ ...configuration(), endpoint }).send(
          new PostToConnectionCommand(connect),
        );
      },
    ],
  ] as const)("%s %s reaches its engine", async (service, operation, call) => {
    const engine = recordingEngine(service);
    local.frontDoor.addEngine(engine);
    await call();
    expect(engine.calls.map((one) => [one.service, one.operation])).toEqual([[service, operation]]);
    if (operation === "PostToConnection") {
      expect(parseConnectionPath(engine.calls[0]?.path ?? "")?.connectionId).toBe(connect.ConnectionId);
      expect(engine.calls[0]?.caller).toEqual({ kind: "operator" });
    }
  });

  test("a user pool's keys are there for anyone, unsigned; a bucket's object of that name is not taken for them", async () => {
    const pool = recordingEngine("cognito-idp");
    const bucket = recordingEngine("s3");
    for (const engine of [pool, bucket]) local.frontDoor.addEngine(engine);
    for (const owner of ["sa-east-1_abc", "a-bucket"]) {
      expect((await fetch(`${local.frontDoor.url}/${owner}/.well-known/jwks.json`)).status).toBe(200);
    }
    expect(pool.calls).toMatchObject([{ operation: "KeySet", caller: { kind: "anonymous" } }]);
    expect(bucket.calls).toMatchObject([{ operation: "GetObject", path: "/a-bucket/.well-known/jwks.json" }]);
  });

  test("a service that is not there is an error, not a silence", async () => {
    const client = new SecretsManagerClient(configuration());
    await expect(client.send(new GetSecretValueCommand({ SecretId: "s" }))).rejects.toMatchObject({
      name: "UnknownOperationException",
    });
    client.destroy();
  });

  test("an engine that throws is an internal error and is logged", async () => {
    local.frontDoor.addEngine({
      ...recordingEngine("secretsmanager"),
      handle: async () => Promise.reject(new Error("broken")),
    });
    const client = new SecretsManagerClient(configuration());
    await expect(client.send(new GetSecretValueCommand({ SecretId: "s" }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 500 },
    });
    expect(local.logged).toContainEqual(
      expect.objectContaining({ level: "error", message: "the front door failed" }),
    );
    client.destroy();
  });
});

describe("meter", () => {
  test("counts per function and operation what calls consumed", async () => {
    const { meter } = local.frontDoor;
    await send(sqsOf("Worker"));
    const before = meter.snapshot();
    await send(sqsOf("Worker"));
    await sqsOf("Worker").send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: "x".repeat(65_537) }),
    );
    meter.record({ functionId: "Worker", service: "lambda", operation: "Invoke", gbSeconds: 0.25, ms: 3 });
    const { lines } = meter.since(before);
    expect(lines).toMatchObject([
      { functionId: "Worker", service: "sqs", operation: "SendMessage", calls: 2, requests: 3 },
      {
        functionId: "Worker",
        service: "lambda",
        operation: "Invoke",
        calls: 1,
        requests: 1,
        gbSeconds: 0.25,
      },
    ]);
    expect(lines[0]?.bytesIn).toBeGreaterThan(65_537);
    expect(meter.since(meter.snapshot()).lines).toEqual([]);
  });

  test("a call that was denied is not billed", async () => {
    const before = local.frontDoor.meter.snapshot();
    await expect(send(sqsOf("Idle"))).rejects.toThrow();
    expect(local.frontDoor.meter.since(before).lines).toEqual([]);
  });
});

describe("faults", () => {
  const nth = (wanted: number) => (_call: unknown, n: number) => n === wanted;

  test("cut before: the caller loses its connection and nothing happened", async () => {
    const remove = local.frontDoor.faults.add({
      effect: "cut-before",
      when: ({ operation }) => operation === "SendMessage",
    });
    await expect(send(sqsOf("Worker"))).rejects.toMatchObject({ code: "ECONNRESET" });
    remove();
    expect(await received()).toBe(0);
  });

  test("cut after: the caller loses its connection but it did happen", async () => {
    const remove = local.frontDoor.faults.add({
      effect: "cut-after",
      when: ({ operation }) => operation === "SendMessage",
    });
    await expect(send(sqsOf("Worker"))).rejects.toMatchObject({ code: "ECONNRESET" });
    remove();
    expect(await received()).toBe(1);
  });

  test("the n-th call of a function is hit, for each function on its own", async () => {
    local.frontDoor.faults.add({ effect: "throttle", when: nth(1) });
    await send(sqsOf("Worker"));
    await expect(send(sqsOf("Worker"))).rejects.toMatchObject({ name: "RequestThrottled" });
    await send(sqsOf("Worker"));
    await expect(send(sqsOf("Idle"))).rejects.toMatchObject({ name: "AccessDeniedException" });
  });

  test("a throttled call goes through on the SDK's own retry", async () => {
    local.frontDoor.faults.add({ effect: "throttle", when: () => true, times: 1 });
    await send(sqsOf("Worker", { maxAttempts: 3 }));
    expect(await received()).toBe(1);
  });

  test("an error of choice is answered; a delay runs on the clock", async () => {
    const { frontDoor, clock } = local;
    frontDoor.faults.add({ effect: "error", code: "KmsThrottled", status: 400, when: () => true, times: 1 });
    await expect(send(sqsOf("Worker"))).rejects.toMatchObject({ name: "KmsThrottled" });
    let arrived = (): void => undefined;
    const struck = new Promise<void>((resolve) => void (arrived = resolve));
    const when = (): boolean => {
      arrived();
      return true;
    };
    frontDoor.faults.add({ effect: "delay", ms: 3_600_000, when, times: 1 });
    const delayed = send(sqsOf("Worker"));
    await struck;
    await new Promise((resolve) => void setImmediate(resolve));
    clock.advance(3_600_000);
    await delayed;
  });

  test("a held call takes effect once it is let go, and not before", async () => {
    const { promise: until, resolve: letGo } = Promise.withResolvers<void>();
    const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
    const when = ({ operation }: { readonly operation: string }): boolean => {
      if (operation !== "SendMessage") return false;
      arrive();
      return true;
    };
    local.frontDoor.faults.add({ effect: "hold", until, when, times: 1 });
    const sending = send(sqsOf("Worker"));
    await arrived;
    expect(await received()).toBe(0);
    letGo();
    await sending;
    expect(await received()).toBe(1);
  });

  test("listeners hear of every call and what became of it", async () => {
    const events: CallEvent[] = [];
    const stop = local.frontDoor.onCall((event) => void events.push(event));
    await send(sqsOf("Worker"));
    await expect(send(sqsOf("Idle"))).rejects.toThrow();
    stop();
    await send(sqsOf("Worker"));
    expect(events.map(({ outcome, status }) => [outcome, status])).toEqual([
      ["answered", 200],
      ["denied", 400],
    ]);
  });
});
