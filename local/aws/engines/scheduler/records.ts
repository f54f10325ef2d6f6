import * as z from "zod";

const target = z.object({
  Arn: z.string().min(1).max(1600),
  RoleArn: z.string().regex(/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/),
  Input: z.string().max(262_144).optional(),
  SqsParameters: z.object({ MessageGroupId: z.string().min(1).max(128).optional() }).optional(),
  DeadLetterConfig: z.object({ Arn: z.string().optional() }).optional(),
  RetryPolicy: z
    .object({
      MaximumEventAgeInSeconds: z.number().int().min(60).max(86_400).optional(),
      MaximumRetryAttempts: z.number().int().min(0).max(185).optional(),
    })
    .optional(),
});

const flexibleWindow = z
  .object({
    Mode: z.enum(["OFF", "FLEXIBLE"]),
    MaximumWindowInMinutes: z.number().int().min(1).max(1440).optional(),
  })
  .refine((window) => (window.Mode === "FLEXIBLE") === (window.MaximumWindowInMinutes !== undefined), {
    message: "MaximumWindowInMinutes goes with Mode FLEXIBLE, and only with it",
  });

/** Names of schedules and groups. */
export const scheduleName = z.string().regex(/^[0-9a-zA-Z-_.]{1,64}$/);

/** What a caller says of a schedule, in the API's spelling. */
export const scheduleSpec = z.object({
  ScheduleExpression: z.string().min(1).max(256),
  ScheduleExpressionTimezone: z.string().min(1).max(50).default("UTC"),
  FlexibleTimeWindow: flexibleWindow,
  Target: target,
  ActionAfterCompletion: z.enum(["NONE", "DELETE"]).default("NONE"),
  State: z.enum(["ENABLED", "DISABLED"]).default("ENABLED"),
  /** Epoch seconds, as the REST API sends them. */
  StartDate: z.number().optional(),
  EndDate: z.number().optional(),
  Description: z.string().max(512).optional(),
  KmsKeyArn: z.string().optional(),
});
export type ScheduleSpec = z.infer<typeof scheduleSpec>;

const schedule = z.object({
  kind: z.literal("schedule"),
  group: z.string(),
  name: z.string(),
  spec: scheduleSpec,
  clientToken: z.string().optional(),
  /** True when the template made it: it goes when the template drops it. */
  fromTemplate: z.boolean(),
  createdAt: z.number(),
  modifiedAt: z.number(),
  /** The occurrence that waits to be delivered; absent once there is none left. Milliseconds. */
  nextAt: z.number().optional(),
});

const group = z.object({
  kind: z.literal("group"),
  name: z.string(),
  clientToken: z.string().optional(),
  createdAt: z.number(),
});

/** One occurrence on its way to the target; lives on its own, so that a crash or a deletion does not lose it. */
const invocation = z.object({
  kind: z.literal("invocation"),
  id: z.string(),
  group: z.string(),
  name: z.string(),
  target,
  scheduledAt: z.number(),
  firstTriedAt: z.number(),
  attempts: z.number(),
  nextTryAt: z.number(),
});

/** Anything the engine stores, told apart by `kind`. */
export const storedRecord = z.discriminatedUnion("kind", [schedule, group, invocation]);
export type StoredRecord = z.infer<typeof storedRecord>;
export type Schedule = z.infer<typeof schedule>;
export type Invocation = z.infer<typeof invocation>;
export type ScheduleGroup = z.infer<typeof group>;
