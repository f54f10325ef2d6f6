import * as z from "zod";
import type { ResolvedStack, Resource } from "../types.ts";
import { RestDefinitionError } from "./definition.ts";

const stage = z.object({
  RestApiId: z.string(),
  StageName: z.string().optional(),
  Variables: z.record(z.string(), z.string()).optional(),
});

/** The stages of a REST API with their variables: from `AWS::ApiGateway::Stage`, or a deployment that names one. */
export function stagesOf(
  stack: ResolvedStack,
  api: Resource,
): ReadonlyMap<string, Readonly<Record<string, string>> | null> {
  const stages = new Map<string, Readonly<Record<string, string>> | null>();
  for (const resource of stack.resources) {
    if (resource.type !== "AWS::ApiGateway::Stage" && resource.type !== "AWS::ApiGateway::Deployment")
      continue;
    const { RestApiId, StageName, Variables } = stage.parse(resource.properties);
    if (RestApiId === api.physicalId && StageName !== undefined) stages.set(StageName, Variables ?? null);
  }
  if (stages.size === 0) throw new RestDefinitionError(`REST API ${api.logicalId} has no stage`);
  return stages;
}
