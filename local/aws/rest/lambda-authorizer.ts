import type { Clock } from "../types.ts";
import type { InvokeResult } from "../host/types.ts";
import { permits, readAuthorizerAnswer, type AuthorizerAnswer } from "./authorizer-answer.ts";
import type { Authorizer } from "./definition.ts";
import type { Refusal } from "./gateway-responses.ts";
import { baseEvent, type EventScope } from "./proxy-event.ts";
import type { RestRequest } from "./request.ts";
import type { Match } from "./routing.ts";

export type LambdaCheck = (
  authorizer: Authorizer,
  request: RestRequest,
  match: Match,
  methodArn: string,
) => Promise<{ readonly context: Readonly<Record<string, unknown>> } | { readonly refusal: Refusal }>;

export interface LambdaCheckOptions {
  readonly clock: Clock;
  readonly scope: EventScope;
  /** Calls the authorizer's function; undefined when the template does not let this API call it. */
  readonly invoke: (authorizer: Authorizer, event: unknown) => Promise<InvokeResult | undefined>;
  readonly complain: (message: string) => void;
}

/** Asks `TOKEN` and `REQUEST` authorizers, and keeps their answers for their time to live, by identity sources. */
export function createLambdaCheck({ clock, scope, invoke, complain }: LambdaCheckOptions): LambdaCheck {
  const cache = new Map<string, { readonly until: number; readonly answer: AuthorizerAnswer }>();

  return async (authorizer, request, match, methodArn) => {
    const identity = authorizer.identitySources.map((source) => identityValue(source, request, scope));
    if (identity.some((value) => value === undefined || value === ""))
      return { refusal: { type: "UNAUTHORIZED" } };
    if (authorizer.validation?.test(identity[0] ?? "") === false)
      return { refusal: { type: "UNAUTHORIZED" } };

    const key = JSON.stringify([authorizer.name, ...identity]);
    const known = cache.get(key);
    let answer = known !== undefined && known.until > clock.now() ? known.answer : undefined;
    if (answer === undefined) {
      cache.delete(key);
      const result = await invoke(authorizer, eventOf(authorizer, request, match, methodArn, identity[0]));
      if (result === undefined) return { refusal: { type: "AUTHORIZER_CONFIGURATION_ERROR" } };
      const read = readAuthorizerAnswer(result, complain);
      if ("refusal" in read) return read;
      answer = read;
      if (authorizer.ttlSeconds > 0)
        cache.set(key, { until: clock.now() + authorizer.ttlSeconds * 1000, answer });
    }
    const refusal = permits(answer.policies, methodArn);
    return refusal === undefined ? { context: answer.context } : { refusal };
  };

  function eventOf(
    authorizer: Authorizer,
    request: RestRequest,
    match: Match,
    methodArn: string,
    token: string | undefined,
  ): object {
    return authorizer.kind === "token"
      ? { type: "TOKEN", methodArn, authorizationToken: token }
      : { type: "REQUEST", methodArn, ...baseEvent(request, match, scope) };
  }
}

function identityValue(source: string, request: RestRequest, scope: EventScope): string | undefined {
  const [, kind, name = ""] =
    /^(method\.request\.header|method\.request\.querystring|stageVariables|context)\.(.+)$/.exec(source) ??
    [];
  switch (kind) {
    case "method.request.header":
      return request.headers[name.toLowerCase()];
    case "method.request.querystring":
      return request.query.get(name) ?? undefined;
    case "stageVariables":
      return scope.stageVariables?.[name];
    default:
      throw new Error(`identity source ${source} is not emulated`);
  }
}
