import { describe, expect, test } from "vitest";
import {
  deadLettersWithoutAlarm,
  queuesWithoutDeadLetters,
  runbookAnchors,
  runbookSections,
  sourcesWithoutDeadLetters,
  wildcards,
} from "./support/properties.ts";
import { Template } from "./support/template.ts";

/** The checks of the stack must be able to fail: each is shown a template with the fault it is there for. */
const arnOf = (id: string): object => ({ "Fn::GetAtt": [id, "Arn"] });
const queue = (dead?: string): object => ({
  Type: "AWS::SQS::Queue",
  Properties:
    dead === undefined ? {} : { RedrivePolicy: { deadLetterTargetArn: arnOf(dead), maxReceiveCount: 5 } },
});
const alarm = (queueId: string, properties: object = {}): object => ({
  Type: "AWS::CloudWatch::Alarm",
  Properties: {
    AlarmName: "a",
    AlarmDescription: "Something. See docs/runbook.md#some-section",
    AlarmActions: [{ Ref: "Topic" }],
    MetricName: "ApproximateNumberOfMessagesVisible",
    Threshold: 1,
    ComparisonOperator: "GreaterThanOrEqualToThreshold",
    Dimensions: [{ Name: "QueueName", Value: { "Fn::GetAtt": [queueId, "QueueName"] } }],
    ...properties,
  },
});
const policy = (statement: object): object => ({
  Type: "AWS::IAM::Policy",
  Properties: { PolicyDocument: { Statement: [{ Effect: "Allow", ...statement }] } },
});
const template = (resources: Readonly<Record<string, object>>): Template =>
  Template.parse({ Resources: resources });

describe("planted faults", () => {
  test("a queue without dead letters is found", () => {
    expect(queuesWithoutDeadLetters(template({ Work: queue("Dead"), Dead: queue(), Lost: queue() }))).toEqual(
      ["Lost"],
    );
  });

  test("a stream mapping and a schedule without dead letters are found", () => {
    const faulty = template({
      Mapping: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: { EventSourceArn: { "Fn::GetAtt": ["Table", "StreamArn"] } },
      },
      Schedule: { Type: "AWS::Scheduler::Schedule", Properties: { Target: { Arn: arnOf("Function") } } },
    });
    expect(sourcesWithoutDeadLetters(faulty)).toEqual(["Mapping", "Schedule"]);
  });

  test("dead letters of every kind count as such", () => {
    const sound = template({
      Mapping: {
        Type: "AWS::Lambda::EventSourceMapping",
        Properties: {
          EventSourceArn: { "Fn::GetAtt": ["Table", "StreamArn"] },
          DestinationConfig: { OnFailure: { Destination: arnOf("A") } },
        },
      },
      Schedule: {
        Type: "AWS::Scheduler::Schedule",
        Properties: { Target: { DeadLetterConfig: { Arn: arnOf("B") } } },
      },
      A: queue(),
      B: queue(),
    });
    expect(queuesWithoutDeadLetters(sound)).toEqual([]);
    expect(sourcesWithoutDeadLetters(sound)).toEqual([]);
    expect(deadLettersWithoutAlarm(sound)).toEqual(["A", "B"]);
  });

  test.each([
    ["another queue", alarm("Other")],
    ["another metric", alarm("Dead", { MetricName: "NumberOfMessagesSent" })],
    ["a later message", alarm("Dead", { Threshold: 10 })],
    ["nobody", alarm("Dead", { AlarmActions: [] })],
  ])("an alarm on %s does not count", (_fault, planted) => {
    const work = { Work: queue("Dead"), Dead: queue() };
    expect(deadLettersWithoutAlarm(template({ ...work, Alarm: planted }))).toEqual(["Dead"]);
    expect(deadLettersWithoutAlarm(template({ ...work, Alarm: alarm("Dead") }))).toEqual([]);
  });

  test("an alarm without a section is found", () => {
    expect(runbookAnchors(template({ Alarm: alarm("Dead") }))).toEqual(["some-section"]);
    expect(() => runbookAnchors(template({ Alarm: alarm("Dead", { AlarmDescription: "Help." }) }))).toThrow(
      "alarm Alarm names no section",
    );
  });

  test("a section that does not say what to do is found", () => {
    const section = "### a\n**Description.** x **Investigation.** y `aws sqs` **Resolution.** z\n";
    expect(runbookSections(`## Alarms\n${section}\n## Other\n### b\n`)).toEqual(["a"]);
    expect(() => runbookSections(`## Alarms\n${section.replace("**Resolution.**", "")}`)).toThrow(
      "has no Resolution",
    );
    expect(() => runbookSections(`## Alarms\n${section.replace("aws sqs", "")}`)).toThrow("names no command");
  });

  test("wildcards are found in actions, in resources, behind a log group's ARN, and refused as exclusions", () => {
    const found = (statement: object): readonly string[] =>
      wildcards(
        template({ Policy: policy(statement), Logs: { Type: "AWS::Logs::LogGroup", Properties: {} } }),
      ).map(({ kind, text }) => `${kind} ${text}`);
    expect(found({ Action: "sqs:SendMessage", Resource: arnOf("Queue") })).toEqual([]);
    expect(found({ Action: ["sqs:*"], Resource: "*" })).toEqual(["action sqs:*", "resource *"]);
    expect(
      found({ Action: "dynamodb:Query", Resource: { "Fn::Join": ["", [arnOf("T"), "/index/*"]] } }),
    ).toEqual(["resource <T.Arn>/index/*"]);
    expect(found({ Action: "logs:PutLogEvents", Resource: arnOf("Logs") })).toEqual([
      "resource <Logs.Arn>:*",
    ]);
    expect(() => found({ NotAction: "iam:PassRole", Resource: arnOf("Queue") })).toThrow();
  });
});
