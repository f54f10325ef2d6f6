import type { ResolvedStack } from "../types.ts";
import { evaluate } from "./evaluate.ts";
import { matchesArn, matchesPattern } from "./match.ts";
import { parsePolicy, PolicyError } from "./policy.ts";

/**
 * Whether an AWS service (e.g. `apigateway.amazonaws.com`) may invoke a function of the stack on behalf of
 * `sourceArn`, by the `AWS::Lambda::Permission` resources of the template.
 */
export function mayInvoke(
  stack: ResolvedStack,
  principal: string,
  functionArn: string,
  sourceArn: string,
): boolean {
  return stack.resources.some(({ type, properties }) => {
    if (type !== "AWS::Lambda::Permission") return false;
    const { FunctionName, Action, Principal, SourceArn, SourceAccount } = properties;
    return (
      typeof FunctionName === "string" &&
      (FunctionName === functionArn || functionArn.endsWith(`:function:${FunctionName}`)) &&
      typeof Action === "string" &&
      matchesPattern(Action, "lambda:InvokeFunction", true) &&
      (Principal === principal || Principal === "*") &&
      (SourceArn === undefined || (typeof SourceArn === "string" && matchesArn(SourceArn, sourceArn))) &&
      (SourceAccount === undefined || SourceAccount === stack.place.account)
    );
  });
}

/**
 * Whether an AWS service (e.g. `scheduler.amazonaws.com`) may take on a role of the stack, by the trust policy of that
 * role. `context` holds what the service sends along, such as `aws:sourceaccount`.
 */
export function mayAssume(
  stack: ResolvedStack,
  principal: string,
  roleArn: string,
  context: Readonly<Record<string, string>> = {},
): boolean {
  const role = stack.resources.find(({ type, arn }) => type === "AWS::IAM::Role" && arn === roleArn);
  if (role === undefined) return false;
  const trust = parsePolicy(
    `${role.logicalId}/AssumeRolePolicyDocument`,
    role.properties["AssumeRolePolicyDocument"],
  );
  const statements = trust.statements.filter(({ Principal, NotPrincipal }) => {
    if (NotPrincipal !== undefined)
      throw new PolicyError(`policy ${trust.name}: NotPrincipal is not evaluated`);
    return Principal === "*" || Principal?.["Service"]?.includes(principal) === true;
  });
  // A trust policy names no resource: it speaks of the role it hangs on.
  const onRole = statements.map((statement) => ({ ...statement, Resource: [roleArn] }));
  return evaluate([{ name: trust.name, statements: onRole }], {
    action: "sts:AssumeRole",
    resource: roleArn,
    context,
  }).allowed;
}
