import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Operation } from "../cognito/support/aws-service.ts";
import { AwsError, operation } from "../cognito/support/aws-service.ts";
import type { SecretRecord } from "./records.ts";
import { tagList } from "./records.ts";
import type { SecretValue, State } from "./state.ts";
import { current, findSecret, newArn, requireLive, requireSecret, versionOf, withVersion } from "./state.ts";

const dayMs = 86_400_000;
const bySecretId = z.object({ SecretId: z.string().min(1).max(2048) });
const token = z.string().min(32).max(64).optional();
const value = {
  SecretString: z.string().min(1).max(65_536).optional(),
  SecretBinary: z.base64().max(87_384).optional(),
};
const details = { Description: z.string().max(2048).optional(), KmsKeyId: z.string().optional() };
/** Names the service accepts. */
export const secretName = z.string().regex(/^[A-Za-z0-9/_+=.@-]{1,512}$/);

const createInput = z.object({
  Name: secretName,
  ClientRequestToken: token,
  Tags: tagList.default([]),
  ...value,
  ...details,
});

/** The operations by the names of the API reference. */
export function secretOperations(state: State): Readonly<Record<string, Operation>> {
  const { clock, journal } = state;
  const save = (secret: SecretRecord): SecretRecord => {
    journal.write({ [secret.name]: secret });
    return secret;
  };
  return {
    CreateSecret: operation(createInput, (input) => create(state, input)),
    GetSecretValue: operation(
      bySecretId.extend({ VersionId: z.string().optional(), VersionStage: z.string().optional() }),
      (input) => {
        const secret = requireLive(state, input.SecretId, "perform this operation");
        const version = versionOf(secret, input.VersionId, input.VersionStage);
        return {
          ARN: secret.arn,
          Name: secret.name,
          VersionId: version.id,
          VersionStages: version.stages,
          CreatedDate: version.createdAt / 1000,
          SecretString: version.secretString,
          SecretBinary: version.secretBinary,
        };
      },
    ),
    PutSecretValue: operation(
      bySecretId.extend({
        ClientRequestToken: token,
        VersionStages: z.array(z.string()).min(1).optional(),
        ...value,
      }),
      (input) => {
        const secret = requireLive(state, input.SecretId, "perform this operation");
        const id = input.ClientRequestToken ?? randomUUID();
        // The first value of a secret is its current one, whatever the caller labels it.
        const isFirst = secret.versions.length === 0;
        const stages = new Set([...(input.VersionStages ?? [current]), ...(isFirst ? [current] : [])]);
        const saved = save(withVersion(secret, id, valueOf(input), [...stages], clock.now()));
        return { ...identify(saved), VersionId: id, VersionStages: versionOf(saved, id, undefined).stages };
      },
    ),
    UpdateSecret: operation(
      bySecretId.extend({ ClientRequestToken: token, ...value, ...details }),
      (input) => {
        const secret = requireLive(state, input.SecretId, "perform this operation");
        const described = { ...secret, ...detailsOf(input), changedAt: clock.now() };
        if (input.SecretString === undefined && input.SecretBinary === undefined)
          return identify(save(described));
        const id = input.ClientRequestToken ?? randomUUID();
        return {
          ...identify(save(withVersion(described, id, valueOf(input), [current], clock.now()))),
          VersionId: id,
        };
      },
    ),
    DescribeSecret: operation(bySecretId, (input) => {
      const secret = requireSecret(state, input.SecretId);
      const labelled = secret.versions.filter((version) => version.stages.length > 0);
      return {
        ...describe(secret),
        VersionIdsToStages: Object.fromEntries(labelled.map((version) => [version.id, version.stages])),
      };
    }),
    DeleteSecret: operation(
      bySecretId.extend({
        RecoveryWindowInDays: z.number().int().min(7).max(30).optional(),
        ForceDeleteWithoutRecovery: z.boolean().default(false),
      }),
      (input) => deleteSecret(state, input),
    ),
    RestoreSecret: operation(bySecretId, (input) => {
      const { deletionDate: _window, ...secret } = requireSecret(state, input.SecretId);
      return identify(save(secret));
    }),
    ListSecrets: operation(listInput, (input) => list(state, input)),
    TagResource: operation(bySecretId.extend({ Tags: tagList }), (input) => {
      const secret = requireLive(state, input.SecretId, "perform this operation");
      const tags = new Map([...secret.tags, ...input.Tags].map((tag) => [tag.Key, tag]));
      save({ ...secret, tags: [...tags.values()] });
      return {};
    }),
  };
}

function create(state: State, input: z.infer<typeof createInput>): object {
  const now = state.clock.now();
  const existing = findSecret(state, input.Name);
  const id = input.ClientRequestToken ?? randomUUID();
  if (existing?.deletionDate !== undefined) {
    throw new AwsError(
      "InvalidRequestException",
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  if (existing !== undefined) {
    // A retried request finds the very version it made the first time.
    const made = existing.versions.find((version) => version.id === id);
    const wanted = valueOf(input);
    const same = made?.secretString === wanted.secretString && made?.secretBinary === wanted.secretBinary;
    if (made !== undefined && same) {
      return { ...identify(existing), VersionId: id };
    }
    throw new AwsError(
      "ResourceExistsException",
      `The operation failed because the secret ${input.Name} already exists.`,
    );
  }
  const bare: SecretRecord = {
    name: input.Name,
    arn: newArn(state.place, input.Name),
    tags: input.Tags,
    createdAt: now,
    changedAt: now,
    versions: [],
    ...detailsOf(input),
  };
  const hasValue = input.SecretString !== undefined || input.SecretBinary !== undefined;
  const secret = hasValue ? withVersion(bare, id, valueOf(input), [current], now) : bare;
  state.journal.write({ [secret.name]: secret });
  return { ...identify(secret), ...(hasValue ? { VersionId: id } : {}) };
}

function deleteSecret(
  state: State,
  input: {
    readonly SecretId: string;
    readonly RecoveryWindowInDays?: number | undefined;
    readonly ForceDeleteWithoutRecovery: boolean;
  },
): object {
  const now = state.clock.now();
  if (input.ForceDeleteWithoutRecovery && input.RecoveryWindowInDays !== undefined) {
    throw new AwsError(
      "InvalidParameterException",
      "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
    );
  }
  if (input.ForceDeleteWithoutRecovery) {
    const secret = findSecret(state, input.SecretId);
    // Forced deletion of nothing succeeds: clean-up scripts may run twice.
    if (secret === undefined)
      return { ARN: newArn(state.place, input.SecretId), Name: input.SecretId, DeletionDate: now / 1000 };
    state.journal.write({ [secret.name]: undefined });
    return { ...identify(secret), DeletionDate: now / 1000 };
  }
  const secret = requireLive(state, input.SecretId, "perform this operation");
  const deletionDate = now + (input.RecoveryWindowInDays ?? 30) * dayMs;
  state.journal.write({ [secret.name]: { ...secret, deletionDate } });
  return { ...identify(secret), DeletionDate: deletionDate / 1000 };
}

const filter = z.object({ Key: z.string(), Values: z.array(z.string().max(512)).min(1).max(10) });
const listInput = z.object({
  Filters: z.array(filter).max(10).default([]),
  IncludePlannedDeletion: z.boolean().default(false),
  MaxResults: z.number().int().min(1).max(100).default(100),
  NextToken: z.string().default(""),
});

function list(state: State, input: z.infer<typeof listInput>): object {
  const unknown = input.Filters.find((one) => one.Key !== "name");
  if (unknown !== undefined) {
    throw new AwsError(
      "InvalidParameterException",
      `The local secrets can only be filtered by name, not by ${unknown.Key}`,
    );
  }
  const after = Buffer.from(input.NextToken, "base64url").toString("utf8");
  const names = [...state.journal.records.keys()].sort();
  const left = names
    .map((name) => findSecret(state, name))
    .filter((secret) => secret !== undefined)
    .filter((secret) => input.IncludePlannedDeletion || secret.deletionDate === undefined)
    .filter((secret) => input.Filters.every((one) => matches(secret.name, one.Values)))
    .filter((secret) => after === "" || secret.name > after);
  const page = left.slice(0, input.MaxResults);
  const last = page.at(-1);
  const more = last !== undefined && left.length > page.length;
  return {
    SecretList: page.map(describe),
    ...(more ? { NextToken: Buffer.from(last.name).toString("base64url") } : {}),
  };
}

/** A value matches by prefix, with regard to case; with `!` in front it excludes. */
function matches(name: string, values: readonly string[]): boolean {
  return values.some((wanted) =>
    wanted.startsWith("!") ? !name.startsWith(wanted.slice(1)) : name.startsWith(wanted),
  );
}

function valueOf(input: {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: string | undefined;
}): SecretValue {
  if (input.SecretString !== undefined && input.SecretBinary !== undefined) {
    throw new AwsError(
      "InvalidParameterException",
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  return { secretString: input.SecretString, secretBinary: input.SecretBinary };
}

function detailsOf(input: {
  readonly Description?: string | undefined;
  readonly KmsKeyId?: string | undefined;
}) {
  return {
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.KmsKeyId === undefined ? {} : { kmsKeyId: input.KmsKeyId }),
  };
}

const identify = (secret: SecretRecord): { readonly ARN: string; readonly Name: string } => ({
  ARN: secret.arn,
  Name: secret.name,
});

function describe(secret: SecretRecord): object {
  return {
    ...identify(secret),
    Description: secret.description,
    KmsKeyId: secret.kmsKeyId,
    Tags: secret.tags,
    CreatedDate: secret.createdAt / 1000,
    LastChangedDate: secret.changedAt / 1000,
    DeletedDate: secret.deletionDate === undefined ? undefined : secret.deletionDate / 1000,
  };
}
