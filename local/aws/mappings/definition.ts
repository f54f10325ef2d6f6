import * as z from "zod";
import type { ResolvedStack, Resource } from "../types.ts";
import { parseFilters, type RecordFilter } from "./filter.ts";

/** An event source mapping of the template that cannot run here as it would on AWS. */
export class MappingError extends Error {
  override readonly name = "MappingError";
}

interface Common {
  readonly id: string;
  readonly logicalId: string;
  /** Logical id of the function. */
  readonly functionId: string;
  readonly functionArn: string;
  readonly sourceArn: string;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly reportsFailures: boolean;
  readonly filter?: RecordFilter;
}

export interface SqsMapping extends Common {
  readonly kind: "sqs";
  readonly isFifo: boolean;
  readonly maxConcurrency?: number;
}

export interface StreamMapping extends Common {
  readonly kind: "stream";
  readonly tableName: string;
  /** Name of the table's partition key. */
  readonly partitionKey: string;
  readonly startingPosition: "TRIM_HORIZON" | "LATEST";
  readonly parallelization: number;
  /** Retries after the first attempt; -1 for no end. */
  readonly maxRetries: number;
  /** Records older than this are given up; -1 for never. */
  readonly maxAgeSeconds: number;
  readonly bisects: boolean;
  readonly onFailureArn?: string;
}

export type Mapping = SqsMapping | StreamMapping;

/** Lambda takes so many patterns a mapping, unless an account has asked for more. */
const filtersLimit = 5;

const whole = z.coerce.number().int();
const common = {
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: z.coerce.boolean().default(true),
  FunctionResponseTypes: z.array(z.literal("ReportBatchItemFailures")).default([]),
  FilterCriteria: z
    .object({
      Filters: z
        .array(z.object({ Pattern: z.string() }))
        .max(filtersLimit)
        .default([]),
    })
    .optional(),
  MaximumBatchingWindowInSeconds: whole.min(0).max(300).default(0),
  Tags: z.unknown().optional(),
};

const sqsShape = z.strictObject({
  ...common,
  BatchSize: whole.min(1).max(10_000).default(10),
  ScalingConfig: z.strictObject({ MaximumConcurrency: whole.min(2).max(1000).optional() }).optional(),
});

const streamShape = z.strictObject({
  ...common,
  BatchSize: whole.min(1).max(10_000).default(100),
  StartingPosition: z.enum(["TRIM_HORIZON", "LATEST"]),
  ParallelizationFactor: whole.min(1).max(10).default(1),
  MaximumRetryAttempts: whole.min(-1).max(10_000).default(-1),
  MaximumRecordAgeInSeconds: whole.max(604_800).default(-1),
  BisectBatchOnFunctionError: z.stringbool().or(z.boolean()).default(false),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
    .optional(),
  TumblingWindowInSeconds: z.never("tumbling windows are not emulated").optional(),
});

/** The enabled event source mappings of a template; throws {@link MappingError} with the logical id at fault. */
export function readMappings(stack: ResolvedStack): Mapping[] {
  return stack.resources
    .filter(
      ({ type, properties }) =>
        type === "AWS::Lambda::EventSourceMapping" && String(properties["Enabled"] ?? true) !== "false",
    )
    .map((resource) => readMapping(stack, resource));
}

function readMapping(stack: ResolvedStack, resource: Resource): Mapping {
  const at = resource.logicalId;
  const source = String(resource.properties["EventSourceArn"]);
  const service = source.split(":")[2];
  if (service === "sqs") return readSqsMapping(stack, resource);
  if (service === "dynamodb") return readStreamMapping(stack, resource);
  throw new MappingError(`${at}: event source ${source} is not emulated`);
}

function readSqsMapping(stack: ResolvedStack, resource: Resource): SqsMapping {
  const at = resource.logicalId;
  const declared = check(sqsShape, resource);
  const queue = stack.resources.find(
    ({ type, arn }) => type === "AWS::SQS::Queue" && arn === declared.EventSourceArn,
  );
  if (queue === undefined)
    throw new MappingError(`${at}: ${declared.EventSourceArn} is no queue of the stack`);
  const isFifo = String(queue.properties["FifoQueue"] ?? false) === "true";
  if (isFifo && declared.BatchSize > 10)
    throw new MappingError(`${at}: BatchSize ${declared.BatchSize} is over 10, the most of a FIFO queue`);
  if (isFifo && declared.MaximumBatchingWindowInSeconds > 0)
    throw new MappingError(`${at}: a FIFO queue takes no MaximumBatchingWindowInSeconds`);
  if (declared.BatchSize > 10 && declared.MaximumBatchingWindowInSeconds < 1) {
    throw new MappingError(`${at}: a BatchSize over 10 needs a MaximumBatchingWindowInSeconds of at least 1`);
  }
  const lambda = functionOf(stack, at, declared.FunctionName);
  const visibility = Number(queue.properties["VisibilityTimeout"] ?? 30);
  const timeout = Number(lambda.properties["Timeout"] ?? 3);
  if (visibility < timeout) {
    throw new MappingError(
      `${at}: Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${timeout} seconds`,
    );
  }
  const maxConcurrency = declared.ScalingConfig?.MaximumConcurrency;
  return {
    kind: "sqs",
    ...commonOf(resource, declared, lambda),
    isFifo,
    ...(maxConcurrency === undefined ? {} : { maxConcurrency }),
  };
}

function readStreamMapping(stack: ResolvedStack, resource: Resource): StreamMapping {
  const at = resource.logicalId;
  const declared = check(streamShape, resource);
  const table = stack.resources.find(
    ({ type, attributes }) =>
      type === "AWS::DynamoDB::Table" && attributes["StreamArn"] === declared.EventSourceArn,
  );
  if (table === undefined)
    throw new MappingError(`${at}: ${declared.EventSourceArn} is no stream of a table of the stack`);
  const schema = z
    .array(z.object({ AttributeName: z.string(), KeyType: z.string() }))
    .parse(table.properties["KeySchema"]);
  const age = declared.MaximumRecordAgeInSeconds;
  if (age !== -1 && age < 60)
    throw new MappingError(`${at}: MaximumRecordAgeInSeconds must be -1 or at least 60`);
  const onFailureArn = declared.DestinationConfig?.OnFailure?.Destination;
  if (
    onFailureArn !== undefined &&
    !stack.resources.some(({ type, arn }) => type === "AWS::SQS::Queue" && arn === onFailureArn)
  ) {
    throw new MappingError(`${at}: on-failure destination ${onFailureArn} is no queue of the stack`);
  }
  return {
    kind: "stream",
    ...commonOf(resource, declared, functionOf(stack, at, declared.FunctionName)),
    tableName: table.physicalId,
    partitionKey: schema.find(({ KeyType }) => KeyType === "HASH")?.AttributeName ?? "",
    startingPosition: declared.StartingPosition,
    parallelization: declared.ParallelizationFactor,
    maxRetries: declared.MaximumRetryAttempts,
    maxAgeSeconds: age,
    bisects: declared.BisectBatchOnFunctionError,
    ...(onFailureArn === undefined ? {} : { onFailureArn }),
  };
}

function commonOf(
  resource: Resource,
  declared: z.infer<typeof sqsShape> | z.infer<typeof streamShape>,
  lambda: Resource,
): Common {
  const patterns = declared.FilterCriteria?.Filters.map(({ Pattern }) => Pattern) ?? [];
  return {
    id: resource.physicalId,
    logicalId: resource.logicalId,
    functionId: lambda.logicalId,
    functionArn: lambda.arn,
    sourceArn: declared.EventSourceArn,
    batchSize: declared.BatchSize,
    windowMs: declared.MaximumBatchingWindowInSeconds * 1000,
    reportsFailures: declared.FunctionResponseTypes.length > 0,
    ...(patterns.length === 0 ? {} : { filter: parseFilters(patterns, resource.logicalId) }),
  };
}

function functionOf(stack: ResolvedStack, at: string, reference: string): Resource {
  const found = stack.resources.find(
    ({ type, arn, physicalId }) =>
      type === "AWS::Lambda::Function" &&
      (reference === physicalId || reference === arn || reference.startsWith(`${arn}:`)),
  );
  if (found === undefined) throw new MappingError(`${at}: ${reference} is no function of the stack`);
  return found;
}

function check<T extends z.ZodType>(shape: T, resource: Resource): z.infer<T> {
  const parsed = shape.safeParse(resource.properties);
  if (!parsed.success) throw new MappingError(`${resource.logicalId}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
