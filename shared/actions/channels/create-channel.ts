import type { Channel, ChannelSecrets } from "../../contracts/organisation.ts";
import { type ChannelDeps, receptionHolds, refuseReception } from "./channel.ts";
import { ChannelItem, PhoneNumberItem } from "../../contracts/stored/shapes.ts";
import { type Request, firstAnswer } from "../organisation/idempotent.ts";
import { absent, put } from "../../ports/store.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import { administer } from "../organisation/administer.ts";
import { beginCounts } from "../timeline/live-tickets.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { untilSettled } from "../timeline/retry.ts";

/**
 * Registers a WhatsApp number. Its secrets are kept first, under the id of a channel nobody can see yet: when the
 * transaction then fails, they are forgotten again (after a crash an unused secret is left, and nothing else).
 * ALREADY_EXISTS for a number that is registered, NOT_FOUND for a reception queue that does not exist.
 */
export async function createChannel(
  deps: ChannelDeps,
  request: Request,
  input: Omit<Channel, "id" | "version" | "createdAt"> & {
    readonly actor: Actor;
    readonly secrets: ChannelSecrets;
  },
): Promise<Channel> {
  const first = await firstAnswer<Channel>(deps, request);
  if (first !== undefined) return first;
  const { actor, secrets, ...settings } = input;
  const { phoneNumberId, reception } = settings;
  const owner = await deps.store.get(PhoneNumberItem, keys.phoneNumber(phoneNumberId));
  if (owner !== undefined) {
    // Perhaps it was this very request, sent twice at once, that took the number meanwhile.
    const meanwhile = await firstAnswer<Channel>(deps, request);
    if (meanwhile !== undefined) return meanwhile;
    throw new DeskError("ALREADY_EXISTS", { phoneNumberId });
  }
  const now = deps.clock.now();
  const id = `chn_${deps.random.ulid(now)}` as ChannelId;
  const channel: Channel = { ...settings, id, version: 1, createdAt: now };
  await deps.secrets.put(id, secrets);
  try {
    const answer = await untilSettled(
      () =>
        administer(deps, {
          actor,
          request,
          act: {
            action: "created",
            kind: "channel",
            resourceId: id,
            before: null,
            after: { ...channel, secrets },
          },
          changes: [
            put("phone number", PhoneNumberItem, { phoneNumberId, channelId: id }, absent),
            put("channel", ChannelItem, channel, absent),
            ...beginCounts(id),
            ...receptionHolds(reception),
          ],
          answer: channel,
        }),
      (failure) => {
        refuseReception(failure, reception);
        if (!failure.on("phone number")) return undefined;
        throw new DeskError("ALREADY_EXISTS", { phoneNumberId }, { cause: failure });
      },
    );
    // The same request was answered meanwhile, with another channel.
    if (answer.id !== id) await deps.secrets.remove(id);
    return answer;
  } catch (error) {
    if (error instanceof DeskError) await deps.secrets.remove(id);
    throw error;
  }
}
