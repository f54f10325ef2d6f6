import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CfnQueue } from "aws-cdk-lib/aws-sqs";
import { AwsSolutionsChecks, ServerlessChecks } from "cdk-nag";
import { afterAll, describe, expect, expectTypeOf, test } from "vitest";
import * as z from "zod";
import type { Variables } from "../../infra/constructs/desk-function.ts";
import { repositoryRoot } from "../../infra/paths.ts";
import { environments, functionEntries, type FunctionName } from "../../shared/contracts/functions.ts";
import { routeList } from "../../shared/contracts/routes/table.ts";
import {
  deadLettersWithoutAlarm,
  queuesWithoutDeadLetters,
  runbookAnchors,
  runbookSections,
  sourcesWithoutDeadLetters,
  wildcards,
} from "./support/properties.ts";
import { statedWildcards } from "./support/stated-wildcards.ts";
import { prepare, synthesized, workspace } from "./support/synth.ts";
import { ofType, rendered } from "./support/template.ts";

const place = workspace();
afterAll(() => place.remove());

const prepared = prepare(place);
const template = synthesized(prepared);
const runbook = readFileSync(join(repositoryRoot, "docs/runbook.md"), "utf8");
const names = Object.keys(functionEntries) as FunctionName[];

const FunctionShape = z.object({
  FunctionName: z.string(),
  Architectures: z.array(z.string()),
  Runtime: z.string(),
  Handler: z.string(),
  MemorySize: z.number(),
  Timeout: z.number(),
  Role: z.unknown(),
  LoggingConfig: z.object({ LogGroup: z.unknown() }),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});

describe("the stack as a whole", () => {
  test("has fewer than 300 resources", () => {
    expect(Object.keys(template.Resources).length).toBeLessThan(300);
  });

  test("is the same every time, and so are its bundles' names", () => {
    expect(synthesized(prepare(place))).toEqual(template);
  });

  test("keeps its data when it goes, unless told otherwise", () => {
    for (const type of ["AWS::DynamoDB::Table", "AWS::Cognito::UserPool", "AWS::S3::Bucket"]) {
      const policies = ofType(template, type).map((resource) => resource.DeletionPolicy);
      expect(new Set(policies), type).toEqual(new Set(["Retain"]));
    }
  });

  test("is as sound with every option turned", () => {
    const turned = synthesized(
      prepare(place, {
        "balcao:alarmEmail": "ops@example.com",
        "balcao:uploadOrigins": "https://desk.example.com",
        "balcao:retainData": "false",
        "balcao:locale": "en",
        "balcao:logRetentionDays": "7",
      }),
    );
    expect(ofType(turned, "AWS::SNS::Subscription")).toHaveLength(1);
    expect(ofType(turned, "AWS::S3::Bucket")[0]).toMatchObject({
      DeletionPolicy: "Delete",
      Properties: {
        CorsConfiguration: {
          CorsRules: [{ AllowedMethods: ["PUT"], AllowedOrigins: ["https://desk.example.com"] }],
        },
      },
    });
    expect(ofType(turned, "AWS::DynamoDB::Table")[0]).toMatchObject({
      DeletionPolicy: "Delete",
      Properties: { DeletionProtectionEnabled: false },
    });
  });

  test("tells operators and the local run where everything is", () => {
    expect(Object.keys(template.Outputs).sort()).toEqual([
      "AlarmTopicArn",
      "ApiUrl",
      "DeskBucket",
      "DeskUrl",
      "InboundQueueUrl",
      "MediaBucket",
      "OutboundQueueUrl",
      "RoutingQueueUrl",
      "SecretPrefix",
      "SocketUrl",
      "TableName",
      "UserPoolClientId",
      "UserPoolId",
      "WakeupsQueueUrl",
      "WebhookUrl",
      "WebhooksQueueUrl",
    ]);
  });
});

describe("cdk-nag", () => {
  test.each([new AwsSolutionsChecks(), new ServerlessChecks()])("$name finds nothing", (pack) => {
    expect(pack.validateScope(prepared.app).violations).toEqual([]);
  });

  test("stops a synth that it objects to", () => {
    const faulty = prepare(place);
    new CfnQueue(faulty.stack, "Planted");
    expect(() => synthesized(faulty)).toThrow(/AwsSolutions-SQS4[^]*Serverless-SQSRedrivePolicy/);
  });
});

describe("failures", () => {
  test("every queue has a dead letter queue, or is one", () => {
    expect(ofType(template, "AWS::SQS::Queue")).toHaveLength(12);
    expect(queuesWithoutDeadLetters(template)).toEqual([]);
    expect(sourcesWithoutDeadLetters(template)).toEqual([]);
  });

  test("every dead letter queue has an alarm", () => {
    expect(deadLettersWithoutAlarm(template)).toEqual([]);
  });

  test("every alarm has its section in the runbook, and every section its alarm", () => {
    expect(runbookAnchors(template).toSorted()).toEqual(runbookSections(runbook).toSorted());
  });

  test("what the runbook looks for in the logs is what the functions write there", () => {
    const wanted = [...runbook.matchAll(/\$\.message = "([^"]+)"/g)].map(([, message]) => message);
    const sources = ["functions", "shared"].flatMap((folder) =>
      readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: "utf8" })
        .filter((path) => path.endsWith(".ts"))
        .map((path) => readFileSync(join(repositoryRoot, folder, path), "utf8")),
    );
    expect(wanted.length).toBeGreaterThan(0);
    expect(wanted.filter((message) => !sources.some((source) => source.includes(`"${message}"`)))).toEqual(
      [],
    );
  });

  test("what the runbook calls queues and functions is what they are called", () => {
    const named = (pattern: RegExp): readonly string[] => [
      ...new Set([...runbook.matchAll(pattern)].map(([, name]) => `balcao-main-${name}`)),
    ];
    const real = [
      ...ofType(template, "AWS::SQS::Queue").map(({ Properties }) => Properties["QueueName"]),
      ...ofType(template, "AWS::Lambda::Function").map(({ Properties }) => Properties["FunctionName"]),
    ];
    expect(real).toEqual(expect.arrayContaining([...named(/queue_(?:url|arn) ([a-z-]+(?:\.fifo)?)\)/g)]));
    expect(real).toEqual(
      expect.arrayContaining([...named(/(?:lambda\/|Value="|function-name ")\$STACK-([a-z-]+)"/g)]),
    );
  });

  test("a worker gives the reason itself, one delivery before SQS would set the message aside without", () => {
    const queues = ofType(template, "AWS::SQS::Queue");
    const mappings = ofType(template, "AWS::Lambda::EventSourceMapping").filter(
      ({ Properties }) => Properties["ScalingConfig"] !== undefined,
    );
    expect(mappings).toHaveLength(5);
    for (const { Properties } of mappings) {
      const queue = queues.find(({ id }) => rendered(Properties["EventSourceArn"]) === `<${id}.Arn>`);
      const { maxReceiveCount, deadLetterTargetArn } = z
        .object({ maxReceiveCount: z.number(), deadLetterTargetArn: z.unknown() })
        .parse(queue?.Properties["RedrivePolicy"]);
      const worker = functionOf(rendered(Properties["FunctionName"]).slice(1, -1));
      expect(worker.Environment.Variables["MAX_RECEIVES"]).toBe((maxReceiveCount - 1).toString());
      expect(`<${rendered(worker.Environment.Variables["DEAD_LETTER_QUEUE_URL"]).slice(1, -1)}.Arn>`).toBe(
        rendered(deadLetterTargetArn),
      );
      expect(queue?.Properties["VisibilityTimeout"]).toBeGreaterThanOrEqual(6 * worker.Timeout);
      expect(Properties["FunctionResponseTypes"]).toEqual(["ReportBatchItemFailures"]);
    }
  });

  test("the relay's mapping keeps the order of a ticket's entries and loses no batch", () => {
    const [mapping] = ofType(template, "AWS::Lambda::EventSourceMapping").filter(
      ({ Properties }) => Properties["StartingPosition"] !== undefined,
    );
    expect(mapping?.Properties).toMatchObject({
      StartingPosition: "TRIM_HORIZON",
      ParallelizationFactor: 1,
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
  });
});

describe("functions", () => {
  test("each one of the contracts exists once, with its complete environment and nothing more", () => {
    const functions = ofType(template, "AWS::Lambda::Function");
    const made = functions.map(({ Properties }) => FunctionShape.parse(Properties).FunctionName);
    expect(made.toSorted()).toEqual(names.map((name) => `balcao-main-${name}`).toSorted());
    for (const { Properties } of functions) {
      const { FunctionName: functionName, Environment } = FunctionShape.parse(Properties);
      const name = z.enum(names).parse(functionName.replace("balcao-main-", ""));
      const expected = ["NODE_OPTIONS", ...Object.keys(environments[name].shape)];
      expect(Object.keys(Environment.Variables).toSorted()).toEqual(expected.toSorted());
    }
  });

  test("cannot be declared without a variable, or with one too many", () => {
    expectTypeOf<Variables<"realtime-message">>().toEqualTypeOf<{ readonly CONNECTIONS_URL: string }>();
    expectTypeOf<keyof Variables<"queue-routing">>().toEqualTypeOf<
      "TABLE_NAME" | "DEAD_LETTER_QUEUE_URL" | "MAX_RECEIVES"
    >();
  });

  test("run on arm64 and Node 24, from a bundle of their own, with a role and a log of their own", () => {
    const functions = ofType(template, "AWS::Lambda::Function");
    const distinct = { roles: new Set<string>(), logs: new Set<string>(), assets: new Set<unknown>() };
    for (const { Properties, Metadata } of functions) {
      const { Architectures, Runtime, Handler, Role, LoggingConfig, FunctionName } =
        FunctionShape.parse(Properties);
      expect([Architectures, Runtime, Handler]).toEqual([["arm64"], "nodejs24.x", "index.handler"]);
      const name = z.enum(names).parse(FunctionName.replace("balcao-main-", ""));
      expect(Metadata["balcao:entry"]).toBe(`functions/${functionEntries[name]}.ts`);
      distinct.roles.add(rendered(Role));
      distinct.logs.add(rendered(LoggingConfig.LogGroup));
      distinct.assets.add(Metadata["aws:asset:path"]);
    }
    expect(Object.values(distinct).map((set) => set.size)).toEqual([
      names.length,
      names.length,
      names.length,
    ]);
    expect([...distinct.assets].every((path) => /^asset\.[0-9a-f]{64}$/.test(String(path)))).toBe(true);
  });

  test("and everything else that logs keeps its logs for a set time", () => {
    for (const { Properties } of ofType(template, "AWS::Logs::LogGroup")) {
      expect(Properties["RetentionInDays"]).toBe(30);
    }
  });
});

describe("the API", () => {
  test("is one resource that calls each function the route table names, and may", () => {
    const [api, ...others] = ofType(template, "AWS::ApiGateway::RestApi");
    expect(others).toEqual([]);
    const { paths } = z.object({ paths: z.record(z.string(), z.unknown()) }).parse(api?.Properties["Body"]);
    expect(Object.keys(paths).toSorted()).toEqual([...new Set(routeList.map((it) => it.path))].toSorted());
    const callable = ofType(template, "AWS::Lambda::Permission")
      .filter(({ Properties }) => rendered(Properties["SourceArn"]).endsWith(`:<${api?.id}>/v1/*/*`))
      .map(({ Properties }) => functionOf(rendered(Properties["FunctionName"]).slice(1, -5)).FunctionName);
    const named = new Set(routeList.map((it) => `balcao-main-${it.function}`));
    expect(callable.toSorted()).toEqual([...named].toSorted());
  });

  test("is deployed anew when its definition changes, and only then", () => {
    const deployment = ofType(template, "AWS::ApiGateway::Deployment").map(({ id }) => id);
    expect(deployment).toEqual([expect.stringMatching(/[0-9a-f]{8}$/)]);
    const renamed = synthesized(prepare(place, { "balcao:stage": "other" }));
    const relogged = synthesized(prepare(place, { "balcao:logLevel": "DEBUG" }));
    expect(ofType(renamed, "AWS::ApiGateway::Deployment").map(({ id }) => id)).not.toEqual(deployment);
    expect(ofType(relogged, "AWS::ApiGateway::Deployment").map(({ id }) => id)).toEqual(deployment);
  });
});

describe("rights", () => {
  test("no policy has a wildcard without a stated reason, and no reason is left over", () => {
    const found = wildcards(template);
    const isStated = (wildcard: (typeof found)[number]) => (stated: (typeof statedWildcards)[number]) =>
      stated.effect === wildcard.effect && stated.kind === wildcard.kind && stated.text.test(wildcard.text);
    expect(found.filter((wildcard) => !statedWildcards.some(isStated(wildcard)))).toEqual([]);
    expect(statedWildcards.filter((stated) => !found.some((it) => isStated(it)(stated)))).toEqual([]);
  });
});

function functionOf(logicalId: string): z.infer<typeof FunctionShape> {
  return FunctionShape.parse(template.Resources[logicalId]?.Properties);
}
