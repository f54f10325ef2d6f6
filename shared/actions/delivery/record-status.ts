import { ConditionFailed, type Store, below, update } from "../../ports/store.ts";
import { EntryItem, ProviderMessageItem } from "../../contracts/stored/shapes.ts";
import { type EntryReference, readReference } from "./entry-reference.ts";
import { deliveryRank, failureOf, statusOf } from "../../domain/delivery.ts";
import type { Channel } from "../../contracts/organisation.ts";
import type { WebhookStatus } from "../../contracts/whatsapp.ts";
import { fromUnixSeconds } from "../../domain/time.ts";
import { keys } from "../../contracts/stored/keys.ts";

/**
 * Records how far a message of ours has come. A status never lowers a rank, so late, doubled and reordered ones change
 * nothing. The entry is found by the reference that Meta echoes, or by the provider's id: a status may come before our
 * send has its answer, and settles a send that nobody was sure of.
 */
export async function recordStatus(
  { store }: { readonly store: Store },
  channel: Channel,
  status: WebhookStatus,
): Promise<"recorded" | "nothing-new" | "unknown-message" | "unusable"> {
  const to = statusOf(status.status);
  if (to === undefined) return "unusable";
  const reference =
    readReference(status.biz_opaque_callback_data) ?? (await byProviderId(store, channel, status.id));
  if (reference === undefined) return "unknown-message";
  const key = keys.entry(reference.ticketId, reference.number);
  const rank = deliveryRank[to];
  if (to === "sent") {
    // Nearly always known from the send's own answer: half a read unit saves a write that would change nothing. A stale
    // answer only errs on the low side, and the condition below holds either way.
    const entry = await store.get(EntryItem, key, { consistency: "eventual" });
    const known = entry?.type === "message" && entry.direction === "out" ? entry.delivery.rank : -1;
    if (known >= rank) return "nothing-new";
  }
  const failure = to === "failed" ? { ...failureOf(status) } : null;
  try {
    await store.commit([
      update(
        "entry",
        EntryItem,
        key,
        {
          set: [
            [["delivery", "status"], to],
            [["delivery", "rank"], rank],
            [["delivery", "at"], fromUnixSeconds(Number(status.timestamp))],
            [["delivery", "providerId"], status.id],
            [["delivery", "failure"], failure],
          ],
          leaveIndex1: true,
        },
        below(["delivery", "rank"], rank),
      ),
    ]);
    return "recorded";
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    return error.failures.get("entry") === undefined ? "unknown-message" : "nothing-new";
  }
}

async function byProviderId(
  store: Store,
  channel: Channel,
  providerId: string,
): Promise<EntryReference | undefined> {
  const found = await store.get(ProviderMessageItem, keys.providerMessage(channel.id, providerId), {
    consistency: "eventual",
  });
  if (found === undefined || found.ticketId === null || found.number === null) return undefined;
  return { ticketId: found.ticketId, number: found.number };
}
