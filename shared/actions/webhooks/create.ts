import { type Request, firstAnswer } from "../organisation/idempotent.ts";
import { WebhookItem, WebhookSecretsItem } from "../../contracts/stored/shapes.ts";
import { type WithSecret, makeSecret, withSecret } from "./secrets.ts";
import { absent, put } from "../../ports/store.ts";
import { type WebhookDeps, assertReceiver } from "./webhook.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { Webhook } from "../../contracts/webhooks.ts";
import type { WebhookId } from "../../contracts/ids.ts";
import { administer } from "../organisation/administer.ts";

type Fields = Pick<Webhook, "name" | "url" | "events" | "sectorIds" | "active">;

/**
 * Adds a webhook with its first secret, which only this answer shows. BAD_REQUEST with the reason for a URL that may not be
 * posted to, NOT_FOUND for a sector that is not there.
 */
export async function createWebhook(
  deps: WebhookDeps,
  request: Request,
  { actor, ...fields }: Fields & { readonly actor: Actor },
): Promise<WithSecret> {
  const first = await firstAnswer<Webhook>(deps, request);
  if (first !== undefined) return withSecret(deps, first);
  await assertReceiver(deps, fields);
  const now = deps.clock.now();
  const id = `whk_${deps.random.ulid(now)}` as WebhookId;
  const { secret, secretHint } = makeSecret(deps.random);
  const webhook: Webhook = {
    ...{ id, version: 1, ...fields },
    ...{ secretHint, previousSecretUntil: null, createdAt: now },
  };
  const secrets = { webhookId: id, current: { secret, version: 1 }, previous: null };
  const answer = await administer(deps, {
    actor,
    request,
    act: { action: "created", kind: "webhook", resourceId: id, before: null, after: webhook },
    changes: [
      put("webhook", WebhookItem, webhook, absent),
      put("webhook secrets", WebhookSecretsItem, secrets, absent),
    ],
    answer: webhook,
  });
  return answer.id === id ? { webhook, secret } : withSecret(deps, answer);
}
