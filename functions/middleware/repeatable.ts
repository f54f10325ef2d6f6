import type { Request } from "../../shared/actions/organisation/idempotent.ts";

/** The request as its idempotency key covers it: who, what, and everything that was asked. */
export const repeatable = (
  route: string,
  request: {
    readonly actor: { readonly id: string };
    readonly idempotencyKey: string | undefined;
    readonly params: unknown;
    readonly body: unknown;
  },
): Request => ({
  actorId: request.actor.id,
  route,
  key: request.idempotencyKey,
  input: { params: request.params ?? null, body: request.body },
});
