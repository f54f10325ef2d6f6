import type { Agent } from "../../shared/contracts/organisation.ts";
import type { StoredApiKey } from "../../shared/contracts/stored/shapes.ts";
import { Violation } from "./violation.ts";

interface Version<Value> {
  /** The commit with which it came to be so. */
  readonly from: number;
  /** Undefined: it was gone. */
  readonly value: Value | undefined;
}

/** Records as they were from one commit to the next. */
function createHistory<Value>() {
  const versions = new Map<string, Version<Value>[]>();
  return {
    take: (id: string, value: Value | undefined, from: number): void => {
      versions.set(id, [...(versions.get(id) ?? []), { from, value }]);
    },
    /** The last one that was there. */
    last: (id: string): Value | undefined =>
      versions.get(id)?.findLast(({ value }) => value !== undefined)?.value,
    /** Those that somebody may know who began after this many commits. */
    since: (id: string, begunAfter: number): readonly Value[] =>
      (versions.get(id) ?? []).flatMap(({ value }, index, all) => {
        const next = all[index + 1];
        return value === undefined || (next !== undefined && next.from <= begunAfter) ? [] : [value];
      }),
  };
}

/** People and API keys as the table's stream tells them, and as they were: whoever acts is judged by what they may have been. */
export function createPeopleShadow() {
  const agents = createHistory<Agent>();
  const apiKeys = createHistory<StoredApiKey>();
  return {
    agents,
    apiKeys,
    take: (kind: unknown, id: string, value: Readonly<Record<string, unknown>> | undefined, commit: number) =>
      kind === "agent"
        ? agents.take(id, value as Agent | undefined, commit)
        : apiKeys.take(id, value as StoredApiKey | undefined, commit),
  };
}

/** Looks at every version, and throws what the last of them shows unless one of them is right. */
export function oneOf<Value>(versions: readonly Value[], check: (version: Value | undefined) => void): void {
  let failure: Violation | undefined;
  for (const version of versions.length > 0 ? versions : [undefined]) {
    try {
      check(version);
      return;
    } catch (error) {
      if (!(error instanceof Violation)) throw error;
      failure = error;
    }
  }
  throw failure ?? new Error("nothing was looked at");
}
