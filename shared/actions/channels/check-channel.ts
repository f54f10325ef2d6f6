import type { Channel, WebChatChannel, WhatsAppChannel } from "../../contracts/organisation.ts";
import { type ChannelDeps, getChannel } from "./channel.ts";
import { hintOf, identitySecret, keptIdentityKey } from "./identity-secret.ts";
import { NumberSeenItem } from "../../contracts/stored/shapes.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import type { Check } from "../../contracts/routes/channels.ts";
import type { Time } from "../../contracts/values.ts";
import type { WhatsAppNumbers } from "../../ports/numbers.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { lastEventCheck, numberChecks, secretsCheck, subscriptionCheck } from "./number-checks.ts";
import { webChatChecks } from "./web-chat-checks.ts";
import { whatsAppSecrets } from "../../domain/channel-secrets.ts";

export interface CheckChannelDeps extends ChannelDeps {
  readonly numbers: Pick<WhatsAppNumbers, "number" | "subscriptions">;
}

/**
 * Looks at what a channel needs to work and says what stops it, and what to do about that. `ok`: nothing that was looked at is a
 * problem; what could not be looked at is `unknown`. Nothing is changed or sent. NOT_FOUND.
 */
export async function checkChannel(
  deps: CheckChannelDeps,
  { channelId }: { readonly channelId: ChannelId },
): Promise<{ ok: boolean; checkedAt: Time; checks: Check[] }> {
  const checks = await checksOf(deps, await getChannel(deps, { channelId }));
  const ok = checks.every(({ result }) => result !== "problem");
  return { ok, checkedAt: deps.clock.now(), checks: [...checks] };
}

const checksOf = (deps: CheckChannelDeps, channel: Channel): Promise<readonly Check[]> =>
  channel.kind === "whatsapp" ? checkNumber(deps, channel) : checkWebChat(deps, channel);

async function checkNumber(deps: CheckChannelDeps, channel: WhatsAppChannel): Promise<readonly Check[]> {
  const [kept, seen] = await Promise.all([
    deps.secrets.get(channel.id, "fresh"),
    deps.store.get(NumberSeenItem, keys.numberSeen(channel.phoneNumberId)),
  ]);
  const secrets = whatsAppSecrets(kept);
  const [number, subscriptions] =
    secrets === undefined
      ? [undefined, undefined]
      : await Promise.all([
          deps.numbers.number(channel.phoneNumberId, secrets.accessToken),
          deps.numbers.subscriptions(channel.wabaId, secrets.accessToken),
        ]);
  return [
    secretsCheck(secrets),
    ...numberChecks(channel, number),
    subscriptionCheck(channel, subscriptions),
    lastEventCheck(seen?.at, deps.clock.now()),
  ];
}

async function checkWebChat(deps: CheckChannelDeps, channel: WebChatChannel): Promise<readonly Check[]> {
  const key = await keptIdentityKey(deps.secrets, channel.id);
  const { generation } = channel.identity;
  const hint =
    key === undefined
      ? undefined
      : hintOf(identitySecret(deps.digest, key, { channelId: channel.id, generation }));
  return webChatChecks(channel, hint);
}
