import type { ResourceDeclaration } from "./assembly.ts";
import { TemplateError } from "./errors.ts";

/** Refuses a template whose resources refer to each other in a circle, as CloudFormation does; names the circle. */
export function refuseCycles(resources: Readonly<Record<string, ResourceDeclaration>>): void {
  const done = new Set<string>();
  const visit = (logicalId: string, path: readonly string[]): void => {
    if (path.includes(logicalId)) {
      throw new TemplateError(
        `circular dependency: ${[...path.slice(path.indexOf(logicalId)), logicalId].join(" -> ")}`,
      );
    }
    const resource = resources[logicalId];
    if (resource === undefined || done.has(logicalId)) return;
    const targets = new Set<string>([resource.DependsOn ?? []].flat());
    collect(resource.Properties, targets);
    for (const target of targets) visit(target, [...path, logicalId]);
    done.add(logicalId);
  };
  for (const logicalId of Object.keys(resources)) visit(logicalId, []);
}

function collect(value: unknown, targets: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, targets);
    return;
  }
  if (value === null || typeof value !== "object") return;
  for (const [key, item] of Object.entries(value)) {
    if (key === "Ref" && typeof item === "string") targets.add(item);
    else if (key === "Fn::GetAtt") addTarget(Array.isArray(item) ? item[0] : item, targets);
    else if (key === "Fn::Sub") {
      for (const [, name] of String(Array.isArray(item) ? item[0] : item).matchAll(/\$\{([^!}][^}]*)\}/g))
        addTarget(name, targets);
    }
    collect(item, targets);
  }
}

function addTarget(name: unknown, targets: Set<string>): void {
  if (typeof name === "string") targets.add(name.replace(/\..*$/s, ""));
}
