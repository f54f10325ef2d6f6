import type { Clock, Digest } from "../../ports/ports.ts";
import { ApiKeyHashItem } from "../../contracts/stored/shapes.ts";
import type { ApiKeyId } from "../../contracts/ids.ts";
import type { AccessTokens, VerifiedToken } from "../../ports/identity.ts";
import type { Store } from "../../ports/store.ts";
import { isGood } from "../api-keys/use-key.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { secretPrefix } from "../api-keys/api-keys.ts";

/** Who bears a token, as far as the token itself tells. */
export type Bearer =
  | { readonly kind: "staff"; readonly token: VerifiedToken }
  | { readonly kind: "key"; readonly apiKeyId: ApiKeyId };

export interface BearerDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly tokens: AccessTokens;
}

/**
 * Whose a bearer token is: the secret of an API key that is there and has not expired, or an access token of the user pool.
 * Undefined for anything else. Throws when it could not be found out.
 */
export async function bearerOf(deps: BearerDeps, token: string): Promise<Bearer | undefined> {
  if (token.startsWith(secretPrefix)) {
    const found = await deps.store.get(ApiKeyHashItem, keys.apiKeyHash(deps.digest.sha256(token)));
    if (found === undefined || !isGood(found, deps.clock.now())) return undefined;
    return { kind: "key", apiKeyId: found.apiKeyId };
  }
  const verified = await deps.tokens.verify(token);
  return verified && { kind: "staff", token: verified };
}
