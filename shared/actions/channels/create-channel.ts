import type { Channel, ChannelSecrets } from "../../contracts/organisation.ts";
import { type ChannelDeps, type ReceptionHold, holdReception, refuseReception } from "./channel.ts";
import { ChannelItem, PhoneNumberItem } from "../../contracts/stored/shapes.ts";
import type { CreatedChannel, NewChannel } from "../../contracts/routes/channels.ts";
import { type Change, absent, put } from "../../ports/store.ts";
import { type Request, firstAnswer } from "../organisation/idempotent.ts";
import { hintOf, identitySecret, keptIdentityKey, newIdentityKey } from "./identity-secret.ts";
import type { Actor } from "../../domain/authorisation.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import { DeskError } from "../../contracts/errors.ts";
import { administer } from "../organisation/administer.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { untilSettled } from "../timeline/retry.ts";

/**
 * Registers a WhatsApp number, or makes a web chat and tells its identity secret, as only the same request under the same
 * idempotency key is told again. Secrets are kept first, under the id of a channel nobody can see yet: when the
 * transaction then fails, they are forgotten again (after a crash an unused secret is left, and nothing else).
 * ALREADY_EXISTS for a number that is registered, NOT_FOUND for a reception queue that does not exist, or where the channel
 * that an earlier request of this key made is gone.
 */
export async function createChannel(
  deps: ChannelDeps,
  request: Request,
  input: NewChannel & { readonly actor: Actor },
): Promise<CreatedChannel> {
  const first = await firstAnswer<Channel>(deps, request);
  if (first !== undefined) return withSecret(deps, first);
  if (await isTaken(deps, input)) {
    // Perhaps it was this very request, sent twice at once, that took the number meanwhile.
    const meanwhile = await firstAnswer<Channel>(deps, request);
    if (meanwhile !== undefined) return withSecret(deps, meanwhile);
    throw alreadyExists(input);
  }
  const { channel, secrets } = newChannel(deps, input);
  const { id } = channel;
  await deps.secrets.put(id, secrets);
  try {
    const answer = await register(deps, request, input.actor, channel, secrets);
    // The same request was answered meanwhile, with another channel.
    if (answer.id !== id) await deps.secrets.remove(id);
    return await withSecret(deps, answer);
  } catch (error) {
    if (error instanceof DeskError) await deps.secrets.remove(id);
    throw error;
  }
}

function newChannel(
  { clock, random, digest }: ChannelDeps,
  input: NewChannel & { readonly actor: Actor },
): { readonly channel: Channel; readonly secrets: ChannelSecrets } {
  const now = clock.now();
  const id = `chn_${random.ulid(now)}` as ChannelId;
  const made = { id, version: 1, removing: null, createdAt: now };
  if (input.kind === "whatsapp") {
    const { actor: _, secrets, ...settings } = input;
    return { channel: { ...settings, ...made }, secrets };
  }
  const { actor: _, ...settings } = input;
  const identityKey = newIdentityKey(random);
  const hint = hintOf(identitySecret(digest, identityKey, { channelId: id, generation: 1 }));
  const identity = { generation: 1, hint, since: now, formerUntil: null };
  return { channel: { ...settings, ...made, identity }, secrets: { identityKey } };
}

async function register(
  deps: ChannelDeps,
  request: Request,
  actor: Actor,
  channel: Channel,
  secrets: ChannelSecrets,
): Promise<Channel> {
  let hold: ReceptionHold | undefined;
  return untilSettled(
    async () => {
      hold = await holdReception(deps.store, null, channel.reception);
      return administer(deps, {
        actor,
        request,
        act: {
          action: "created",
          kind: "channel",
          resourceId: channel.id,
          before: null,
          after: { ...channel, secrets },
        },
        changes: [...reservation(channel), put("channel", ChannelItem, channel, absent), ...hold.changes],
        answer: channel,
      });
    },
    (failure) => {
      refuseReception(failure, hold);
      if (failure.on(number)) throw alreadyExists(channel, failure);
      return undefined;
    },
  );
}

const number = "phone number";

const reservation = (channel: Channel): readonly Change[] =>
  channel.kind === "whatsapp"
    ? [put(number, PhoneNumberItem, { phoneNumberId: channel.phoneNumberId, channelId: channel.id }, absent)]
    : [];

async function isTaken({ store }: ChannelDeps, input: NewChannel): Promise<boolean> {
  if (input.kind !== "whatsapp") return false;
  return (await store.get(PhoneNumberItem, keys.phoneNumber(input.phoneNumberId))) !== undefined;
}

const alreadyExists = (channel: Channel | NewChannel, cause?: unknown): DeskError =>
  new DeskError(
    "ALREADY_EXISTS",
    channel.kind === "whatsapp" ? { phoneNumberId: channel.phoneNumberId } : {},
    { cause },
  );

/** The answer: the identity secret is in no record, and follows from the key that is kept. */
async function withSecret(deps: ChannelDeps, channel: Channel): Promise<CreatedChannel> {
  if (channel.kind === "whatsapp") return channel;
  const key = await keptIdentityKey(deps.secrets, channel.id);
  if (key === undefined) throw new DeskError("NOT_FOUND");
  const { generation } = channel.identity;
  return {
    ...channel,
    identitySecret: identitySecret(deps.digest, key, { channelId: channel.id, generation }),
  };
}
