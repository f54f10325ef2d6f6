import type { ResolvedStack } from "../types.ts";
import { grantsOf, type MatchedGrant } from "./evaluate.ts";
import { policiesOfRole } from "./roles.ts";

/** An action on a resource that a policy of the template grants to a role; both may be patterns. */
export interface Grant {
  /** Logical id of the role. */
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  /** Logical id of the policy, or the ARN of the AWS managed policy. */
  readonly policy: string;
}

/** Which grants of a stack were put to use, so that a test can point at those nobody needs. */
export interface GrantLedger {
  record(role: string, grants: readonly MatchedGrant[]): void;
  used(): readonly Grant[];
  neverUsed(): readonly Grant[];
}

/** Starts a ledger over every role of the stack. Policies that cannot be read are refused here, not at the first call. */
export function createGrantLedger(stack: ResolvedStack): GrantLedger {
  const all = new Map<string, Grant>();
  const used = new Set<string>();
  for (const resource of stack.resources) {
    if (resource.type !== "AWS::IAM::Role") continue;
    for (const policy of policiesOfRole(stack, resource.logicalId)) {
      for (const grant of grantsOf(policy))
        all.set(keyOf(resource.logicalId, grant), { role: resource.logicalId, ...grant });
    }
  }
  return {
    record(role, grants) {
      for (const grant of grants) used.add(keyOf(role, grant));
    },
    used: () => [...all].filter(([key]) => used.has(key)).map(([, grant]) => grant),
    neverUsed: () => [...all].filter(([key]) => !used.has(key)).map(([, grant]) => grant),
  };
}

function keyOf(role: string, { policy, action, resource }: MatchedGrant): string {
  return JSON.stringify([role, policy, action, resource]);
}
