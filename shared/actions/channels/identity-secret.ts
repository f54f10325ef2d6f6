import type { Digest, Random, SecretKeeper } from "../../ports/ports.ts";
import type { ChannelId } from "../../contracts/ids.ts";

/**
 * The secret with which a business signs who its visitors are, of this generation: an HMAC under the web chat's own key. Whoever
 * knows one generation's secret learns nothing of another's.
 */
export const identitySecret = (
  digest: Digest,
  identityKey: string,
  { channelId, generation }: { readonly channelId: ChannelId; readonly generation: number },
): string => `wid_${digest.hmac(identityKey, JSON.stringify(["visitor identity", channelId, generation]))}`;

/** What is shown of a secret, so that people can tell which one they have. */
export const hintOf = (secret: string): string => secret.slice(-4);

/** A key of 256 bits for a new web chat. */
export const newIdentityKey = (random: Random): string => random.secret();

/** The key that is kept for this web chat, if there is one. */
export async function keptIdentityKey(
  secrets: Pick<SecretKeeper, "get">,
  channelId: ChannelId,
): Promise<string | undefined> {
  const kept = await secrets.get(channelId, "fresh");
  return kept !== undefined && "identityKey" in kept ? kept.identityKey : undefined;
}
