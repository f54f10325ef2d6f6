import * as z from "zod";
import type { ResolvedStack, Resource } from "../types.ts";
import { managedPolicy } from "./managed-policies.ts";
import { parsePolicy, PolicyError, type Policy, type Statement } from "./policy.ts";

const Strings = z.array(z.string()).default([]);
const InlinePolicies = z.array(z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() })).default([]);

/**
 * Every identity policy of a role of the stack: its inline policies, the `AWS::IAM::Policy` and
 * `AWS::IAM::ManagedPolicy` resources attached to it, and the AWS managed policies it names.
 */
export function policiesOfRole(stack: ResolvedStack, roleLogicalId: string): readonly Policy[] {
  const role = stack.resources.find((resource) => resource.logicalId === roleLogicalId);
  if (role?.type !== "AWS::IAM::Role")
    throw new PolicyError(`${roleLogicalId} is no role of stack ${stack.name}`);
  if (role.properties["PermissionsBoundary"] !== undefined) {
    throw new PolicyError(`${roleLogicalId}: permissions boundaries are not evaluated`);
  }
  const inline = InlinePolicies.parse(role.properties["Policies"]).map((policy) =>
    parsePolicy(`${roleLogicalId}/${policy.PolicyName}`, policy.PolicyDocument),
  );
  const named = new Set(Strings.parse(role.properties["ManagedPolicyArns"]));
  const attached: Policy[] = [];
  for (const resource of stack.resources) {
    const isManaged = resource.type === "AWS::IAM::ManagedPolicy";
    if (!isManaged && resource.type !== "AWS::IAM::Policy") continue;
    const listed = Strings.parse(resource.properties["Roles"]).includes(role.physicalId);
    if (listed || (isManaged && named.has(resource.arn))) {
      attached.push(parsePolicy(resource.logicalId, resource.properties["PolicyDocument"]));
    }
    named.delete(resource.arn);
  }
  return [...inline, ...attached, ...[...named].map(managedPolicy)];
}

/** The role a function of the stack runs under. */
export function roleOfFunction(stack: ResolvedStack, functionLogicalId: string): Resource {
  const lambda = stack.resources.find((resource) => resource.logicalId === functionLogicalId);
  const role = stack.resources.find(
    (resource) => resource.type === "AWS::IAM::Role" && resource.arn === lambda?.properties["Role"],
  );
  if (role === undefined)
    throw new PolicyError(`function ${functionLogicalId} of stack ${stack.name} has no role in it`);
  return role;
}

/** Policies that hang on a resource itself (queues and buckets), by the ARN of that resource. */
export function resourcePolicies(stack: ResolvedStack): ReadonlyMap<string, readonly Policy[]> {
  const byArn = new Map<string, Policy[]>();
  for (const resource of stack.resources) {
    for (const target of targetsOf(resource)) {
      const owner = stack.resources.find(
        (candidate) => candidate.physicalId === target && isPolicyOwner(candidate),
      );
      if (owner === undefined)
        throw new PolicyError(`${resource.logicalId}: ${target} is no queue or bucket of the stack`);
      const policy = parsePolicy(resource.logicalId, resource.properties["PolicyDocument"]);
      byArn.set(owner.arn, [...(byArn.get(owner.arn) ?? []), policy]);
    }
  }
  return byArn;
}

/** The statements of a resource policy that concern `principalArn` (undefined: somebody anonymous). */
export function statementsFor(
  policies: readonly Policy[],
  principalArn: string | undefined,
): readonly Policy[] {
  return policies.map(({ name, statements }) => ({
    name,
    statements: statements.filter((statement) => concerns(name, statement, principalArn)),
  }));
}

/** The statements of a resource policy that concern a service of AWS, e.g. `cloudfront.amazonaws.com`. */
export function statementsForService(policies: readonly Policy[], service: string): readonly Policy[] {
  return policies.map(({ name, statements }) => ({
    name,
    statements: statements.filter((statement) => {
      const principals = statement.Principal;
      const named = typeof principals === "object" && principals["Service"]?.includes(service) === true;
      return named || concerns(name, statement, undefined);
    }),
  }));
}

function concerns(
  policy: string,
  { Principal, NotPrincipal }: Statement,
  principalArn: string | undefined,
): boolean {
  if (NotPrincipal !== undefined) throw new PolicyError(`policy ${policy}: NotPrincipal is not evaluated`);
  if (Principal === undefined) throw new PolicyError(`policy ${policy}: a resource policy needs a Principal`);
  if (Principal === "*") return true;
  const wanted = Principal["AWS"] ?? [];
  if (wanted.includes("*")) return true;
  if (principalArn === undefined) return false;
  const account = principalArn.split(":")[4] ?? "";
  return (
    wanted.includes(principalArn) ||
    wanted.includes(account) ||
    wanted.includes(`arn:aws:iam::${account}:root`)
  );
}

function targetsOf(resource: Resource): readonly string[] {
  if (resource.type === "AWS::SQS::QueuePolicy") return Strings.parse(resource.properties["Queues"]);
  if (resource.type === "AWS::S3::BucketPolicy") return [z.string().parse(resource.properties["Bucket"])];
  return [];
}

function isPolicyOwner(resource: Resource): boolean {
  return resource.type === "AWS::SQS::Queue" || resource.type === "AWS::S3::Bucket";
}
