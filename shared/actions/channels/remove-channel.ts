import { ChannelItem, PhoneNumberItem } from "../../contracts/stored/shapes.ts";
import { type ChannelDeps, getChannel } from "./channel.ts";
import { countedIn, endCounts } from "../timeline/live-tickets.ts";
import { equals, remove, versionIs } from "../../ports/store.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import { administer } from "../organisation/administer.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { untilSettled } from "../timeline/retry.ts";

/**
 * Removes a channel and its secrets; its closed tickets stay, and the number may be registered anew. HAS_LIVE_TICKETS, with
 * how many, while one of its tickets is not closed. That is exact: every ticket is counted in the transaction that opens it and
 * in the one that closes it, and the channel goes in one transaction with its count, which must be nought. NOT_FOUND.
 */
export async function removeChannel(
  deps: ChannelDeps,
  { actor, channelId }: { readonly actor: Actor; readonly channelId: ChannelId },
): Promise<void> {
  await untilSettled(
    async () => {
      const before = await getChannel(deps, { channelId }).catch(async (error: unknown) => {
        // Perhaps somebody's removal ended before this: asking again completes it.
        if (error instanceof DeskError) await deps.secrets.remove(channelId);
        throw error;
      });
      return administer(deps, {
        actor,
        act: { action: "removed", kind: "channel", resourceId: channelId, before, after: null },
        changes: [
          remove("channel", ChannelItem, keys.channel(channelId), versionIs(before.version)),
          remove(
            "phone number",
            PhoneNumberItem,
            keys.phoneNumber(before.phoneNumberId),
            equals(["channelId"], channelId),
          ),
          ...endCounts(channelId),
        ],
        answer: {},
      });
    },
    (failure) => {
      const tickets = countedIn(failure);
      if (tickets > 0) throw new DeskError("HAS_LIVE_TICKETS", { tickets }, { cause: failure });
      return undefined;
    },
  );
  await deps.secrets.remove(channelId);
}
