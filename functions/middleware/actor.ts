import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Agent } from "../../shared/contracts/organisation.ts";
import { AgentId } from "../../shared/contracts/ids.ts";
import { AgentItem } from "../../shared/contracts/stored/shapes.ts";
import { DeskError } from "../../shared/contracts/errors.ts";
import type { Role } from "../../shared/contracts/values.ts";
import type { Store } from "../../shared/ports/store.ts";
import { keys } from "../../shared/contracts/stored/keys.ts";
import * as z from "zod";

/** What the Cognito authorizer says of a verified access token. */
const Claims = z.object({
  token_use: z.literal("access"),
  username: AgentId,
  auth_time: z.string().min(1),
});

/**
 * The person who asks, by their own record, read anew for every request: a deactivated person, one who signed out, and one
 * whose role changed are refused at once, whatever their token says. Throws UNAUTHENTICATED or FORBIDDEN.
 */
export async function actorOf(
  store: Pick<Store, "get">,
  event: APIGatewayProxyEvent,
  roles: readonly Role[],
): Promise<Agent> {
  const claims = Claims.safeParse(event.requestContext.authorizer?.["claims"]);
  if (!claims.success) throw new DeskError("UNAUTHENTICATED");
  const agent = await store.get(AgentItem, keys.agent(claims.data.username));
  if (agent === undefined || !agent.active || !isValid(agent, claims.data.auth_time)) {
    throw new DeskError("UNAUTHENTICATED");
  }
  if (!roles.includes(agent.role)) throw new DeskError("FORBIDDEN");
  return agent;
}

/**
 * Whether a session begun at `authTime` may still act. The time of sign-in is known to the second only, so a session begun
 * in the second of a sign-out counts as begun before it: the beginning of the second is compared.
 */
const isValid = ({ sessionsValidAfter }: Agent, authTime: string): boolean =>
  secondsOf(authTime) * 1_000 >= Date.parse(sessionsValidAfter);

/** API Gateway hands times of claims over as Unix seconds or as a date in words; NaN, which is never valid, otherwise. */
const secondsOf = (time: string): number =>
  /^\d+$/.test(time) ? Number(time) : Math.floor(Date.parse(time) / 1_000);
