import { type Patch, patched } from "../organisation/patch.ts";
import { WebhookItem, WebhookSecretsItem } from "../../contracts/stored/shapes.ts";
import { administer, refuseStale } from "../organisation/administer.ts";
import { put, remove, versionIs } from "../../ports/store.ts";
import { type WebhookDeps, assertReceiver, existingWebhook } from "./webhook.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { Webhook } from "../../contracts/webhooks.ts";
import type { WebhookId } from "../../contracts/ids.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { untilSettled } from "../timeline/retry.ts";
import { viewWebhook } from "../../domain/webhooks.ts";

type Fields = Pick<Webhook, "name" | "url" | "events" | "sectorIds" | "active">;
type OfWebhook = { readonly actor: Actor; readonly webhookId: WebhookId };

/**
 * Changes a webhook. What waits to be delivered goes where the webhook points by then. BAD_REQUEST with the reason for a URL
 * that may not be posted to, VERSION_CONFLICT with the current record, NOT_FOUND (also for a sector that is not there).
 */
export async function changeWebhook(
  deps: WebhookDeps,
  { actor, webhookId, ...patch }: Patch<Fields> & OfWebhook,
): Promise<Webhook> {
  const after = await untilSettled(
    async () => {
      const before = await existingWebhook(deps, webhookId);
      const changed = patched<Fields, Webhook>(before, patch);
      if (changed === undefined) return before;
      await assertReceiver(deps, patch);
      return administer(deps, {
        actor,
        act: { action: "changed", kind: "webhook", resourceId: webhookId, before, after: changed },
        changes: [put("webhook", WebhookItem, changed, versionIs(before.version))],
        answer: changed,
      });
    },
    (failure) => refuseStale<Webhook>(failure, "webhook"),
  );
  return viewWebhook(after, deps.clock.now());
}

/** Removes a webhook with its secrets; its deliveries expire by themselves. NOT_FOUND. */
export async function removeWebhook(
  deps: Pick<WebhookDeps, "store" | "clock" | "digest" | "random">,
  { actor, webhookId }: OfWebhook,
): Promise<void> {
  await untilSettled(async () => {
    const before = await existingWebhook(deps, webhookId);
    return administer(deps, {
      actor,
      act: { action: "removed", kind: "webhook", resourceId: webhookId, before, after: null },
      changes: [
        remove("webhook", WebhookItem, keys.webhook(webhookId), versionIs(before.version)),
        remove("webhook secrets", WebhookSecretsItem, keys.webhookSecrets(webhookId)),
      ],
      answer: {},
    });
  });
}

/** Makes a webhook inactive because its receiver said that it is gone for good. One that is inactive or removed stays so. */
export async function deactivateWebhook(
  deps: Pick<WebhookDeps, "store" | "clock" | "digest" | "random">,
  webhookId: WebhookId,
): Promise<void> {
  await untilSettled(async () => {
    const before = await deps.store.get(WebhookItem, keys.webhook(webhookId));
    if (before === undefined || !before.active) return {};
    const after = { ...before, active: false, version: before.version + 1 };
    return administer(deps, {
      actor: null,
      act: { action: "changed", kind: "webhook", resourceId: webhookId, before, after },
      changes: [put("webhook", WebhookItem, after, versionIs(before.version))],
      answer: {},
    });
  });
}
