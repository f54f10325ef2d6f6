import type { APIGatewayProxyEvent } from "aws-lambda";
import type { Bearer } from "../../shared/actions/sessions/bearer.ts";
import type { Claims } from "../../shared/ports/identity.ts";
import type { Clock } from "../../shared/ports/ports.ts";
import { DeskError } from "../../shared/contracts/errors.ts";
import { bearerIn } from "./bearer.ts";
import { frontHeader } from "../../shared/contracts/front.ts";
import { headerOf } from "./rest-request.ts";

/**
 * Whose token a request bears. UNAUTHENTICATED where no authorizer said so, and for an access token that has expired since: the
 * gateway remembers what the authorizer said of it.
 */
export function bearerOf(event: APIGatewayProxyEvent, clock: Clock): Bearer {
  const bearer = bearerIn(event.requestContext.authorizer);
  if (bearer === undefined) throw new DeskError("UNAUTHENTICATED");
  if (bearer.kind === "staff" && bearer.token.expiresAt * 1_000 <= Date.parse(clock.now()))
    throw new DeskError("UNAUTHENTICATED");
  return bearer;
}

/** Whose session a request belongs to, and when that began. Throws UNAUTHENTICATED where there is none. */
export function claimsOf(event: APIGatewayProxyEvent): Claims {
  const bearer = bearerIn(event.requestContext.authorizer);
  if (bearer?.kind !== "staff") throw new DeskError("UNAUTHENTICATED");
  return bearer.token;
}

/** The access token that the authorizer let through. Throws UNAUTHENTICATED where there is none. */
export function accessTokenOf(event: APIGatewayProxyEvent): string {
  const token = headerOf(event, "authorization")?.replace(/^Bearer\s+/i, "");
  if (!token) throw new DeskError("UNAUTHENTICATED");
  return token;
}

/**
 * Where a request comes from, as failures are counted: an address, or the /64 network of an IPv6 one. Requests through the
 * distribution all come from its machines: one that bears `frontMark` is believed about the address it was asked from.
 */
export function sourceOf(event: APIGatewayProxyEvent, frontMark: string): string {
  const throughFront = headerOf(event, frontHeader) === frontMark;
  // Each of the two adds whom it was asked by: the last one is the distribution, the one before it the person.
  const viewer = throughFront ? headerOf(event, "x-forwarded-for")?.split(",").at(-2)?.trim() : undefined;
  const address = viewer ?? event.requestContext.identity.sourceIp;
  return address.includes(":") ? address.split(":").slice(0, 4).join(":") : address;
}
