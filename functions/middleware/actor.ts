import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Claims as SessionClaims } from "../../shared/ports/identity.ts";
import type { Clock } from "../../shared/ports/ports.ts";
import type { Agent } from "../../shared/contracts/organisation.ts";
import { DeskError } from "../../shared/contracts/errors.ts";
import type { Role } from "../../shared/contracts/values.ts";
import type { Store } from "../../shared/ports/store.ts";
import { actorOf } from "../../shared/actions/sessions/actor.ts";
import { headerOf } from "./rest-request.ts";
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
 * role is refused at once, whatever their token says. Throws UNAUTHENTICATED, OUTSIDE_ACCESS_HOURS or FORBIDDEN.
 */
export async function callerOf(
  deps: { readonly store: Store; readonly clock: Clock },
  event: APIGatewayProxyEvent,
  roles: readonly Role[],
): Promise<Agent> {
  const agent = await actorOf(deps, claimsOf(event));
  if (!roles.includes(agent.role)) throw new DeskError("FORBIDDEN");
  return agent;
}

/** Whose session a request belongs to, and when that began. Throws UNAUTHENTICATED where no authorizer said so. */
export function claimsOf(event: APIGatewayProxyEvent): SessionClaims {
  const claims = Claims.safeParse(event.requestContext.authorizer?.["claims"]);
  const sessionBeganAt = claims.success ? secondsOf(claims.data.auth_time) : NaN;
  // Refused here, because nothing compares with NaN.
  if (!claims.success || Number.isNaN(sessionBeganAt)) throw new DeskError("UNAUTHENTICATED");
  return { username: claims.data.username, sessionBeganAt };
}

/** The access token that the authorizer let through. Throws UNAUTHENTICATED where there is none. */
export function accessTokenOf(event: APIGatewayProxyEvent): string {
  const token = headerOf(event, "authorization")?.replace(/^Bearer\s+/i, "");
  if (!token) throw new DeskError("UNAUTHENTICATED");
  return token;
}

/** Where a request comes from, as failures are counted: an address, or the /64 network of an IPv6 one. */
export function sourceOf({ requestContext }: APIGatewayProxyEvent): string {
  const address = requestContext.identity.sourceIp;
  return address.includes(":") ? address.split(":").slice(0, 4).join(":") : address;
}

/** API Gateway hands times of claims over as Unix seconds or as a date in words. */
const secondsOf = (time: string): number =>
  /^\d+$/.test(time) ? Number(time) : Math.floor(Date.parse(time) / 1_000);
