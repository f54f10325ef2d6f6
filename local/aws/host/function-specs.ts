import { existsSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import * as z from "zod";
import type { Resource, ResolvedStack } from "../types.ts";
import type { FunctionSpec } from "./types.ts";

/** CloudFormation hands numbers over as numbers or as text. */
const count = z.coerce.number().int();

const properties = z.object({
  Handler: z.string(),
  Runtime: z.string().regex(/^nodejs\d+\.x$/, "only Node.js runtimes run here"),
  Timeout: count.default(3),
  MemorySize: count.default(128),
  ReservedConcurrentExecutions: count.optional(),
  Environment: z
    .object({ Variables: z.record(z.string(), z.coerce.string()).default({}) })
    .default({ Variables: {} }),
  PackageType: z.literal("Zip").optional(),
});

/**
 * The functions of a template with the folders of their built code (`aws:asset:path`, relative to the assembly).
 * Throws with the function's logical id when one cannot be run here: another runtime, no asset, an asset that is not a folder.
 */
export function functionSpecs(stack: ResolvedStack, assemblyFolder: string): FunctionSpec[] {
  return stack.resources
    .filter((resource) => resource.type === "AWS::Lambda::Function")
    .map((resource) => specOf(resource, assemblyFolder));
}

function specOf(resource: Resource, assemblyFolder: string): FunctionSpec {
  const parsed = properties.safeParse(resource.properties);
  if (!parsed.success) throw new Error(`function ${resource.logicalId}: ${z.prettifyError(parsed.error)}`);
  const asset = resource.metadata["aws:asset:path"];
  if (typeof asset !== "string") {
    throw new Error(
      `function ${resource.logicalId} has no aws:asset:path: its code must be a folder asset of the assembly`,
    );
  }
  const codeFolder = isAbsolute(asset) ? asset : join(assemblyFolder, asset);
  if (!existsSync(codeFolder) || !statSync(codeFolder).isDirectory()) {
    throw new Error(
      `function ${resource.logicalId}: no folder ${codeFolder} (built code is run from a folder, not from an archive)`,
    );
  }
  const { Handler, Runtime, Timeout, MemorySize, ReservedConcurrentExecutions, Environment } = parsed.data;
  return {
    id: resource.logicalId,
    name: resource.physicalId,
    arn: resource.arn,
    codeFolder,
    handler: Handler,
    runtime: Runtime,
    timeoutSeconds: Timeout,
    memoryMb: MemorySize,
    ...(ReservedConcurrentExecutions === undefined
      ? {}
      : { reservedConcurrency: ReservedConcurrentExecutions }),
    environment: Environment.Variables,
  };
}
