import { type Request, firstAnswer } from "../organisation/idempotent.ts";
import { WebhookItem, type WebhookSecrets, WebhookSecretsItem } from "../../contracts/stored/shapes.ts";
import { type WithSecret, makeSecret, withSecret } from "./secrets.ts";
import { administer, refuseStale } from "../organisation/administer.ts";
import { equals, put, versionIs } from "../../ports/store.ts";
import { type WebhookDeps, existingWebhook } from "./webhook.ts";
import type { Actor } from "../../domain/authorisation.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { Webhook } from "../../contracts/webhooks.ts";
import type { WebhookId } from "../../contracts/ids.ts";
import { addSeconds } from "../../domain/time.ts";
import { assertVersion } from "../tickets/expected-version.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { untilSettled } from "../timeline/retry.ts";

/**
 * Gives a webhook a new secret, which only this answer shows; the one before signs beside it for `overlapSeconds` more. One
 * that is older yet ends at once. VERSION_CONFLICT with the current record, NOT_FOUND.
 */
export async function rotateWebhookSecret(
  deps: WebhookDeps,
  request: Request,
  input: {
    readonly actor: Actor;
    readonly webhookId: WebhookId;
    readonly overlapSeconds: number;
    readonly expectedVersion?: number | undefined;
  },
): Promise<WithSecret> {
  const { actor, webhookId, overlapSeconds } = input;
  const first = await firstAnswer<Webhook>(deps, request);
  if (first !== undefined) return withSecret(deps, first);
  return untilSettled(
    async () => {
      const [before, kept] = await Promise.all([
        existingWebhook(deps, webhookId),
        deps.store.get(WebhookSecretsItem, keys.webhookSecrets(webhookId)),
      ]);
      if (kept === undefined) throw new DeskError("NOT_FOUND");
      assertVersion(before, input.expectedVersion);
      const until = overlapSeconds === 0 ? null : addSeconds(deps.clock.now(), overlapSeconds);
      const { secret, secretHint } = makeSecret(deps.random);
      const version = before.version + 1;
      const after: Webhook = { ...before, version, secretHint, previousSecretUntil: until };
      const secrets: WebhookSecrets = {
        webhookId,
        current: { secret, version },
        previous: until === null ? null : { ...kept.current, until },
      };
      const answer = await administer(deps, {
        actor,
        request,
        act: { action: "changed", kind: "webhook", resourceId: webhookId, before, after },
        changes: [
          put("webhook", WebhookItem, after, versionIs(before.version)),
          put(
            "webhook secrets",
            WebhookSecretsItem,
            secrets,
            equals(["current", "version"], kept.current.version),
          ),
        ],
        answer: after,
      });
      return answer === after ? { webhook: after, secret } : withSecret(deps, answer);
    },
    (failure) => refuseStale<Webhook>(failure, "webhook"),
  );
}
