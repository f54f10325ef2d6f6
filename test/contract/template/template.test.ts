import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseConnectionPath } from "../../../local/aws/template/endpoints.ts";
import { resolveTemplate } from "../../../local/aws/template/resolve.ts";
import { RESOURCE_TYPES } from "../../../local/aws/template/resource-types.ts";
import { rewriteServiceUrls } from "../../../local/aws/template/service-urls.ts";
import type { ResolvedStack } from "../../../local/aws/types.ts";

const place = { region: "sa-east-1", account: "123456789012" };
const localEndpoints = {
  frontDoorUrl: "http://127.0.0.1:4000",
  restUrl: (id: string, stage: string) => `http://rest/${id}/${stage}`,
  webSocketUrl: (id: string, stage: string) => `ws://socket/${id}/${stage}`,
};

function resolve(template: object, parameters: Record<string, string> = {}): ResolvedStack {
  return resolveTemplate({ source: { template }, stackName: "shop", place, parameters, localEndpoints });
}

/** Resolves `value` as a property of a lone resource beside `rest` of the template. */
function valueOf(value: unknown, rest: Readonly<Record<string, object>> = {}): unknown {
  const probe = { Probe: { Type: "AWS::CDK::Metadata", Properties: { value } } };
  const stack = resolve({ ...rest, Resources: { ...rest["Resources"], ...probe } });
  return stack.resources.find(({ logicalId }) => logicalId === "Probe")?.properties["value"];
}

const queue = { Type: "AWS::SQS::Queue", Properties: {} };

describe("intrinsic functions", () => {
  const rest = {
    Parameters: {
      Stage: { Type: "String", Default: "dev" },
      Names: { Type: "CommaDelimitedList", Default: "a,b" },
    },
    Mappings: { Size: { "sa-east-1": { memory: 512 } } },
    Conditions: {
      Dev: { "Fn::Equals": [{ Ref: "Stage" }, "dev"] },
      Both: { "Fn::And": [{ Condition: "Dev" }, { "Fn::Not": [{ "Fn::Equals": ["a", "b"] }] }] },
      Never: { "Fn::Or": [{ "Fn::Not": [{ Condition: "Dev" }] }, { "Fn::Equals": ["a", "b"] }] },
    },
    Resources: { Jobs: queue },
  };

  test.each([
    ["Ref of a parameter", { Ref: "Stage" }, "dev"],
    ["Ref of a list", { Ref: "Names" }, ["a", "b"]],
    [
      "pseudo parameters",
      { "Fn::Sub": "${AWS::Region}/${AWS::AccountId}/${AWS::Partition}" },
      "sa-east-1/123456789012/aws",
    ],
    ["GetAtt", { "Fn::GetAtt": ["Jobs", "Arn"] }, "arn:aws:sqs:sa-east-1:123456789012:shop-Jobs"],
    ["GetAtt with a dot", { "Fn::GetAtt": "Jobs.QueueName" }, "shop-Jobs"],
    [
      "Sub of attributes, own names and literals",
      { "Fn::Sub": ["${Jobs.QueueName}-${x}-${!raw}", { x: { Ref: "Stage" } }] },
      "shop-Jobs-dev-${raw}",
    ],
    ["Join", { "Fn::Join": ["-", ["a", { Ref: "Stage" }, 3]] }, "a-dev-3"],
    ["Select of Split", { "Fn::Select": [1, { "Fn::Split": [":", "a:b:c"] }] }, "b"],
    ["FindInMap", { "Fn::FindInMap": ["Size", { Ref: "AWS::Region" }, "memory"] }, 512],
    ["If, taking the branch that holds", { "Fn::If": ["Both", "yes", { Ref: "Nobody" }] }, "yes"],
    ["If, the other branch", { "Fn::If": ["Never", "yes", "no"] }, "no"],
    [
      "NoValue",
      { kept: 1, gone: { Ref: "AWS::NoValue" }, list: [{ Ref: "AWS::NoValue" }, 2] },
      { kept: 1, list: [2] },
    ],
    [
      "Condition as a plain key",
      { Condition: { StringEquals: { a: "b" } } },
      { Condition: { StringEquals: { a: "b" } } },
    ],
  ])("%s", (_name, value, expected) => {
    expect(valueOf(value, rest)).toEqual(expected);
  });

  test.each([
    [
      "ImportValue",
      { "Fn::ImportValue": "x" },
      "Resources.Probe.Properties.value: Fn::ImportValue is not supported here",
    ],
    [
      "a dynamic reference",
      { a: "{{resolve:secretsmanager:x}}" },
      "Resources.Probe.Properties.value.a: dynamic references",
    ],
    [
      "a dynamic reference that is joined",
      { "Fn::Join": ["", ["{{resolve:", "ssm:x}}"]] },
      "dynamic references",
    ],
    ["an unknown name", { Ref: "Nobody" }, "there is no resource or parameter Nobody"],
    [
      "an unknown attribute",
      { "Fn::GetAtt": ["Jobs", "Colour"] },
      "attribute Colour of Jobs (AWS::SQS::Queue) is not known",
    ],
    ["an unknown pseudo parameter", { Ref: "AWS::Planet" }, "unknown pseudo parameter AWS::Planet"],
    ["an unknown condition", { "Fn::If": ["Missing", 1, 2] }, "there is no condition Missing"],
    ["Select beyond the end", { "Fn::Select": [5, ["a"]] }, "Fn::Select finds nothing at 5"],
  ])("%s is refused", (_name, value, message) => {
    expect(() => valueOf(value, rest)).toThrow(message);
  });

  test("a parameter of the bootstrap stack does no harm unless it is used", () => {
    const Parameters = {
      BootstrapVersion: {
        Type: "AWS::SSM::Parameter::Value<String>",
        Default: "/cdk-bootstrap/hnb659fds/version",
      },
    };
    expect(resolve({ Parameters, Resources: { Jobs: queue } }).resources).toHaveLength(1);
    expect(() => valueOf({ Ref: "BootstrapVersion" }, { Parameters })).toThrow(
      "parameter BootstrapVersion needs a value",
    );
  });

  test("given parameters win over defaults, also in conditions", () => {
    const template = {
      Parameters: { Stage: { Type: "String", Default: "dev" } },
      Conditions: { Dev: { "Fn::Equals": [{ Ref: "Stage" }, "dev"] } },
      Resources: { Jobs: { ...queue, Condition: "Dev" } },
      Outputs: { Url: { Condition: "Dev", Value: { Ref: "Jobs" } }, Stage: { Value: { Ref: "Stage" } } },
    };
    expect(resolve(template).outputs).toEqual({
      Url: "http://127.0.0.1:4000/123456789012/shop-Jobs",
      Stage: "dev",
    });
    const live = resolve(template, { Stage: "live" });
    expect(live.resources).toEqual([]);
    expect(live.outputs).toEqual({ Stage: "live" });
  });
});

describe("structure", () => {
  test("a circle of references is named", () => {
    const to = (logicalId: string) => ({
      ...queue,
      Properties: { Tags: [{ "Fn::GetAtt": [logicalId, "Arn"] }] },
    });
    const template = {
      Resources: {
        A: to("B"),
        B: { ...queue, DependsOn: "C" },
        C: { ...queue, Properties: { x: { "Fn::Sub": "${A.Arn}" } } },
      },
    };
    expect(() => resolve(template)).toThrow("circular dependency: A -> B -> C -> A");
  });

  test("a condition that depends on itself is named", () => {
    const template = {
      Conditions: { Me: { Condition: "Me" } },
      Resources: { Jobs: { ...queue, Condition: "Me" } },
    };
    expect(() => resolve(template)).toThrow("condition Me depends on itself");
  });

  test("an unknown resource type names the resource", () => {
    const template = { Resources: { Ship: { Type: "AWS::Marine::Vessel" } } };
    expect(() => resolve(template)).toThrow(
      "Resources.Ship: resource type AWS::Marine::Vessel is not supported locally",
    );
  });

  test("a reference to a resource its condition leaves out is refused", () => {
    const Conditions = { Never: { "Fn::Equals": ["a", "b"] } };
    expect(() =>
      valueOf({ Ref: "Jobs" }, { Conditions, Resources: { Jobs: { ...queue, Condition: "Never" } } }),
    ).toThrow("Jobs is left out by its condition Never");
  });

  test("a stack is found in an assembly by its name, or alone", () => {
    const assemblyDir = mkdtempSync(join(tmpdir(), "assembly-"));
    const artifact = (stackName: string) => ({
      type: "aws:cloudformation:stack",
      properties: { templateFile: `${stackName}.json`, stackName },
    });
    const write = (...names: string[]): void => {
      const artifacts = Object.fromEntries(names.map((name) => [name, artifact(name)]));
      writeFileSync(join(assemblyDir, "manifest.json"), JSON.stringify({ version: "1", artifacts }));
      for (const name of names)
        writeFileSync(join(assemblyDir, `${name}.json`), JSON.stringify({ Resources: { [name]: queue } }));
    };
    write("one");
    const input = { source: { assemblyDir }, place, localEndpoints };
    expect(resolveTemplate(input)).toMatchObject({ name: "one", resources: [{ logicalId: "one" }] });
    write("one", "two");
    expect(resolveTemplate({ ...input, stackName: "two" })).toMatchObject({ name: "two" });
    expect(() => resolveTemplate(input)).toThrow("stacks there: one, two");
    rmSync(assemblyDir, { recursive: true });
  });
});

describe("identities", () => {
  const only = (Type: string, Properties: object = {}) => {
    const [resource] = resolve({ Resources: { Thing: { Type, Properties } } }).resources;
    if (resource === undefined) throw new Error("the template gave no resource");
    return resource;
  };

  test("names are the explicit one or stack and logical id, cut with a hash when too long", () => {
    expect(only("AWS::DynamoDB::Table", { TableName: "people" }).physicalId).toBe("people");
    expect(only("AWS::DynamoDB::Table").physicalId).toBe("shop-Thing");
    const Resources = { ["L".repeat(90)]: { Type: "AWS::Lambda::Function" } };
    const [long] = resolve({ Resources }).resources;
    expect(long?.physicalId).toMatch(/^shop-L{50}-[a-z][a-z0-9]{7}$/);
  });

  test("ids look like those of AWS and stay the same", () => {
    expect(only("AWS::Cognito::UserPool").physicalId).toMatch(/^sa-east-1_[a-z0-9]{9}$/);
    expect(only("AWS::Cognito::UserPoolClient").physicalId).toMatch(/^[a-z0-9]{26}$/);
    expect(only("AWS::ApiGateway::RestApi").physicalId).toMatch(/^[a-z0-9]{10}$/);
    expect(only("AWS::ApiGateway::RestApi")).toEqual(only("AWS::ApiGateway::RestApi"));
  });

  test("a generated FIFO queue keeps its suffix; a bucket is in lower case", () => {
    expect(only("AWS::SQS::Queue", { FifoQueue: true }).attributes["QueueName"]).toBe("shop-Thing.fifo");
    expect(only("AWS::S3::Bucket").physicalId).toBe("shop-thing");
  });

  test.each([
    ["AWS::DynamoDB::Table", {}, ["Arn", "StreamArn"]],
    ["AWS::SQS::Queue", {}, ["Arn", "QueueName", "QueueUrl"]],
    ["AWS::Lambda::Function", {}, ["Arn"]],
    ["AWS::IAM::Role", {}, ["Arn", "RoleId"]],
    ["AWS::ApiGateway::RestApi", {}, ["RestApiId", "RootResourceId"]],
    ["AWS::ApiGatewayV2::Api", {}, ["ApiEndpoint", "ApiId"]],
    ["AWS::Cognito::UserPool", {}, ["Arn", "ProviderName", "ProviderURL", "UserPoolId"]],
    ["AWS::S3::Bucket", {}, ["Arn", "DomainName", "RegionalDomainName"]],
    ["AWS::SecretsManager::Secret", {}, ["Id"]],
    ["AWS::Scheduler::ScheduleGroup", {}, ["Arn"]],
  ])("%s has its attributes", (type, properties, attributes) => {
    expect(Object.keys(only(type, properties).attributes).toSorted()).toEqual(attributes);
  });

  test("every type of the table can be identified", () => {
    const Properties = {
      StageName: "v1",
      RestApiId: "r",
      ApiId: "a",
      FunctionName: "f",
      Name: "n",
      TopicArn: "t",
      AliasName: "alias/x",
      Type: "String",
      Value: "v",
    };
    for (const type of Object.keys(RESOURCE_TYPES)) {
      const { physicalId, arn } = only(type, Properties);
      expect([type, physicalId !== "" && arn !== ""]).toEqual([type, true]);
    }
  });
});

describe("addresses", () => {
  const stack = resolve({
    Resources: { Rest: { Type: "AWS::ApiGateway::RestApi" }, Socket: { Type: "AWS::ApiGatewayV2::Api" } },
  });
  const [rest, socket] = stack.resources.map(({ physicalId }) => physicalId);
  const rewrite = (text: string): string => rewriteServiceUrls(text, stack, localEndpoints);
  const host = "execute-api.sa-east-1.amazonaws.com";

  test.each([
    [`https://${rest}.${host}/v1/`, "http://rest/Rest/v1/"],
    [`wss://${socket}.${host}/live`, "ws://socket/Socket/live"],
    [`https://${socket}.${host}/live`, `http://127.0.0.1:4000/execute-api/${socket}/live`],
    [
      "https://sqs.sa-east-1.amazonaws.com/123456789012/jobs.fifo",
      "http://127.0.0.1:4000/123456789012/jobs.fifo",
    ],
    [`https://elsewhere1.${host}/v1`, `https://elsewhere1.${host}/v1`],
    [
      "https://cognito-idp.sa-east-1.amazonaws.com/sa-east-1_x",
      "https://cognito-idp.sa-east-1.amazonaws.com/sa-east-1_x",
    ],
    [
      "https://cognito-idp.sa-east-1.amazonaws.com/sa-east-1_x/.well-known/jwks.json",
      "http://127.0.0.1:4000/sa-east-1_x/.well-known/jwks.json",
    ],
  ])("%s becomes %s", (from, to) => {
    expect(rewrite(from)).toBe(to);
  });

  test("a path of the connections API is read decoded", () => {
    expect(parseConnectionPath("/execute-api/abc/live/%40connections/L0SM9cOFvHcCIhw%3D")).toEqual({
      apiId: "abc",
      stage: "live",
      connectionId: "L0SM9cOFvHcCIhw=",
    });
    expect(parseConnectionPath("/execute-api/abc/live/other/1")).toBeUndefined();
  });
});
