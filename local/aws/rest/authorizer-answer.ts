import * as z from "zod";
import { evaluate } from "../iam/evaluate.ts";
import { parsePolicy, PolicyError, type Policy } from "../iam/policy.ts";
import type { InvokeResult } from "../host/types.ts";
import type { Refusal } from "./gateway-responses.ts";

/** What a Lambda authorizer decided: a policy, and values for the function behind it. */
export interface AuthorizerAnswer {
  readonly policies: readonly Policy[];
  /** `requestContext.authorizer` of the function's event. */
  readonly context: Readonly<Record<string, unknown>>;
}

const answer = z.object({
  principalId: z.string(),
  policyDocument: z.unknown(),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).nullish(),
  usageIdentifierKey: z.string().nullish(),
});

/**
 * Reads what a Lambda authorizer returned. A thrown `Unauthorized` is a 401; any other fault is an authorizer failure;
 * a result that is no policy is a configuration error, reported through `complain`.
 */
export function readAuthorizerAnswer(
  result: InvokeResult,
  complain: (message: string) => void,
): AuthorizerAnswer | { readonly refusal: Refusal } {
  if (!result.ok) {
    if (result.error.errorMessage === "Unauthorized") return { refusal: { type: "UNAUTHORIZED" } };
    complain(`the authorizer failed: ${result.error.errorType}: ${result.error.errorMessage}`);
    return { refusal: { type: "AUTHORIZER_FAILURE" } };
  }
  const parsed = answer.safeParse(JSON.parse(result.payload));
  if (!parsed.success) {
    complain(`the authorizer's result is malformed: ${z.prettifyError(parsed.error)}`);
    return { refusal: { type: "AUTHORIZER_CONFIGURATION_ERROR" } };
  }
  const { principalId, policyDocument, context } = parsed.data;
  try {
    const policies = [parsePolicy("authorizer", policyDocument)];
    const values = Object.entries(context ?? {}).map(([name, value]) => [
      name,
      value === null ? null : String(value),
    ]);
    return { policies, context: { ...Object.fromEntries(values), principalId } };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    complain(`the authorizer's policy is malformed: ${error.message}`);
    return { refusal: { type: "AUTHORIZER_CONFIGURATION_ERROR" } };
  }
}

/** Whether the authorizer's policy lets `methodArn` be called. */
export function permits(policies: readonly Policy[], methodArn: string): Refusal | undefined {
  const decision = evaluate(policies, { action: "execute-api:Invoke", resource: methodArn, context: {} });
  if (decision.allowed) return undefined;
  const message = "User is not authorized to access this resource";
  return {
    type: "ACCESS_DENIED",
    message: decision.outcome === "explicit-deny" ? `${message} with an explicit deny` : message,
  };
}
