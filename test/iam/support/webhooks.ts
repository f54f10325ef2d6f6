import { deadLetters, enqueue } from "../../e2e/support/queues.ts";
import type { Receiver } from "../../e2e/support/receiver.ts";
import type { Scene } from "../../e2e/support/scene.ts";
import { until } from "../../e2e/support/until.ts";

/** A receiver of webhooks fails, takes what comes again, and is gone; a message that is none is set aside. */
export async function webhooks(scene: Scene, receiver: Receiver): Promise<void> {
  const { api } = scene;
  const token = { token: scene.admin };
  const path = "/everything";
  const body = { name: "CRM", url: `${receiver.origin}${path}`, events: ["ticket.opened" as const] };
  const { webhook } = await api.call("createWebhook", { body }, token);
  const params = { webhookId: webhook.id };
  receiver.answer(path, 500, 200, 410);
  await api.call("testWebhook", { params }, token);
  await receiver.arrived(path, 1);
  await scene.settled();
  scene.clock.advance(10_000);
  await receiver.arrived(path, 2);
  await api.call("testWebhook", { params }, token);
  await until("it is inactive", async () => {
    const { items } = await api.call("listWebhooks", { query: { limit: 100 } }, token);
    return items.some(({ id, active }) => id === webhook.id && !active);
  });
  await enqueue(scene, "webhooks", "poison", "poison-webhooks", "{");
  await until("it is set aside", async () => (await deadLetters(scene, "webhooks-dead-letters")).length > 0);
}
