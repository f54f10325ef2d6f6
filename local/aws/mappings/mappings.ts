import type { ResolvedStack } from "../types.ts";
import { MappingError, readMappings, type Mapping } from "./definition.ts";
import type { MappingServices, MappingTuning, RunningMapping } from "./services.ts";
import { runSqsMapping } from "./sqs-mapping.ts";
import { runStreamMapping } from "./stream-mapping.ts";

const DEFAULT_TUNING: MappingTuning = { queueConcurrency: 8, streamRetryMs: 100, streamRetryMaxMs: 5_000 };

/** Every event source mapping of a stack, at work. */
export interface RunningMappings {
  /** No batch under way and no stream record waiting. Messages in queues are not looked at. */
  idle(): boolean;
  /** Takes no new work; resolves when the batches under way have ended. */
  stop(): Promise<void>;
}

/**
 * Starts the mappings of a template. Throws {@link MappingError} when one cannot run here, or when the function's role
 * may not read the source (as the service refuses to make such a mapping).
 */
export async function startMappings(
  stack: ResolvedStack,
  services: MappingServices,
  tuning: Partial<MappingTuning> = {},
): Promise<RunningMappings> {
  const settings = { ...DEFAULT_TUNING, ...tuning };
  const mappings = readMappings(stack);
  for (const mapping of mappings) requirePermissions(mapping, services);
  const running: RunningMapping[] = [];
  for (const mapping of mappings) {
    running.push(
      mapping.kind === "sqs"
        ? runSqsMapping(mapping, services, settings)
        : await runStreamMapping(mapping, services, settings),
    );
  }
  return {
    idle: () => running.every((mapping) => mapping.idle()),
    stop: async () => {
      await Promise.all(running.map((mapping) => mapping.stop()));
    },
  };
}

function requirePermissions(mapping: Mapping, services: MappingServices): void {
  const { sourceArn } = mapping;
  const needed: readonly (readonly [string, string])[] =
    mapping.kind === "sqs"
      ? ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"].map((name) => [`sqs:${name}`, sourceArn])
      : [
          ...["GetRecords", "GetShardIterator", "DescribeStream", "ListStreams"].map(
            (name) => [`dynamodb:${name}`, sourceArn] as const,
          ),
          ...(mapping.onFailureArn === undefined ? [] : [["sqs:SendMessage", mapping.onFailureArn] as const]),
        ];
  for (const [action, resource] of needed) {
    const reason = services.missingPermission(mapping.functionId, action, resource);
    if (reason !== undefined) {
      throw new MappingError(
        `${mapping.logicalId}: the role of ${mapping.functionId} may not ${action} on ${resource}: ${reason}`,
      );
    }
  }
}
