import type { Channel, ChannelSecrets } from "../../contracts/organisation.ts";
import { type ChannelDeps, getChannel, receptionHolds, refuseReception } from "./channel.ts";
import { type Patch, patched } from "../organisation/patch.ts";
import { administer, refuseStale } from "../organisation/administer.ts";
import { put, versionIs } from "../../ports/store.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import { ChannelItem } from "../../contracts/stored/shapes.ts";
import { DeskError } from "../../contracts/errors.ts";
import { untilSettled } from "../timeline/retry.ts";

type Fields = Pick<Channel, "name" | "displayNumber" | "wabaId" | "reception">;

/**
 * Changes a channel. `secrets` replaces all of its secrets, which counts as a change whatever they were: the record comes
 * first, so a refused change leaves them alone, and whoever was overtaken while theirs were being kept is told
 * VERSION_CONFLICT, because it is then open whose are kept. Other functions believe the old ones for up to a minute.
 * VERSION_CONFLICT with the current record, NOT_FOUND (also for a reception queue that does not exist).
 */
export async function changeChannel(
  deps: ChannelDeps,
  input: Patch<Fields> & {
    readonly actor: Actor;
    readonly channelId: ChannelId;
    readonly secrets?: ChannelSecrets | undefined;
  },
): Promise<Channel> {
  const { actor, channelId, secrets, ...patch } = input;
  const channel = await untilSettled(
    async () => {
      const before = await getChannel(deps, { channelId });
      const after =
        patched<Fields, Channel>(before, patch) ??
        (secrets === undefined ? undefined : { ...before, version: before.version + 1 });
      if (after === undefined) return before;
      return administer(deps, {
        actor,
        act: {
          action: "changed",
          kind: "channel",
          resourceId: channelId,
          before,
          after: { ...after, secrets },
        },
        changes: [
          put("channel", ChannelItem, after, versionIs(before.version)),
          ...(patch.reception === undefined ? [] : receptionHolds(patch.reception)),
        ],
        answer: after,
      });
    },
    (failure) => {
      refuseReception(failure, patch.reception);
      return refuseStale<Channel>(failure, "channel");
    },
  );
  if (secrets !== undefined) await keep(deps, channel, secrets);
  return channel;
}

async function keep(deps: ChannelDeps, { id, version }: Channel, secrets: ChannelSecrets): Promise<void> {
  await deps.secrets.put(id, secrets);
  const current = await getChannel(deps, { channelId: id }).catch(async (error: unknown) => {
    // Removed meanwhile: what was just kept would be left for ever.
    if (error instanceof DeskError) await deps.secrets.remove(id);
    throw error;
  });
  if (current.version !== version) throw new DeskError("VERSION_CONFLICT", { current: { ...current } });
}
