import { WebhookItem, WebhookSecretsItem } from "../../shared/contracts/stored/shapes.ts";
import { absent, put } from "../../shared/ports/store.ts";
import type { Chance } from "../world/chance.ts";
import type { Organisation } from "./organisation.ts";
import { Webhook } from "../../shared/contracts/webhooks.ts";
import type { World } from "../world/world.ts";
import { beginning } from "../world/clock.ts";

/** A try after which a receiver is well again: the message is tried more often than that. */
const patience = 5;

/** Some businesses have a webhook, and a few another that is told of their first sector only. */
export async function addWebhooks(world: World, { sectors }: Organisation, chance: Chance): Promise<void> {
  if (!chance.is(0.3)) return;
  const base = {
    ...{ version: 1, active: true, secretHint: "AAAA", previousSecretUntil: null },
    ...{ url: "https://receiver.example/", createdAt: new Date(beginning - 86_400_000).toISOString() },
  };
  const whole = Webhook.parse({
    ...{ ...base, id: `whk_${"1".padStart(26, "0")}`, name: "All", sectorIds: null },
    events: ["ticket.opened", "ticket.assigned", "message.received", "message.status"],
  });
  const ofSector = Webhook.parse({
    ...{ ...base, id: `whk_${"2".padStart(26, "0")}`, name: "One sector", sectorIds: [sectors[0]?.id] },
    events: ["ticket.queued", "ticket.requeued", "ticket.moved", "ticket.closed", "message.sent"],
  });
  const secret = `whsec_${"A".repeat(43)}=`;
  for (const webhook of chance.is(0.5) ? [whole, ofSector] : [whole]) {
    const secrets = { webhookId: webhook.id, current: { secret, version: 1 }, previous: null };
    await world.store.commit([
      put("webhook", WebhookItem, webhook, absent),
      put("webhook secrets", WebhookSecretsItem, secrets, absent),
    ]);
  }
}

/** With which status a receiver answers a try of a message: mostly it takes it, sometimes it does not, or says nothing. */
export const createReceiving =
  (chance: Chance, calm: () => boolean) =>
  (_id: string, attempt: number): number =>
    calm() || attempt >= patience || chance.is(0.8) ? 200 : chance.pick([500, 503, 302, 429, 0]);
