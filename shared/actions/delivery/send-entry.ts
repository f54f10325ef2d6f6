import {
  type Change,
  ConditionFailed,
  type Store,
  absent,
  below,
  equals,
  put,
  update,
} from "../../ports/store.ts";
import type { Clock, Log, SecretVault, SendOutcome, WhatsApp } from "../../ports/ports.ts";
import { type Configuration, lookUp } from "../configuration/configuration.ts";
import type { DeliveryFailure, OutboundMessage, Ticket } from "../../contracts/tickets.ts";
import { EntryItem, HeadItem, ProviderMessageItem } from "../../contracts/stored/shapes.ts";
import type { OutboundJob } from "../../contracts/queue-messages.ts";
import { RetryLater } from "../../ports/retry-later.ts";
import { beginning } from "../../domain/text.ts";
import { deliveryRank, verdict } from "../../domain/delivery.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { requestOf } from "./send-request.ts";
import { whatsAppSecrets } from "../../domain/channel-secrets.ts";

export interface SendEntryDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly configuration: Configuration;
  readonly secrets: SecretVault;
  readonly whatsApp: WhatsApp;
  readonly log: Log;
}

/**
 * Sends one outbound entry, at most once. The entry is claimed first (`queued` → `sending`); who finds it `sending` cannot
 * know whether the claimant posted it, and says so (`unconfirmed`) instead of posting again. Throws RetryLater after a
 * refusal that is worth repeating.
 */
export async function sendEntry(deps: SendEntryDeps, job: OutboundJob): Promise<void> {
  const [entry, head] = await deps.store.getMany<[OutboundMessage, Ticket]>([
    { shape: EntryItem as never, key: keys.entry(job.ticketId, job.number) },
    { shape: HeadItem, key: keys.head(job.ticketId) },
  ]);
  if (entry === undefined || head === undefined || entry.type !== "message" || entry.direction !== "out") {
    deps.log.error("asked to send what is not an outbound message", {
      ticketId: job.ticketId,
      number: job.number,
    });
    return;
  }
  if (entry.delivery.status === "sending") return settle(deps, job, "unconfirmed", null, "sending");
  if (entry.delivery.status !== "queued") return;

  const channel = await lookUp(deps.configuration.channels, (it) => it.id === head.channelId);
  const secrets = channel && whatsAppSecrets(await deps.secrets.get(channel.id));
  if (channel?.kind !== "whatsapp" || secrets === undefined) {
    const failure: DeliveryFailure = {
      class: "channel",
      providerCode: null,
      detail: "the channel has no credentials",
    };
    return settle(deps, job, "failed", failure, "queued");
  }
  const attempts = entry.delivery.attempts + 1;
  if (!(await claim(deps, job, attempts))) return;
  const outcome = await deps.whatsApp.send(
    channel.phoneNumberId,
    secrets.accessToken,
    requestOf(entry, head),
  );
  await record(deps, job, head, outcome, attempts);
}

async function claim(deps: SendEntryDeps, job: OutboundJob, attempts: number): Promise<boolean> {
  const set = [
    [["delivery", "status"], "sending"],
    [["delivery", "rank"], deliveryRank.sending],
    [["delivery", "at"], deps.clock.now()],
    [["delivery", "attempts"], attempts],
  ] as const;
  return changed(deps.store, update("entry", EntryItem, keyOf(job), { set }, statusIs("queued")));
}

async function record(
  deps: SendEntryDeps,
  job: OutboundJob,
  head: Ticket,
  outcome: SendOutcome,
  attempts: number,
): Promise<void> {
  const ids = { ticketId: job.ticketId, number: job.number };
  if (outcome.kind === "accepted") return recordAccepted(deps, job, head, outcome.providerId);
  if (outcome.kind === "unknown") {
    deps.log.warn("a send got no usable answer", ids);
    return settle(deps, job, "unconfirmed", null, "sending");
  }
  const decided = verdict(outcome.code, outcome.httpStatus, attempts);
  deps.log.warn("a send was refused", { ...ids, code: outcome.code, verdict: decided.kind });
  if (decided.kind === "unconfirmed") return settle(deps, job, "unconfirmed", null, "sending");
  if (decided.kind === "failed") {
    const failure = {
      class: decided.class,
      providerCode: outcome.code,
      detail: beginning(outcome.detail.toWellFormed(), 500),
    };
    return settle(deps, job, "failed", failure, "sending");
  }
  const set = [
    [["delivery", "status"], "queued"],
    [["delivery", "rank"], deliveryRank.queued],
    [["delivery", "at"], deps.clock.now()],
  ] as const;
  if (await changed(deps.store, update("entry", EntryItem, keyOf(job), { set }, statusIs("sending")))) {
    throw new RetryLater(decided.seconds, `refused with ${outcome.code}`);
  }
}

async function recordAccepted(
  deps: SendEntryDeps,
  job: OutboundJob,
  head: Ticket,
  providerId: string,
): Promise<void> {
  const at = deps.clock.now();
  const { ticketId, number } = job;
  const provider = put(
    "provider id",
    ProviderMessageItem,
    { channelId: head.channelId, providerId, ticketId, number, at },
    absent,
  );
  // Two writes cost half of what a transaction of both does, and in this order nothing is lost between them: the entry is
  // still `sending`, so the next delivery of the job makes it `unconfirmed`, and statuses find it by the provider's id.
  await changed(deps.store, provider);
  const sent = [
    [["delivery", "status"], "sent"],
    [["delivery", "rank"], deliveryRank.sent],
    [["delivery", "at"], at],
    [["delivery", "providerId"], providerId],
  ] as const;
  // A status may have been faster than our answer: it knows more, and stands.
  await changed(
    deps.store,
    update(
      "entry",
      EntryItem,
      keyOf(job),
      { set: sent, leaveIndex1: true },
      below(["delivery", "rank"], deliveryRank.sent),
    ),
  );
}

/** Ends or suspends the sending in a state that shows. A status that came meanwhile knows better and stands. */
async function settle(
  deps: SendEntryDeps,
  job: OutboundJob,
  status: "failed" | "unconfirmed",
  failure: DeliveryFailure | null,
  from: "queued" | "sending",
): Promise<void> {
  const set = [
    [["delivery", "status"], status],
    [["delivery", "rank"], deliveryRank[status]],
    [["delivery", "at"], deps.clock.now()],
    [["delivery", "failure"], failure && { ...failure }],
  ] as const;
  await changed(
    deps.store,
    update("entry", EntryItem, keyOf(job), { set, leaveIndex1: true }, statusIs(from)),
  );
}

const keyOf = (job: OutboundJob) => keys.entry(job.ticketId, job.number);
const statusIs = (status: string) => equals(["delivery", "status"], status);

/** Makes one change; false when its condition does not hold. */
async function changed(store: Store, change: Change): Promise<boolean> {
  try {
    await store.commit([change]);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}
