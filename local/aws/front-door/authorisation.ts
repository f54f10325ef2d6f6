import { createGrantLedger, type Grant } from "../iam/ledger.ts";
import { evaluate } from "../iam/evaluate.ts";
import type { Policy } from "../iam/policy.ts";
import { policiesOfRole, resourcePolicies, statementsFor } from "../iam/roles.ts";
import type { Caller, Clock, LocalLog, RequiredPermission, ResolvedStack } from "../types.ts";

/** A call that was refused, and why. */
export interface Denial {
  /** Logical id of the function, or the kind of caller when it was none. */
  readonly functionId: string;
  readonly service: string;
  readonly operation: string;
  readonly action: string;
  readonly resource: string;
  readonly reason: string;
}

/** Decides over calls by the policies of one stack, and keeps the books on it. */
export interface Authorisation {
  /** The first permission that is missing, or undefined when the call may go ahead. Denials are logged and kept. */
  check(
    caller: Caller,
    about: { readonly service: string; readonly operation: string },
    permissions: readonly RequiredPermission[],
  ): Denial | undefined;
  denials(): readonly Denial[];
  grantsUsed(): readonly Grant[];
  grantsNeverUsed(): readonly Grant[];
}

/** Reads every policy of the stack; throws {@link PolicyError} when one cannot be evaluated for certain. */
export function createAuthorisation(stack: ResolvedStack, clock: Clock, log: LocalLog): Authorisation {
  const ledger = createGrantLedger(stack);
  const onResources = resourcePolicies(stack);
  const byRole = new Map<string, { readonly arn: string; readonly policies: readonly Policy[] }>();
  for (const { logicalId, type, arn } of stack.resources) {
    if (type === "AWS::IAM::Role") byRole.set(logicalId, { arn, policies: policiesOfRole(stack, logicalId) });
  }
  const denials: Denial[] = [];

  const refusal = (
    caller: Caller,
    permission: RequiredPermission,
    common: Readonly<Record<string, string>>,
  ): string | undefined => {
    const role = caller.kind === "role" ? byRole.get(caller.roleId) : undefined;
    const context = { ...common, ...permission.context };
    const request = { action: permission.action, resource: permission.resource, context };
    const attached =
      onResources.get(permission.resource) ?? onResources.get(bucketOf(permission.resource)) ?? [];
    const byResource = evaluate(statementsFor(attached, role?.arn), request);
    if (byResource.outcome === "explicit-deny") return byResource.reason;
    if (role === undefined) return byResource.allowed ? undefined : "the request is not signed";
    const byIdentity = evaluate(role.policies, request);
    if (byIdentity.outcome === "explicit-deny") return byIdentity.reason;
    if (!byIdentity.allowed && !byResource.allowed) return byIdentity.reason;
    if (caller.kind === "role") ledger.record(caller.roleId, byIdentity.grants);
    return undefined;
  };

  return {
    check(caller, { service, operation }, permissions) {
      if (caller.kind === "operator") return undefined;
      const role = caller.kind === "role" ? byRole.get(caller.roleId) : undefined;
      const common = requestContext(stack, clock, role?.arn);
      for (const permission of permissions) {
        const reason = refusal(caller, permission, common);
        if (reason === undefined) continue;
        const functionId = caller.kind === "role" ? caller.functionId : caller.kind;
        const { action, resource } = permission;
        const denial = { functionId, service, operation, action, resource, reason };
        denials.push(denial);
        log({ level: "warn", message: "access denied", ...denial });
        return denial;
      }
      return undefined;
    },
    denials: () => [...denials],
    grantsUsed: () => ledger.used(),
    grantsNeverUsed: () => ledger.neverUsed(),
  };
}

/** The global condition keys. The front door stands for the service's TLS endpoint, hence `aws:securetransport`. */
function requestContext(
  stack: ResolvedStack,
  clock: Clock,
  roleArn: string | undefined,
): Record<string, string> {
  const now = clock.now();
  const common = {
    "aws:securetransport": "true",
    "aws:requestedregion": stack.place.region,
    "aws:currenttime": new Date(now).toISOString(),
    "aws:epochtime": String(Math.floor(now / 1000)),
    "aws:sourceip": "127.0.0.1",
  };
  if (roleArn === undefined) return common;
  return {
    ...common,
    "aws:principalarn": roleArn,
    "aws:principalaccount": stack.place.account,
    "aws:principaltype": "AssumedRole",
  };
}

function bucketOf(arn: string): string {
  return arn.startsWith("arn:aws:s3:::") ? arn.replace(/\/.*$/s, "") : arn;
}
