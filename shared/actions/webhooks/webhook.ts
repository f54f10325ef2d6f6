import type { AdministerDeps } from "../organisation/administer.ts";
import type { Configuration } from "../configuration/configuration.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { SectorId, WebhookId } from "../../contracts/ids.ts";
import type { Store } from "../../ports/store.ts";
import type { Webhook } from "../../contracts/webhooks.ts";
import { WebhookItem } from "../../contracts/stored/shapes.ts";
import type { WebhookTargets } from "../../ports/webhooks.ts";
import { keys } from "../../contracts/stored/keys.ts";

export interface WebhookDeps extends AdministerDeps {
  readonly configuration: Configuration;
  readonly targets: WebhookTargets;
}

/** A webhook as it is stored. NOT_FOUND. */
export async function existingWebhook(
  { store }: { readonly store: Store },
  webhookId: WebhookId,
): Promise<Webhook> {
  const webhook = await store.get(WebhookItem, keys.webhook(webhookId));
  if (webhook === undefined) throw new DeskError("NOT_FOUND");
  return webhook;
}

/** BAD_REQUEST for a URL that may not be posted to, with the reason; NOT_FOUND, with its id, for a sector that is not there. */
export async function assertReceiver(
  deps: Pick<WebhookDeps, "configuration" | "targets">,
  {
    url,
    sectorIds,
  }: { readonly url?: string | undefined; readonly sectorIds?: readonly SectorId[] | null | undefined },
): Promise<void> {
  const reason = url === undefined ? undefined : deps.targets.refusal(url);
  if (reason !== undefined) throw new DeskError("BAD_REQUEST", { url: reason });
  for (const sectorId of sectorIds ?? []) {
    if ((await deps.configuration.sector(sectorId)) === undefined)
      throw new DeskError("NOT_FOUND", { sectorId });
  }
}
