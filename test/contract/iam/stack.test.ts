import { describe, expect, test } from "vitest";
import { evaluate } from "../../../local/aws/iam/evaluate.ts";
import { createGrantLedger } from "../../../local/aws/iam/ledger.ts";
import { policiesOfRole, resourcePolicies, roleOfFunction } from "../../../local/aws/iam/roles.ts";
import { mayAssume, mayInvoke } from "../../../local/aws/iam/service-principals.ts";
import { resolveTemplate } from "../../../local/aws/template/resolve.ts";
import type { ResolvedStack } from "../../../local/aws/types.ts";

const place = { region: "sa-east-1", account: "123456789012" };
const basicExecution = {
  "Fn::Join": [
    "",
    ["arn:", { Ref: "AWS::Partition" }, ":iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
  ],
};
const allow = (Action: unknown, Resource: unknown) => ({
  Statement: [{ Effect: "Allow", Action, Resource }],
});
const trust = (Service: string) => ({
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service } }],
});

const resources = {
  Jobs: { Type: "AWS::SQS::Queue" },
  Role: {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: trust("lambda.amazonaws.com"),
      ManagedPolicyArns: [basicExecution, { Ref: "Shared" }],
      Policies: [{ PolicyName: "inline", PolicyDocument: allow("s3:GetObject", "arn:aws:s3:::b/*") }],
    },
  },
  Attached: {
    Type: "AWS::IAM::Policy",
    Properties: {
      PolicyName: "attached",
      Roles: [{ Ref: "Role" }],
      PolicyDocument: allow(["sqs:SendMessage", "sqs:ReceiveMessage"], { "Fn::GetAtt": ["Jobs", "Arn"] }),
    },
  },
  Shared: { Type: "AWS::IAM::ManagedPolicy", Properties: { PolicyDocument: allow("kms:Decrypt", "*") } },
  OtherRole: {
    Type: "AWS::IAM::Role",
    Properties: { AssumeRolePolicyDocument: trust("scheduler.amazonaws.com") },
  },
  Worker: { Type: "AWS::Lambda::Function", Properties: { Role: { "Fn::GetAtt": ["Role", "Arn"] } } },
  Invoke: {
    Type: "AWS::Lambda::Permission",
    Properties: {
      Action: "lambda:InvokeFunction",
      FunctionName: { "Fn::GetAtt": ["Worker", "Arn"] },
      Principal: "apigateway.amazonaws.com",
      SourceArn: "arn:aws:execute-api:sa-east-1:123456789012:abc/*/GET/tickets/*",
    },
  },
  SecureOnly: {
    Type: "AWS::SQS::QueuePolicy",
    Properties: {
      Queues: [{ Ref: "Jobs" }],
      PolicyDocument: {
        Statement: [
          {
            Effect: "Deny",
            Principal: "*",
            Action: "sqs:*",
            Resource: "*",
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      },
    },
  },
};

function stackOf(Resources: object): ResolvedStack {
  return resolveTemplate({
    source: { template: { Resources } },
    stackName: "shop",
    place,
    localEndpoints: { frontDoorUrl: "http://127.0.0.1:1", restUrl: () => "", webSocketUrl: () => "" },
  });
}

describe("policies of a stack", () => {
  const stack = stackOf(resources);
  const queueArn = "arn:aws:sqs:sa-east-1:123456789012:shop-Jobs";

  test("a role has its inline, attached and managed policies", () => {
    const policies = policiesOfRole(stack, "Role");
    const may = (action: string, resource: string): boolean =>
      evaluate(policies, { action, resource }).allowed;
    expect(may("s3:GetObject", "arn:aws:s3:::b/k")).toBe(true);
    expect(may("sqs:SendMessage", queueArn)).toBe(true);
    expect(may("kms:Decrypt", "any")).toBe(true);
    expect(may("logs:PutLogEvents", "any")).toBe(true);
    expect(may("sqs:DeleteMessage", queueArn)).toBe(false);
    expect(policiesOfRole(stack, "OtherRole")).toEqual([]);
    expect(roleOfFunction(stack, "Worker").logicalId).toBe("Role");
  });

  test("an AWS managed policy that is not known is an error, and so is a boundary", () => {
    const role = (Properties: object) => stackOf({ Role: { Type: "AWS::IAM::Role", Properties } });
    const unknown = role({ ManagedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] });
    expect(() => policiesOfRole(unknown, "Role")).toThrow("AdministratorAccess is not known");
    expect(() => policiesOfRole(role({ PermissionsBoundary: "x" }), "Role")).toThrow(
      "permissions boundaries",
    );
  });

  test("the policy of a queue is found by the queue's ARN", () => {
    expect(resourcePolicies(stack).get(queueArn)?.[0]?.name).toBe("SecureOnly");
  });

  test("a service may invoke for the sources its permission names, and no other", () => {
    const arn = "arn:aws:lambda:sa-east-1:123456789012:function:shop-Worker";
    const source = "arn:aws:execute-api:sa-east-1:123456789012:abc/v1/GET/tickets/7";
    expect(mayInvoke(stack, "apigateway.amazonaws.com", arn, source)).toBe(true);
    expect(mayInvoke(stack, "apigateway.amazonaws.com", arn, source.replace("GET", "PUT"))).toBe(false);
    expect(mayInvoke(stack, "apigateway.amazonaws.com", arn, source.replace("abc", "xyz"))).toBe(false);
    expect(mayInvoke(stack, "scheduler.amazonaws.com", arn, source)).toBe(false);
    expect(mayInvoke(stack, "apigateway.amazonaws.com", `${arn}2`, source)).toBe(false);
  });

  test("a service may take on the roles that trust it", () => {
    const role = "arn:aws:iam::123456789012:role/shop-OtherRole";
    expect(mayAssume(stack, "scheduler.amazonaws.com", role)).toBe(true);
    expect(mayAssume(stack, "lambda.amazonaws.com", role)).toBe(false);
    expect(mayAssume(stack, "scheduler.amazonaws.com", `${role}2`)).toBe(false);
  });

  test("the ledger tells used grants from those nobody needs", () => {
    const ledger = createGrantLedger(stack);
    const { grants } = evaluate(policiesOfRole(stack, "Role"), {
      action: "sqs:SendMessage",
      resource: queueArn,
    });
    ledger.record("Role", grants);
    expect(ledger.used()).toEqual([
      { role: "Role", policy: "Attached", action: "sqs:SendMessage", resource: queueArn },
    ]);
    const unused = ledger.neverUsed().map(({ action }) => action);
    expect(unused).toContain("sqs:ReceiveMessage");
    expect(unused).toContain("logs:PutLogEvents");
    expect(unused).not.toContain("sqs:SendMessage");
  });
});
