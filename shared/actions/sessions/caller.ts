import { type Actor, actorOfKey } from "../../domain/authorisation.ts";
import type { Clock, Log } from "../../ports/ports.ts";
import { createKeyUses, keyInUse } from "../api-keys/use-key.ts";
import type { Access } from "../../contracts/routes/route.ts";
import type { Agent } from "../../contracts/organisation.ts";
import type { Bearer } from "./bearer.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Scope } from "../../contracts/api-keys.ts";
import type { Store } from "../../ports/store.ts";
import { actorOf } from "./actor.ts";

type StaffAccess = Extract<Access, { readonly kind: "staff" }>;

/** Who may turn up at a route: with a scope people and keys, without one people only; nobody known where no identity is asked for. */
export type CallerOf<A extends Access> = A extends StaffAccess
  ? A extends { readonly scope: Scope }
    ? Actor
    : Agent
  : undefined;

/** Finds out who asks, and whether the route is for them. */
export type Callers = (bearer: Bearer, access: StaffAccess) => Promise<Agent | Actor>;

/**
 * Callers of one sandbox, by their own records, read anew for every request: whoever was deactivated, signed out, removed or
 * lost the role is refused at once, whatever their token says and whatever was remembered of it. UNAUTHENTICATED,
 * OUTSIDE_ACCESS_HOURS; FORBIDDEN for a role the route does not name, and for a key without the route's scope.
 */
export function createCallers(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
}): Callers {
  const uses = createKeyUses(deps);
  return async (bearer, { roles, scope }) => {
    if (bearer.kind === "staff") {
      const agent = await actorOf(deps, bearer.token);
      if (!roles.includes(agent.role)) throw new DeskError("FORBIDDEN");
      return agent;
    }
    const apiKey = await keyInUse(deps, bearer.apiKeyId);
    if (scope === undefined) throw new DeskError("FORBIDDEN", { reason: "not for API keys" });
    if (!apiKey.scopes.includes(scope)) throw new DeskError("FORBIDDEN", { scope });
    const actor = actorOfKey(apiKey);
    if (!roles.includes(actor.role)) throw new DeskError("FORBIDDEN");
    await uses.note(apiKey);
    return actor;
  };
}
