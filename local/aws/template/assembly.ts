import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { TemplateError } from "./errors.ts";

const Manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      displayName: z.string().optional(),
      properties: z
        .looseObject({ templateFile: z.string().optional(), stackName: z.string().optional() })
        .optional(),
    }),
  ),
});

const ResourceDeclaration = z.looseObject({
  Type: z.string(),
  Condition: z.string().optional(),
  DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
  Properties: z.record(z.string(), z.unknown()).optional(),
  Metadata: z.record(z.string(), z.unknown()).optional(),
});

const Template = z.looseObject({
  Parameters: z
    .record(
      z.string(),
      z.looseObject({ Type: z.string(), Default: z.union([z.string(), z.number()]).optional() }),
    )
    .optional(),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))).optional(),
  Conditions: z.record(z.string(), z.unknown()).optional(),
  Resources: z.record(z.string(), ResourceDeclaration),
  Outputs: z
    .record(z.string(), z.looseObject({ Value: z.unknown(), Condition: z.string().optional() }))
    .optional(),
  Transform: z.unknown().optional(),
});

/** A CloudFormation template as it stands in `cdk.out`: shapes checked, nothing resolved. */
export type Template = z.infer<typeof Template>;

/** One resource as the template declares it. */
export type ResourceDeclaration = z.infer<typeof ResourceDeclaration>;

/** Checks the outline of a template; throws {@link TemplateError} naming the first thing that is wrong. */
export function parseTemplate(json: unknown): Template {
  const parsed = Template.safeParse(json);
  if (!parsed.success)
    throw new TemplateError(`not a CloudFormation template: ${z.prettifyError(parsed.error)}`);
  if (parsed.data.Transform !== undefined)
    throw new TemplateError("a template with a Transform cannot be resolved");
  return parsed.data;
}

/**
 * Reads the template of one stack out of a synthesized cloud assembly (`cdk.out`).
 * `stackName` may be left out when the assembly holds a single stack.
 */
export function readAssembly(
  assemblyDir: string,
  stackName?: string,
): { stackName: string; template: Template } {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(assemblyDir, "manifest.json"), "utf8")));
  const stacks = Object.entries(manifest.artifacts)
    .filter(([, artifact]) => artifact.type === "aws:cloudformation:stack")
    .map(([id, artifact]) => ({
      name: artifact.properties?.stackName ?? id,
      file: artifact.properties?.templateFile,
    }));
  const names = stacks.map((stack) => stack.name).join(", ") || "none";
  const chosen =
    stackName === undefined
      ? stacks.length === 1
        ? stacks[0]
        : undefined
      : stacks.find((stack) => stack.name === stackName);
  if (chosen?.file === undefined) {
    throw new TemplateError(
      `${assemblyDir} holds no template for ${stackName ?? "the only stack"} (stacks there: ${names})`,
    );
  }
  const template = parseTemplate(JSON.parse(readFileSync(join(assemblyDir, chosen.file), "utf8")));
  return { stackName: chosen.name, template };
}
