import { MovableClock } from "../../../local/aws/clock.ts";
import { createSqsEngine } from "../../../local/aws/engines/sqs/engine.ts";
import { createFrontDoor, type FrontDoor } from "../../../local/aws/front-door/front-door.ts";
import { resolveTemplate } from "../../../local/aws/template/resolve.ts";
import type { AwsCall, Engine, ResolvedStack } from "../../../local/aws/types.ts";

const place = { region: "sa-east-1", account: "123456789012" };

/** A stack with one queue that the worker may send to, and a function that may do nothing. */
function template(): object {
  const trust = {
    Statement: [
      { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } },
    ],
  };
  const role = { Type: "AWS::IAM::Role", Properties: { AssumeRolePolicyDocument: trust } };
  const lambda = (roleId: string) => ({
    Type: "AWS::Lambda::Function",
    Properties: { Role: { "Fn::GetAtt": [roleId, "Arn"] } },
  });
  const queueArn = { "Fn::GetAtt": ["Jobs", "Arn"] };
  return {
    Resources: {
      Jobs: { Type: "AWS::SQS::Queue" },
      Closed: { Type: "AWS::SQS::Queue" },
      WorkerRole: role,
      IdleRole: role,
      Worker: lambda("WorkerRole"),
      Idle: lambda("IdleRole"),
      WorkerPolicy: {
        Type: "AWS::IAM::Policy",
        Properties: {
          PolicyName: "worker",
          Roles: [{ Ref: "WorkerRole" }],
          PolicyDocument: {
            Statement: [
              { Effect: "Allow", Action: ["sqs:SendMessage", "sqs:DeleteMessage"], Resource: queueArn },
              { Effect: "Allow", Action: "sqs:SendMessage", Resource: { "Fn::GetAtt": ["Closed", "Arn"] } },
            ],
          },
        },
      },
      TlsOnly: {
        Type: "AWS::SQS::QueuePolicy",
        Properties: {
          Queues: [{ Ref: "Jobs" }],
          PolicyDocument: {
            Statement: [
              {
                Effect: "Deny",
                Principal: "*",
                Action: "sqs:*",
                Resource: queueArn,
                Condition: { Bool: { "aws:SecureTransport": "false" } },
              },
            ],
          },
        },
      },
      NobodyEnters: {
        Type: "AWS::SQS::QueuePolicy",
        Properties: {
          Queues: [{ Ref: "Closed" }],
          PolicyDocument: {
            Statement: [
              { Effect: "Deny", Principal: { AWS: "*" }, Action: "sqs:SendMessage", Resource: "*" },
            ],
          },
        },
      },
    },
  };
}

/** The stack above behind a front door with SQS. */
export async function localStack(): Promise<{
  readonly frontDoor: FrontDoor;
  readonly stack: ResolvedStack;
  readonly clock: MovableClock;
  readonly logged: readonly object[];
  close(): Promise<void>;
}> {
  const clock = new MovableClock();
  const logged: object[] = [];
  const log = (event: object): void => void logged.push(event);
  const sqs = createSqsEngine({ clock, place, log });
  const frontDoor = await createFrontDoor({ place, clock, log, engines: [sqs] });
  const localEndpoints = { frontDoorUrl: frontDoor.url, restUrl: () => "", webSocketUrl: () => "" };
  const stack = resolveTemplate({
    source: { template: template() },
    stackName: "shop",
    place,
    localEndpoints,
  });
  frontDoor.useStack(stack);
  sqs.provision(stack.resources);
  return {
    frontDoor,
    stack,
    clock,
    logged,
    async close() {
      await frontDoor.close();
      await sqs.close();
    },
  };
}

/** An engine that needs no permission and answers with an empty object, keeping what it was asked. */
export function recordingEngine(service: string): Engine & { readonly calls: readonly AwsCall[] } {
  const calls: AwsCall[] = [];
  return {
    service,
    calls,
    permissions: () => [],
    async handle(call) {
      calls.push(call);
      return {
        status: 200,
        headers: { "content-type": "application/json" },
        body: "{}",
        usage: { readUnits: 0.5 },
      };
    },
    close: async () => undefined,
  };
}
