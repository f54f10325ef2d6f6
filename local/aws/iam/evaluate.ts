import { conditionsHold, substituteVariables, type Context } from "./conditions.ts";
import { matchesPattern } from "./match.ts";
import { PolicyError, type Policy, type Statement } from "./policy.ts";

/** What somebody wants to do. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  readonly context?: Context;
}

/** A pattern pair of an Allow statement that matched a request. */
export interface MatchedGrant {
  readonly policy: string;
  readonly action: string;
  readonly resource: string;
}

/** The answer, with what led to it. */
export interface Decision {
  readonly allowed: boolean;
  /** `explicit deny in <policy>`, `allowed by <policy>` or `no policy allows it`. */
  readonly reason: string;
  readonly outcome: "allow" | "explicit-deny" | "implicit-deny";
  /** The grants that made it allowed; empty when it was not. */
  readonly grants: readonly MatchedGrant[];
}

/**
 * Evaluates policies as IAM does: an explicit Deny wins, then any Allow, else it is denied. Statements with a
 * `Principal` are looked at as if the principal matched: the caller picks those (see `statementsFor`).
 * Throws {@link PolicyError} rather than guess at a condition operator or a policy variable.
 */
export function evaluate(policies: readonly Policy[], request: AccessRequest): Decision {
  const context = request.context ?? {};
  const grants: MatchedGrant[] = [];
  let denied: Policy | undefined;
  for (const policy of policies) {
    for (const statement of policy.statements) {
      const action = matchedAction(statement, request.action);
      if (action === undefined) continue;
      const resource = matchedResource(statement, request.resource, context);
      if (resource === undefined) continue;
      if (statement.Condition !== undefined && !conditionsHold(statement.Condition, context)) continue;
      if (statement.Effect === "Deny") denied ??= policy;
      else grants.push({ policy: policy.name, action, resource });
    }
  }
  if (denied !== undefined) {
    return {
      allowed: false,
      outcome: "explicit-deny",
      reason: `explicit deny in ${denied.name}`,
      grants: [],
    };
  }
  const [first] = grants;
  return first === undefined
    ? { allowed: false, outcome: "implicit-deny", reason: "no policy allows it", grants: [] }
    : { allowed: true, outcome: "allow", reason: `allowed by ${first.policy}`, grants };
}

/** Every action and resource pattern that an Allow statement grants, as the ledger counts them. */
export function grantsOf(policy: Policy): readonly MatchedGrant[] {
  return policy.statements
    .filter((statement) => statement.Effect === "Allow")
    .flatMap((statement) => {
      const actions = statement.Action ?? [`NotAction ${(statement.NotAction ?? []).join(",")}`];
      const resources = statement.Resource ?? [`NotResource ${(statement.NotResource ?? []).join(",")}`];
      return actions.flatMap((action) =>
        resources.map((resource) => ({ policy: policy.name, action, resource })),
      );
    });
}

function matchedAction({ Action, NotAction }: Statement, action: string): string | undefined {
  if (Action !== undefined) return Action.find((pattern) => matchesPattern(pattern, action, true));
  const excluded = NotAction ?? [];
  return excluded.some((pattern) => matchesPattern(pattern, action, true))
    ? undefined
    : `NotAction ${excluded.join(",")}`;
}

function matchedResource(
  { Resource, NotResource }: Statement,
  resource: string,
  context: Context,
): string | undefined {
  const matches = (pattern: string): boolean =>
    matchesPattern(substituteVariables(pattern, context), resource);
  if (Resource !== undefined) return Resource.find(matches);
  if (NotResource === undefined) throw new PolicyError("a statement has neither Resource nor NotResource");
  return NotResource.some(matches) ? undefined : `NotResource ${NotResource.join(",")}`;
}
