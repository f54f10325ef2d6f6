import { type ChannelDeps, getChannel } from "./channel.ts";
import { administer, refuseStale } from "../organisation/administer.ts";
import { hintOf, identitySecret, keptIdentityKey, newIdentityKey } from "./identity-secret.ts";
import { put, versionIs } from "../../ports/store.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import { ChannelItem } from "../../contracts/stored/shapes.ts";
import { DeskError } from "../../contracts/errors.ts";
import type { WebChatChannel } from "../../contracts/organisation.ts";
import { addSeconds } from "../../domain/time.ts";
import { assertVersion } from "../tickets/expected-version.ts";
import { untilSettled } from "../timeline/retry.ts";

/**
 * Gives a web chat its next identity secret, told here and never again. The former one holds for `overlapSeconds` more; one before
 * that does not. The rotation is one transaction on the record: of two at once one is told VERSION_CONFLICT, and the secret that
 * the other was told is the one that holds. NOT_FOUND, also for a number, which has no such secret.
 */
export async function rotateIdentitySecret(
  deps: ChannelDeps,
  input: {
    readonly actor: Actor;
    readonly channelId: ChannelId;
    readonly overlapSeconds: number;
    readonly expectedVersion?: number | undefined;
  },
): Promise<{ channel: WebChatChannel; identitySecret: string }> {
  const { actor, channelId, overlapSeconds, expectedVersion } = input;
  return untilSettled(
    async () => {
      const before = await getChannel(deps, { channelId });
      if (before.kind !== "webchat") throw new DeskError("NOT_FOUND");
      assertVersion(before, expectedVersion);
      const kept = await keptIdentityKey(deps.secrets, channelId);
      const identityKey = kept ?? (await keepNewKey(deps, channelId));
      const now = deps.clock.now();
      const generation = before.identity.generation + 1;
      const secret = identitySecret(deps.digest, identityKey, { channelId, generation });
      // Under a new key the former secret cannot be known any more.
      const overlaps = kept !== undefined && overlapSeconds > 0;
      const channel: WebChatChannel = {
        ...before,
        version: before.version + 1,
        identity: {
          generation,
          hint: hintOf(secret),
          since: now,
          formerUntil: overlaps ? addSeconds(now, overlapSeconds) : null,
        },
      };
      await administer(deps, {
        actor,
        act: { action: "changed", kind: "channel", resourceId: channelId, before, after: channel },
        changes: [put("channel", ChannelItem, channel, versionIs(before.version))],
        answer: {},
      });
      return { channel, identitySecret: secret };
    },
    (failure) => refuseStale(failure, "channel"),
  );
}

/** For a chat whose key was lost outside the desk. */
async function keepNewKey({ secrets, random }: ChannelDeps, channelId: ChannelId): Promise<string> {
  const identityKey = newIdentityKey(random);
  await secrets.put(channelId, { identityKey });
  return identityKey;
}
