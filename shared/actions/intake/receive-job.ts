import type { Clock, Digest, Log, Random } from "../../ports/ports.ts";
import { ConditionFailed, type Store, absent, put } from "../../ports/store.ts";
import type { Channel } from "../../contracts/organisation.ts";
import { type Configuration, lookUp } from "../configuration/configuration.ts";
import type { InboundItem, InboundJob } from "../../contracts/queue-messages.ts";
import { InspectionItem } from "../../contracts/stored/shapes.ts";
import { WebhookStatus } from "../../contracts/whatsapp.ts";
import { inspection } from "../../domain/whatsapp/split.ts";
import { parseMessage } from "../../domain/whatsapp/message.ts";
import type { RecentTickets } from "./recent-tickets.ts";
import { receiveMessage } from "./receive-message.ts";
import { recordStatus } from "../delivery/record-status.ts";

export interface ReceiveJobDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly configuration: Configuration;
  readonly log: Log;
  /** Without it every message looks its sender up. */
  readonly recent?: RecentTickets;
}

/**
 * Handles what one webhook said about one contact, in order. Every item may have been handled before: messages, statuses
 * and kept payloads are each recognised. Throws only what is worth trying again.
 */
export async function receiveJob(deps: ReceiveJobDeps, job: InboundJob): Promise<void> {
  const is = (it: Channel): boolean => it.kind === "whatsapp" && it.phoneNumberId === job.phoneNumberId;
  const { channels } = deps.configuration;
  let channel = (await channels("any")).find(is) ?? (await lookUp(channels, is));
  for (const item of mergedStatuses(job.items)) {
    if (item.kind === "inspect") {
      await keep(deps, job, item);
      continue;
    }
    let reason = await take(deps, channel, item);
    if (channel !== undefined && (reason === unknownNumber || reason === unknownMessage)) {
      // The number may be that of another channel by now. What belongs to an open ticket shows that it is not, for a channel
      // does not go while it has one: only what is about to be put aside asks.
      const current = await lookUp(channels, is);
      if (current?.id !== channel.id) reason = await take(deps, current, item);
      channel = current;
    }
    if (reason !== undefined) await keepWhole(deps, job, reason, item.value);
  }
}

/** Reasons that may be due to a channel that is remembered and gone. */
const unknownNumber = "unknown-number";
const unknownMessage = "unknown-message";

/** Stores what an item says; or answers why it is to be kept for inspection instead. */
async function take(
  deps: ReceiveJobDeps,
  channel: Channel | undefined,
  item: Exclude<InboundItem, { kind: "inspect" }>,
): Promise<string | undefined> {
  if (channel === undefined) return unknownNumber;
  if (item.kind === "status") {
    const status = WebhookStatus.safeParse(item.value);
    if (!status.success) return "status-shape";
    const outcome = await recordStatus(deps, channel, status.data);
    if (outcome === "unusable") return "status-shape";
    return outcome === "unknown-message" ? unknownMessage : undefined;
  }
  const parsed = parseMessage(item);
  if ("unusable" in parsed) return parsed.unusable;
  const outcome = await receiveMessage(deps, channel, parsed);
  if (outcome === "no-channel") return unknownNumber;
  return outcome === "no-ticket" ? "notice-without-ticket" : undefined;
}

/** Statuses of one message in one body are one write: `delivered` before `read` of the same message says nothing more. */
function mergedStatuses(items: readonly InboundItem[]): readonly InboundItem[] {
  const order = ["sent", "delivered", "read"];
  const described = items.map((item) => {
    const status = item.kind === "status" ? WebhookStatus.safeParse(item.value).data : undefined;
    return { item, id: status?.id, rank: order.indexOf(status?.status ?? "") };
  });
  return described
    .filter(({ id, rank }) => rank === -1 || !described.some((other) => other.id === id && other.rank > rank))
    .map(({ item }) => item);
}

async function keepWhole(
  deps: ReceiveJobDeps,
  job: InboundJob,
  reason: string,
  value: unknown,
): Promise<void> {
  for (const item of inspection(reason, value, (text) => deps.digest.sha256(text).slice(0, 32))) {
    if (item.kind === "inspect") await keep(deps, job, item);
  }
}

async function keep(
  deps: ReceiveJobDeps,
  job: InboundJob,
  item: InboundItem & { kind: "inspect" },
): Promise<void> {
  const { id, part, parts, reason, text } = item;
  try {
    await deps.store.commit([
      put("inspection", InspectionItem, { id, part, parts, reason, at: job.receivedAt, text }, absent),
    ]);
    deps.log.warn("kept for inspection", { id, part, reason });
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
  }
}
