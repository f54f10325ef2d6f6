import { ChannelItem, PhoneNumberItem } from "../../contracts/stored/shapes.ts";
import { type Configuration, lookUp } from "../configuration/configuration.ts";
import { type IdempotencyDeps, type Request, commitOnce, firstAnswer } from "./idempotent.ts";
import { absent, put } from "../../ports/store.ts";
import type { Channel, ChannelSecrets } from "../../contracts/organisation.ts";
import type { Random, SecretVault } from "../../ports/ports.ts";
import type { ChannelId } from "../../contracts/ids.ts";
import { ConditionFailed } from "../../ports/store.ts";
import { DeskError } from "../../contracts/errors.ts";

export interface CreateChannelDeps extends IdempotencyDeps {
  readonly random: Random;
  readonly secrets: SecretVault;
  readonly configuration: Configuration;
}

/**
 * Registers a WhatsApp number. Its secrets are kept first, under the id of a channel nobody can see yet: when the
 * transaction then fails, an unused secret is left and nothing else. ALREADY_EXISTS for a number that is registered,
 * NOT_FOUND for a reception queue that does not exist.
 */
export async function createChannel(
  deps: CreateChannelDeps,
  request: Request,
  input: Omit<Channel, "id" | "version" | "createdAt"> & { readonly secrets: ChannelSecrets },
): Promise<Channel> {
  const first = await firstAnswer<Channel>(deps, request);
  if (first !== undefined) return first;
  const { secrets, ...settings } = input;
  const { reception } = settings;
  if (reception.kind === "queue") {
    const queue = await lookUp(deps.configuration.queues, (it) => it.id === reception.queueId);
    if (queue === undefined) throw new DeskError("NOT_FOUND", { queueId: reception.queueId });
  }
  const taken = await lookUp(
    deps.configuration.channels,
    (it) => it.phoneNumberId === settings.phoneNumberId,
  );
  if (taken !== undefined) {
    // Perhaps it was this very request, sent twice at once, that took it meanwhile.
    const meanwhile = await firstAnswer<Channel>(deps, request);
    if (meanwhile !== undefined) return meanwhile;
    throw new DeskError("ALREADY_EXISTS", { phoneNumberId: settings.phoneNumberId });
  }
  const now = deps.clock.now();
  const id = `chn_${deps.random.ulid(now)}` as ChannelId;
  const channel: Channel = { ...settings, id, version: 1, createdAt: now };
  await deps.secrets.put(id, secrets);
  try {
    return await commitOnce(deps, request, channel, [
      put("phone number", PhoneNumberItem, { phoneNumberId: channel.phoneNumberId, channelId: id }, absent),
      put("channel", ChannelItem, channel, absent),
    ]);
  } catch (error) {
    if (error instanceof ConditionFailed && error.on("phone number")) {
      throw new DeskError("ALREADY_EXISTS", { phoneNumberId: channel.phoneNumberId }, { cause: error });
    }
    throw error;
  }
}
