import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Agent } from "../../shared/contracts/organisation.ts";
import { DeskError } from "../../shared/contracts/errors.ts";
import type { Role } from "../../shared/contracts/values.ts";
import type { Store } from "../../shared/ports/store.ts";
import { actorOf } from "../../shared/actions/sessions/actor.ts";
import * as z from "zod";

/** What the Cognito authorizer says of a verified access token. */
const Claims = z.object({
  token_use: z.literal("access"),
  username: z.string(),
  /** When the person signed in; renewing a session does not change it. */
  auth_time: z.string().min(1),
});

/**
 * The person who asks, by their own record, read anew for every request: whoever was deactivated, signed out or lost the
 * role is refused at once, whatever their token says. Throws UNAUTHENTICATED or FORBIDDEN.
 */
export async function callerOf(
  store: Store,
  event: APIGatewayProxyEvent,
  roles: readonly Role[],
): Promise<Agent> {
  const claims = Claims.safeParse(event.requestContext.authorizer?.["claims"]);
  const sessionBeganAt = claims.success ? secondsOf(claims.data.auth_time) : NaN;
  // Refused here, because nothing compares with NaN.
  if (!claims.success || Number.isNaN(sessionBeganAt)) throw new DeskError("UNAUTHENTICATED");
  const agent = await actorOf({ store }, { username: claims.data.username, sessionBeganAt });
  if (!roles.includes(agent.role)) throw new DeskError("FORBIDDEN");
  return agent;
}

/** API Gateway hands times of claims over as Unix seconds or as a date in words. */
const secondsOf = (time: string): number =>
  /^\d+$/.test(time) ? Number(time) : Math.floor(Date.parse(time) / 1_000);
