import { type Store, absent, equals, put } from "../../ports/store.ts";
import type { WebhookDelivery } from "../../contracts/webhooks.ts";
import { WebhookDeliveryItem } from "../../contracts/stored/shapes.ts";
import { untilSettled } from "../timeline/retry.ts";

/**
 * Records what came of a try. The same message may be under way twice: what was delivered stays so, and otherwise the later
 * record counts.
 */
export async function recordDelivery(
  { store }: { readonly store: Store },
  delivery: WebhookDelivery,
): Promise<void> {
  const key = WebhookDeliveryItem.key(delivery);
  await untilSettled(async () => {
    const now = await store.get(WebhookDeliveryItem, key);
    if (now?.state === "delivered") return;
    const unchanged = now === undefined ? absent : equals(["state"], now.state);
    await store.commit([put("delivery", WebhookDeliveryItem, delivery, unchanged)]);
  });
}
