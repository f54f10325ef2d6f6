import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  InvalidRequestException,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { Clock, SecretKeeper } from "../ports/ports.ts";
import type { ChannelId } from "../contracts/ids.ts";
import { ChannelSecrets } from "../contracts/organisation.ts";
import { clientSettings } from "./client-settings.ts";

/** How long a channel's secrets are believed, and how often they may be read again on demand. */
const lifetime = 60_000;
const shortestRefresh = 5_000;

/** The client of Secrets Manager. */
export const createSecretsClient = (): SecretsManagerClient => new SecretsManagerClient(clientSettings);

/** Secrets of channels in Secrets Manager, under `<prefix>/<channel id>`. A channel without a secret is remembered too. */
export function createSecretVault(options: {
  readonly client: SecretsManagerClient;
  readonly prefix: string;
  readonly clock: Clock;
}): SecretKeeper {
  const { client, prefix, clock } = options;
  const known = new Map<
    ChannelId,
    { readonly at: number; readonly value: Promise<ChannelSecrets | undefined> }
  >();
  const nameOf = (channelId: ChannelId): string => `${prefix}/${channelId}`;

  const read = async (channelId: ChannelId): Promise<ChannelSecrets | undefined> => {
    try {
      const answer = await client.send(new GetSecretValueCommand({ SecretId: nameOf(channelId) }));
      return parsed(channelId, answer.SecretString);
    } catch (error) {
      // A secret that is being deleted is still known by name for a while, and cannot be read.
      if (error instanceof ResourceNotFoundException || error instanceof InvalidRequestException)
        return undefined;
      throw error;
    }
  };

  /** Calls at the same time share one read; a failed read is forgotten. */
  const notOlderThan = (age: number, channelId: ChannelId): Promise<ChannelSecrets | undefined> => {
    const now = Date.parse(clock.now());
    const found = known.get(channelId);
    if (found !== undefined && now - found.at < age) return found.value;
    const value = read(channelId);
    const entry = { at: now, value };
    known.set(channelId, entry);
    value.catch(() => {
      if (known.get(channelId) === entry) known.delete(channelId);
    });
    return value;
  };

  return {
    get: (channelId, freshness) =>
      notOlderThan(freshness === "fresh" ? shortestRefresh : lifetime, channelId),
    put: async (channelId, secrets) => {
      known.delete(channelId);
      const SecretString = JSON.stringify(ChannelSecrets.parse(secrets));
      try {
        await client.send(new CreateSecretCommand({ Name: nameOf(channelId), SecretString }));
      } catch (error) {
        if (!(error instanceof ResourceExistsException)) throw error;
        // After a lost answer it is there already; a needless new version would push older ones out.
        if (JSON.stringify(await read(channelId)) === SecretString) return;
        await client.send(new PutSecretValueCommand({ SecretId: nameOf(channelId), SecretString }));
      }
    },
    remove: async (channelId) => {
      known.delete(channelId);
      // A channel's id never comes back, so nothing could ever ask for what a recovery window would keep. This way of
      // deleting does not mind that there is nothing.
      await client.send(
        new DeleteSecretCommand({ SecretId: nameOf(channelId), ForceDeleteWithoutRecovery: true }),
      );
    },
  };
}

/** Throws an error that names the channel and never quotes the secret. */
function parsed(channelId: ChannelId, text: string | undefined): ChannelSecrets {
  let value: unknown;
  try {
    value = JSON.parse(text ?? "");
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  const secrets = ChannelSecrets.safeParse(value);
  if (!secrets.success) throw new Error(`the secret of channel ${channelId} is not in the expected form`);
  return secrets.data;
}
