import { type BearerDeps, bearerOf } from "../../shared/actions/sessions/bearer.ts";
import { contextOf, principalOf } from "../middleware/bearer.ts";
import type { APIGatewayAuthorizerResult, APIGatewayTokenAuthorizerEvent } from "aws-lambda";
import type { Log } from "../../shared/ports/ports.ts";
import { withFailureLog } from "../middleware/failure-log.ts";

type Answer = { readonly allowed: APIGatewayAuthorizerResult } | { readonly allowed: undefined };

/**
 * The one authorizer of the API: tells the gateway whether a bearer token is good, and the functions whose it is. What they
 * may do is decided there. A token that is not good is the error `Unauthorized`, by which the gateway answers 401.
 */
export function createAuthorizerHandler(
  deps: BearerDeps & { readonly log: Log },
): (event: APIGatewayTokenAuthorizerEvent, context: unknown) => Promise<APIGatewayAuthorizerResult> {
  const decide = withFailureLog<APIGatewayTokenAuthorizerEvent, Answer>(deps.log, async (event) => {
    const token = /^Bearer +(\S+)$/i.exec(event.authorizationToken)?.[1];
    const bearer = token === undefined ? undefined : await bearerOf(deps, token);
    if (bearer === undefined) return { allowed: undefined };
    const allowed = {
      principalId: principalOf(bearer),
      policyDocument: {
        Version: "2012-10-17",
        Statement: [
          { Action: "execute-api:Invoke", Effect: "Allow" as const, Resource: stageOf(event.methodArn) },
        ],
      },
      context: contextOf(bearer),
    };
    return { allowed };
  });
  return async (event, context) => {
    const { allowed } = await decide(event, context);
    // The gateway knows a refusal by this very message.
    if (allowed === undefined) throw new Error("Unauthorized");
    return allowed;
  };
}

/**
 * Every method of the stage that `methodArn` is in: the gateway remembers the policy for the token, and asks it about the next
 * method too.
 */
function stageOf(methodArn: string): string {
  const stage = /^arn:[^:]+:execute-api:[^:]*:[^:]*:[^/]+\/[^/]+/.exec(methodArn)?.[0];
  if (stage === undefined) throw new TypeError("the method's ARN is not one of a REST API");
  return `${stage}/*`;
}
