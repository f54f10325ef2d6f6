import { Webhook, WebhookDelivery, WebhookSecret } from "../webhooks.ts";
import { Time } from "../values.ts";
import { WebhookId } from "../ids.ts";
import { keys } from "./keys.ts";
import { secondsAt, shape } from "./shape.ts";
import * as z from "zod";

const day = 86_400;

export const WebhookItem = shape({
  kind: "webhook",
  version: 1,
  schema: Webhook,
  key: (it) => keys.webhook(it.id),
});

/** A secret, and the version of the webhook with which it was made. */
const kept = { secret: WebhookSecret, version: z.int().min(1) };

/** What deliveries of a webhook are signed with, apart from the record that lists show. */
export const WebhookSecrets = z.strictObject({
  webhookId: WebhookId,
  current: z.strictObject(kept),
  /** The one before, and until when it signs too. */
  previous: z.strictObject({ ...kept, until: Time }).nullable(),
});
export type WebhookSecrets = z.infer<typeof WebhookSecrets>;
export const WebhookSecretsItem = shape({
  kind: "webhook-secrets",
  version: 1,
  schema: WebhookSecrets,
  key: (it) => keys.webhookSecrets(it.webhookId),
});

export const WebhookDeliveryItem = shape({
  kind: "webhook-delivery",
  version: 1,
  schema: WebhookDelivery,
  key: (it) => keys.webhookDelivery(it.webhookId, it.at, it.id),
  expires: (it) => secondsAt(it.at) + 30 * day,
});
