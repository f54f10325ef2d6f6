import * as z from "zod";
import { ofType, rendered, type Resource, type Template } from "./template.ts";

const Redrive = z.object({ deadLetterTargetArn: z.unknown() });

/** Logical ids of queues that are somebody's dead letter queue: of a queue, of a mapping, or of a schedule. */
function deadLetterQueues(template: Template): ReadonlySet<string> {
  const targets = [
    ...ofType(template, "AWS::SQS::Queue").map((queue) =>
      targetOf(queue.Properties["RedrivePolicy"], Redrive),
    ),
    ...ofType(template, "AWS::Lambda::EventSourceMapping").map((mapping) =>
      targetOf(
        mapping.Properties["DestinationConfig"],
        z
          .object({ OnFailure: z.object({ Destination: z.unknown() }) })
          .transform((it) => ({ deadLetterTargetArn: it.OnFailure.Destination })),
      ),
    ),
    ...ofType(template, "AWS::Scheduler::Schedule").map((schedule) =>
      targetOf(
        schedule.Properties["Target"],
        z
          .object({ DeadLetterConfig: z.object({ Arn: z.unknown() }) })
          .transform((it) => ({ deadLetterTargetArn: it.DeadLetterConfig.Arn })),
      ),
    ),
  ];
  return new Set(targets.filter((id) => id !== undefined));
}

function targetOf(
  value: unknown,
  shape: z.ZodType<{ readonly deadLetterTargetArn: unknown }>,
): string | undefined {
  const parsed = shape.safeParse(value);
  if (!parsed.success) return undefined;
  return /^<(.+)\.Arn>$/.exec(rendered(parsed.data.deadLetterTargetArn))?.[1];
}

/** Queues that have no dead letter queue and are none. */
export function queuesWithoutDeadLetters(template: Template): readonly string[] {
  const dead = deadLetterQueues(template);
  return ofType(template, "AWS::SQS::Queue")
    .filter(
      ({ id, Properties }) => !dead.has(id) && targetOf(Properties["RedrivePolicy"], Redrive) === undefined,
    )
    .map(({ id }) => id);
}

/** What fires messages at something, yet says nowhere what becomes of those that fail. */
export function sourcesWithoutDeadLetters(template: Template): readonly string[] {
  const fromQueue = new Set(ofType(template, "AWS::SQS::Queue").map(({ id }) => `<${id}.Arn>`));
  return [
    ...ofType(template, "AWS::Lambda::EventSourceMapping").filter(
      ({ Properties }) =>
        !fromQueue.has(rendered(Properties["EventSourceArn"])) &&
        Properties["DestinationConfig"] === undefined,
    ),
    ...ofType(template, "AWS::Scheduler::Schedule").filter(
      ({ Properties }) =>
        !z.object({ DeadLetterConfig: z.unknown() }).safeParse(Properties["Target"]).success,
    ),
  ].map(({ id }) => id);
}

const Alarm = z.object({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()).min(1),
  MetricName: z.string(),
  Threshold: z.number(),
  ComparisonOperator: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })),
});

/** Dead letter queues for which no alarm goes off at the first message. */
export function deadLettersWithoutAlarm(template: Template): readonly string[] {
  const watched = new Set(
    ofType(template, "AWS::CloudWatch::Alarm")
      .map(({ Properties }) => Alarm.safeParse(Properties).data)
      .filter((alarm) => alarm !== undefined)
      .filter(
        ({ MetricName, Threshold, ComparisonOperator }) =>
          MetricName === "ApproximateNumberOfMessagesVisible" &&
          Threshold === 1 &&
          ComparisonOperator === "GreaterThanOrEqualToThreshold",
      )
      .flatMap(({ Dimensions }) => Dimensions.map(({ Value }) => rendered(Value))),
  );
  return [...deadLetterQueues(template)].filter((id) => !watched.has(`<${id}.QueueName>`));
}

/** Anchors that the alarms' descriptions name. Throws for an alarm that tells nobody or names no section. */
export function runbookAnchors(template: Template): readonly string[] {
  return ofType(template, "AWS::CloudWatch::Alarm").map(({ id, Properties }) => {
    const anchor = /docs\/runbook\.md#([a-z0-9-]+)$/.exec(Alarm.parse(Properties).AlarmDescription)?.[1];
    if (anchor === undefined) throw new Error(`alarm ${id} names no section of the runbook`);
    return anchor;
  });
}

/** Headings of the runbook's sections on alarms, with the three parts each must have checked. */
export function runbookSections(markdown: string): readonly string[] {
  const alarms = markdown.split(/^## Alarms$/m)[1]?.split(/^## /m)[0] ?? "";
  return alarms
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const heading = section.slice(0, section.indexOf("\n"));
      for (const part of ["Description", "Investigation", "Resolution"]) {
        if (!section.includes(`**${part}.**`))
          throw new Error(`section ${heading} of the runbook has no ${part}`);
      }
      if (!section.includes("aws ")) throw new Error(`section ${heading} of the runbook names no command`);
      return heading;
    });
}

const list = z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]);
const Statement = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Action: list.optional(),
  Resource: list.default([]),
  NotAction: z.undefined().optional(),
  NotResource: z.undefined().optional(),
});
const Document = z.object({ Statement: z.array(Statement) });

/** One wildcard in a policy. */
export interface Wildcard {
  readonly where: string;
  readonly effect: "Allow" | "Deny";
  readonly kind: "action" | "resource" | "managed policy";
  readonly text: string;
}

/** Every action and resource with a wildcard, in any policy of the template; AWS's own policies count as one. */
export function wildcards(template: Template): readonly Wildcard[] {
  return Object.entries(template.Resources)
    .flatMap(([id, resource]) =>
      documentsOf({ id, ...resource }).flatMap((document) => wildcardsOf(template, id, document)),
    )
    .concat(
      ofType(template, "AWS::IAM::Role").flatMap(({ id, Properties }) =>
        z
          .array(z.unknown())
          .default([])
          .parse(Properties["ManagedPolicyArns"])
          .map((arn) => ({
            where: id,
            effect: "Allow" as const,
            kind: "managed policy" as const,
            text: rendered(arn),
          })),
      ),
    );
}

function documentsOf({ Type, Properties }: Resource): readonly unknown[] {
  if (/^AWS::(IAM::(Policy|ManagedPolicy)|SQS::QueuePolicy|S3::BucketPolicy|SNS::TopicPolicy)$/.test(Type)) {
    return [Properties["PolicyDocument"]];
  }
  if (Type !== "AWS::IAM::Role") return [];
  const inline = z
    .array(z.object({ PolicyDocument: z.unknown() }))
    .default([])
    .parse(Properties["Policies"]);
  return [Properties["AssumeRolePolicyDocument"], ...inline.map((policy) => policy.PolicyDocument)];
}

function wildcardsOf(template: Template, where: string, document: unknown): readonly Wildcard[] {
  return Document.parse(document).Statement.flatMap(
    ({ Effect: effect, Action = [], Resource: resources }) => [
      ...Action.map(rendered)
        .filter((text) => text.includes("*"))
        .map((text) => ({ where, effect, kind: "action" as const, text })),
      ...resources
        .map((resource) => arnText(template, resource))
        .filter((text) => text.includes("*"))
        .map((text) => ({ where, effect, kind: "resource" as const, text })),
    ],
  );
}

/** The ARN that a log group gives of itself ends in `:*`, which the template does not show. */
function arnText(template: Template, resource: unknown): string {
  const text = rendered(resource);
  const owner = /^<(.+)\.Arn>$/.exec(text)?.[1];
  const isLogGroup = owner !== undefined && template.Resources[owner]?.Type === "AWS::Logs::LogGroup";
  return isLogGroup ? `${text}:*` : text;
}
