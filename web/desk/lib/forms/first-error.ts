import type { ReactNode } from "react";

/** The text of the first error at a path or below it, for a field that shows all of them in one place. */
export function firstError(errors: Readonly<Record<string, ReactNode>>, path: string): string | undefined {
  const found = Object.entries(errors).find(([at]) => at === path || at.startsWith(`${path}.`))?.[1];
  return typeof found === "string" ? found : undefined;
}
