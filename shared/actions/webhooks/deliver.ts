import {
  EntryItem,
  HeadItem,
  WebhookDeliveryItem,
  WebhookSecretsItem,
} from "../../contracts/stored/shapes.ts";
import type { Webhook, WebhookDelivery, WebhookMessage } from "../../contracts/webhooks.ts";
import type { WebhookSender } from "../../ports/webhooks.ts";
import { retryDelay, sectorOf, wants } from "../../domain/webhooks.ts";
import type { AdministerDeps } from "../organisation/administer.ts";
import type { Configuration } from "../configuration/configuration.ts";
import type { Log } from "../../ports/ports.ts";
import { RetryLater } from "../../ports/retry-later.ts";
import type { EventJob } from "../../contracts/queue-messages.ts";
import type { WebhookSecrets } from "../../contracts/stored/shapes.ts";
import { addSeconds } from "../../domain/time.ts";
import { deactivateWebhook } from "./change.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { lookUp } from "../configuration/configuration.ts";
import { isSuccess, reasonOf } from "./outcome.ts";
import { pending } from "./deliveries.ts";
import { recordDelivery } from "./record.ts";

export interface DeliverDeps extends AdministerDeps {
  readonly configuration: Configuration;
  readonly sender: WebhookSender;
  readonly log: Log;
}

/** What was to be sent is not to be sent any more. */
type Dropped = { readonly dropped: true };

/**
 * Posts one event to one webhook, made of what the table holds now, and records what came of it. What was delivered already is
 * not sent again. Any 2xx status is a success; 410 makes the webhook inactive; everything else, redirects included, throws
 * RetryLater, except that nothing is put off once `last` was tried: then it is recorded as given up. Nothing is sent
 * where the webhook is gone, inactive or does not want the event any more, or the event's ticket is gone.
 */
export async function deliverWebhook(
  deps: DeliverDeps,
  job: EventJob,
  { tries, last }: { readonly tries: number; readonly last: boolean },
): Promise<void> {
  const { webhookId } = job;
  const webhook = await lookUp(deps.configuration.webhooks, (it) => it.id === webhookId);
  if (webhook === undefined) return drop(deps, job);
  const [known, secrets] = await deps.store.getMany([
    { shape: WebhookDeliveryItem, key: keys.webhookDelivery(webhookId, job.at, job.id) },
    { shape: WebhookSecretsItem, key: keys.webhookSecrets(webhookId) },
  ]);
  if (known?.state === "delivered") return;
  // Secrets go with their webhook, before those who remember it know.
  if (secrets === undefined) return drop(deps, job);
  const before: WebhookDelivery = known ?? { ...pending, ...describe(job) };
  const message = await messageOf(deps, webhook, job);
  if ("dropped" in message) {
    await recordDelivery(deps, { ...before, state: "dropped", nextAttemptAt: null });
    return drop(deps, job);
  }
  const at = deps.clock.now();
  const body = JSON.stringify(message);
  const outcome = await deps.sender.post({
    url: webhook.url,
    id: job.id,
    at,
    body,
    secrets: signing(secrets, at),
  });
  const tried: WebhookDelivery = {
    ...{ ...before, attempts: before.attempts + 1, lastAttemptAt: at, nextAttemptAt: null },
    ...{ milliseconds: outcome.milliseconds },
    httpStatus: outcome.kind === "answered" ? outcome.httpStatus : null,
    problem: outcome.kind === "failed" ? outcome.problem : null,
  };
  if (isSuccess(outcome)) return recordDelivery(deps, { ...tried, state: "delivered" });
  const gone = outcome.kind === "answered" && outcome.httpStatus === 410;
  if (gone) await deactivateWebhook(deps, webhookId);
  if (gone || last) {
    await recordDelivery(deps, { ...tried, state: "gave-up" });
    deps.log.warn("gave-up", {
      webhookId,
      event: job.event,
      attempts: tried.attempts,
      reason: reasonOf(outcome),
    });
    if (gone) return;
  }
  const seconds = retryDelay(tries, Number(deps.random.digits(3)) / 1_000);
  if (!last) {
    const nextAttemptAt = addSeconds(deps.clock.now(), seconds);
    await recordDelivery(deps, { ...tried, state: "retrying", nextAttemptAt });
  }
  throw new RetryLater(seconds, reasonOf(outcome));
}

const describe = (job: EventJob) => ({
  ...{ id: job.id, webhookId: job.webhookId, event: job.event, at: job.at },
  ...(job.event === "ping" ? {} : { ticketId: job.ticketId, number: job.number }),
});

const drop = ({ log }: DeliverDeps, { webhookId, event }: EventJob): void =>
  log.info("dropped", { webhookId, event });

async function messageOf(
  { store }: DeliverDeps,
  webhook: Webhook,
  job: EventJob,
): Promise<WebhookMessage | Dropped> {
  const { event: type, at: timestamp } = job;
  if (type === "ping") return { type, timestamp, data: { webhookId: webhook.id } };
  const [ticket, entry] = await store.getMany([
    { shape: HeadItem, key: keys.head(job.ticketId) },
    { shape: EntryItem, key: keys.entry(job.ticketId, job.number) },
  ]);
  if (ticket === undefined || entry === undefined) return { dropped: true };
  if (!wants(webhook, type, job.sectorIds ?? sectorOf(ticket))) return { dropped: true };
  return { type, timestamp, data: { ticket, entry } };
}

const signing = ({ current, previous }: WebhookSecrets, at: string): readonly [string, ...string[]] =>
  previous !== null && previous.until > at ? [current.secret, previous.secret] : [current.secret];
