import * as z from "zod";
import type { Resource } from "../../types.ts";
import { SqsError } from "./errors.ts";

const RANGES: Readonly<Record<string, readonly [min: number, max: number]>> = {
  VisibilityTimeout: [0, 43_200],
  DelaySeconds: [0, 900],
  ReceiveMessageWaitTimeSeconds: [0, 20],
  MaximumMessageSize: [1_024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
};

const DEFAULTS = {
  VisibilityTimeout: "30",
  DelaySeconds: "0",
  ReceiveMessageWaitTimeSeconds: "0",
  MaximumMessageSize: "1048576",
  MessageRetentionPeriod: "345600",
};

const FLAGS = ["FifoQueue", "ContentBasedDeduplication", "SqsManagedSseEnabled"] as const;

const OTHERS = [
  "DeduplicationScope",
  "FifoThroughputLimit",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
  "Policy",
  "RedrivePolicy",
  "RedriveAllowPolicy",
] as const;

const RedrivePolicy = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});

/** Attributes as `GetQueueAttributes` shows them: strings. The five with a default are always there. */
export type QueueAttributes = Readonly<
  Record<keyof typeof DEFAULTS, string> &
    Partial<Record<(typeof FLAGS)[number] | (typeof OTHERS)[number], string>>
>;

/** Checks attributes over `base` (the defaults when left out). Throws the error the API answers. */
export function queueAttributes(
  name: string,
  given: Readonly<Record<string, string>>,
  base: Readonly<Record<string, string>> = {},
): QueueAttributes {
  const known = new Set<string>([...Object.keys(RANGES), ...FLAGS, ...OTHERS]);
  for (const [attribute, value] of Object.entries(given)) {
    if (!known.has(attribute)) throw new SqsError("InvalidAttributeName", `Unknown Attribute ${attribute}.`);
    checkValue(attribute, value);
  }
  const merged: { -readonly [Key in keyof QueueAttributes]: QueueAttributes[Key] } = {
    ...DEFAULTS,
    ...base,
    ...given,
  };
  if (merged.RedrivePolicy === "") delete merged.RedrivePolicy;
  if (merged.FifoQueue === "false") delete merged.FifoQueue;
  const fifo = merged.FifoQueue === "true";
  if (fifo !== name.endsWith(".fifo")) {
    throw new SqsError(
      "InvalidParameterValue",
      "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length.",
    );
  }
  if (!fifo && merged.ContentBasedDeduplication !== undefined) {
    throw new SqsError("InvalidAttributeName", "Unknown Attribute ContentBasedDeduplication.");
  }
  if (!/^[\w-]{1,80}$/.test(name.replace(/\.fifo$/, "")) || name.length > 80) {
    throw new SqsError(
      "InvalidParameterValue",
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    );
  }
  return merged;
}

/** Where messages go after too many receives; undefined when they stay. */
export function redrivePolicy(attributes: QueueAttributes): z.infer<typeof RedrivePolicy> | undefined {
  return attributes.RedrivePolicy === undefined
    ? undefined
    : RedrivePolicy.parse(JSON.parse(attributes.RedrivePolicy));
}

/** The attributes an `AWS::SQS::Queue` of a template asks for. */
export function attributesOfResource({ properties }: Resource): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name of [...Object.keys(RANGES), ...FLAGS, ...OTHERS]) {
    const value = properties[name];
    if (value !== undefined) attributes[name] = typeof value === "string" ? value : JSON.stringify(value);
  }
  return attributes;
}

function checkValue(attribute: string, value: string): void {
  const range = RANGES[attribute];
  const inRange =
    range === undefined || (/^\d+$/.test(value) && Number(value) >= range[0] && Number(value) <= range[1]);
  const isFlag = !(FLAGS as readonly string[]).includes(attribute) || value === "true" || value === "false";
  const isRedrive = attribute !== "RedrivePolicy" || value === "" || isRedrivePolicy(value);
  if (!inRange || !isFlag || !isRedrive) {
    throw new SqsError("InvalidAttributeValue", `Invalid value for the parameter ${attribute}.`);
  }
}

function isRedrivePolicy(value: string): boolean {
  try {
    return RedrivePolicy.safeParse(JSON.parse(value)).success;
  } catch {
    return false;
  }
}
