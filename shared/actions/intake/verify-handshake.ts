import type { Digest, SecretVault } from "../../ports/ports.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import { whatsAppSecrets } from "../../domain/channel-secrets.ts";

export interface VerifyHandshakeDeps {
  readonly digest: Digest;
  readonly configuration: Configuration;
  readonly secrets: SecretVault;
}

/**
 * Answers Meta's GET handshake: the challenge, when the verify token is that of one of our channels. FORBIDDEN otherwise.
 * The handshake carries no signature.
 */
export async function verifyHandshake(
  deps: VerifyHandshakeDeps,
  query: {
    readonly mode: string | undefined;
    readonly token: string | undefined;
    readonly challenge: string | undefined;
  },
): Promise<string> {
  const { mode, token, challenge } = query;
  if (
    mode !== "subscribe" ||
    token === undefined ||
    challenge === undefined ||
    !/^[\w-]{1,200}$/.test(challenge)
  ) {
    throw new DeskError("FORBIDDEN");
  }
  const channels = (await deps.configuration.channels("fresh")).filter(({ kind }) => kind === "whatsapp");
  const known = await Promise.all(channels.map((channel) => deps.secrets.get(channel.id)));
  // Comparing hashes makes texts of different length take the same time.
  const given = deps.digest.sha256(token);
  const matches = known
    .map(whatsAppSecrets)
    .filter((secrets) => secrets && deps.digest.equal(deps.digest.sha256(secrets.verifyToken), given));
  if (matches.length === 0) throw new DeskError("FORBIDDEN");
  return challenge;
}
