import type { AdministerDeps } from "../organisation/administer.ts";
import type { ListDeps, Page, Paging } from "../organisation/lists.ts";
import { absent, check, exists, put } from "../../ports/store.ts";
import { openCursor, sealCursor } from "../listing/cursors.ts";
import { partitions, prefixes } from "../../contracts/stored/keys.ts";
import { WebhookDeliveryItem, WebhookItem } from "../../contracts/stored/shapes.ts";
import type { WebhookDelivery } from "../../contracts/webhooks.ts";
import type { WebhookId } from "../../contracts/ids.ts";
import { existingWebhook } from "./webhook.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { untilSettled } from "../timeline/retry.ts";

/** What became of each event for a webhook, the newest event first. NOT_FOUND. */
export async function listWebhookDeliveries(
  deps: ListDeps,
  { actor, webhookId, cursor, limit }: Paging & { readonly webhookId: WebhookId },
): Promise<Page<WebhookDelivery>> {
  await existingWebhook(deps, webhookId);
  const scope = { list: "webhook-deliveries", webhookId, actor: actor.id };
  const before = openCursor(deps.cursors, cursor, scope);
  const { items, next } = await deps.store.query(WebhookDeliveryItem, {
    pk: partitions.webhook(webhookId),
    prefix: prefixes.deliveries,
    descending: true,
    limit,
    ...(before === undefined ? {} : { before }),
  });
  return { items: [...items], cursor: sealCursor(deps.cursors, next, scope) };
}

/** Asks for a `ping` to a webhook, also to an inactive one: its place in the list, whose making is what sends it. NOT_FOUND. */
export async function testWebhook(
  deps: Pick<AdministerDeps, "store" | "clock" | "random">,
  { webhookId }: { readonly webhookId: WebhookId },
): Promise<WebhookDelivery> {
  const at = deps.clock.now();
  const delivery: WebhookDelivery = {
    ...pending,
    ...{ id: `${webhookId}-ping-${deps.random.ulid(at)}`, webhookId, event: "ping", at },
  };
  return untilSettled(
    async () => {
      await deps.store.commit([
        check("webhook", WebhookItem, keys.webhook(webhookId), exists),
        put("delivery", WebhookDeliveryItem, delivery, absent),
      ]);
      return delivery;
    },
    async (failure) =>
      failure.on("webhook") ? existingWebhook(deps, webhookId).then(() => undefined) : undefined,
  );
}

/** A delivery that was not tried yet. */
export const pending: Omit<WebhookDelivery, "id" | "webhookId" | "event" | "at"> = {
  ...{ ticketId: null, number: null, state: "pending" as const, attempts: 0 },
  ...{ lastAttemptAt: null, httpStatus: null, problem: null, milliseconds: null, nextAttemptAt: null },
};
