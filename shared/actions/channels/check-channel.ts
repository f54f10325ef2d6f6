import { type ChannelDeps, getChannel } from "./channel.ts";
import { NumberSeenItem } from "../../contracts/stored/shapes.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import type { Check } from "../../contracts/routes/channels.ts";
import type { Time } from "../../contracts/values.ts";
import type { WhatsAppNumbers } from "../../ports/numbers.ts";
import { keys } from "../../contracts/stored/keys.ts";
import { lastEventCheck, numberChecks, secretsCheck, subscriptionCheck } from "./number-checks.ts";

export interface CheckChannelDeps extends ChannelDeps {
  readonly numbers: WhatsAppNumbers;
}

/**
 * Looks at what a number needs to work and says what stops it, and what to do about that. `ok`: nothing that was looked at is a
 * problem; what could not be looked at is `unknown`. Nothing is changed or sent. NOT_FOUND.
 */
export async function checkChannel(
  deps: CheckChannelDeps,
  { channelId }: { readonly channelId: ChannelId },
): Promise<{ ok: boolean; checkedAt: Time; checks: Check[] }> {
  const channel = await getChannel(deps, { channelId });
  const [secrets, seen] = await Promise.all([
    deps.secrets.get(channelId, "fresh"),
    deps.store.get(NumberSeenItem, keys.numberSeen(channel.phoneNumberId)),
  ]);
  const [number, subscriptions] =
    secrets === undefined
      ? [undefined, undefined]
      : await Promise.all([
          deps.numbers.number(channel.phoneNumberId, secrets.accessToken),
          deps.numbers.subscriptions(channel.wabaId, secrets.accessToken),
        ]);
  const checkedAt = deps.clock.now();
  const checks = [
    secretsCheck(secrets),
    ...numberChecks(channel, number),
    subscriptionCheck(channel, subscriptions),
    lastEventCheck(seen?.at, checkedAt),
  ];
  return { ok: checks.every(({ result }) => result !== "problem"), checkedAt, checks };
}
