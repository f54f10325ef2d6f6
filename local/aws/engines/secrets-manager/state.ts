import { randomInt } from "node:crypto";
import type { Clock, Place } from "../../types.ts";
import { AwsError } from "../cognito/support/aws-service.ts";
import type { Journal } from "../cognito/support/journal.ts";
import type { SecretRecord, SecretVersion } from "./records.ts";

/** The secrets by name, and what is needed to make more. */
export interface State {
  readonly clock: Clock;
  readonly place: Place;
  readonly journal: Journal<SecretRecord>;
}

/** The label of the version that callers get by default. */
export const current = "AWSCURRENT";
const previous = "AWSPREVIOUS";
/** A secret keeps all labelled versions; of the others, as many as the service promises. */
const keptVersions = 100;

/** What a version is made of. */
export interface SecretValue {
  readonly secretString?: string | undefined;
  readonly secretBinary?: string | undefined;
}

/** The secret a name, a full ARN or an ARN without its suffix means; one past its recovery window is gone. */
export function findSecret(state: State, id: string): SecretRecord | undefined {
  for (const secret of state.journal.records.values()) {
    const partial = secret.arn.slice(0, -"-AbCdEf".length);
    if (secret.name !== id && secret.arn !== id && partial !== id) continue;
    if (secret.deletionDate === undefined || secret.deletionDate > state.clock.now()) return secret;
    state.journal.write({ [secret.name]: undefined });
    return undefined;
  }
  return undefined;
}

/** The secret, or `ResourceNotFoundException`. */
export function requireSecret(state: State, id: string): SecretRecord {
  const secret = findSecret(state, id);
  if (secret === undefined) {
    throw new AwsError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
  }
  return secret;
}

/** The secret if it may be used, or the service's refusal while it is scheduled for deletion. */
export function requireLive(state: State, id: string, action: string): SecretRecord {
  const secret = requireSecret(state, id);
  if (secret.deletionDate === undefined) return secret;
  throw new AwsError(
    "InvalidRequestException",
    `You can't ${action} on the secret because it was marked for deletion.`,
  );
}

/** A new ARN: the name and six random characters, so that a secret made anew is not taken for the old one. */
export function newArn(place: Place, name: string): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const suffix = Array.from({ length: 6 }, () => letters.charAt(randomInt(letters.length))).join("");
  return `arn:aws:secretsmanager:${place.region}:${place.account}:secret:${name}-${suffix}`;
}

/**
 * The secret with one more version under `stages`, which leave the versions that held them. A version that loses
 * AWSCURRENT becomes AWSPREVIOUS. The same token with the same value changes nothing; with another value it is
 * refused with `ResourceExistsException`.
 */
export function withVersion(
  secret: SecretRecord,
  id: string,
  value: SecretValue,
  stages: readonly string[],
  now: number,
): SecretRecord {
  const existing = secret.versions.find((version) => version.id === id);
  if (existing !== undefined) {
    if (existing.secretString === value.secretString && existing.secretBinary === value.secretBinary)
      return secret;
    throw new AwsError(
      "ResourceExistsException",
      "You can't modify an existing version, you can only create a new version.",
    );
  }
  const added: SecretVersion = {
    id,
    stages: [...stages],
    createdAt: now,
    ...(value.secretString === undefined ? {} : { secretString: value.secretString }),
    ...(value.secretBinary === undefined ? {} : { secretBinary: value.secretBinary }),
  };
  const replacesCurrent = stages.includes(current);
  const others = secret.versions.map((version) => {
    const losesCurrent = replacesCurrent && version.stages.includes(current);
    const kept = version.stages.filter(
      (stage) => !stages.includes(stage) && !(replacesCurrent && stage === previous),
    );
    return { ...version, stages: losesCurrent ? [...kept, previous] : kept };
  });
  const unlabelled = others.filter((version) => version.stages.length === 0).length;
  let surplus = Math.max(0, unlabelled - keptVersions);
  const versions = others.filter((version) => version.stages.length > 0 || surplus-- <= 0);
  return { ...secret, changedAt: now, versions: [...versions, added] };
}

/** The version an id and a stage mean together, AWSCURRENT when neither is given. */
export function versionOf(
  secret: SecretRecord,
  id: string | undefined,
  stage: string | undefined,
): SecretVersion {
  const wanted = stage ?? (id === undefined ? current : undefined);
  const version = secret.versions.find(
    (one) => (id === undefined || one.id === id) && (wanted === undefined || one.stages.includes(wanted)),
  );
  if (version !== undefined) return version;
  const by = id === undefined ? `staging label: ${wanted}` : `VersionId: ${id}`;
  throw new AwsError(
    "ResourceNotFoundException",
    `Secrets Manager can't find the specified secret value for ${by}`,
  );
}
