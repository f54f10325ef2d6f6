import { hintOf, secretFrom } from "../../domain/webhooks.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Random } from "../../ports/ports.ts";
import type { Store } from "../../ports/store.ts";
import type { Webhook } from "../../contracts/webhooks.ts";
import { WebhookSecretsItem } from "../../contracts/stored/shapes.ts";
import { keys } from "../../contracts/stored/keys.ts";

/** A webhook with the secret that was made with this version of it. */
export interface WithSecret {
  readonly webhook: Webhook;
  readonly secret: string;
}

/** A new secret, and what may be shown of it later. */
export function makeSecret(random: Random): { readonly secret: string; readonly secretHint: string } {
  const secret = secretFrom(random.secret());
  return { secret, secretHint: hintOf(secret) };
}

/**
 * The answer to a request that made a secret, given once more: records of answers hold no secrets, so it comes from where
 * secrets are kept. NOT_FOUND once it is not kept any more.
 */
export async function withSecret(
  { store }: { readonly store: Store },
  webhook: Webhook,
): Promise<WithSecret> {
  const kept = await store.get(WebhookSecretsItem, keys.webhookSecrets(webhook.id));
  const found = [kept?.current, kept?.previous].find((it) => it?.version === webhook.version);
  if (found == null) throw new DeskError("NOT_FOUND", { reason: "this secret is not kept any more" });
  return { webhook, secret: found.secret };
}
