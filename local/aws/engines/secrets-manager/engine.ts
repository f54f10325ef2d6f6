import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { AwsCall, Clock, Engine, LocalLog, Place, RequiredPermission, Resource } from "../../types.ts";
import type { ReplyStyle } from "../cognito/support/aws-service.ts";
import { AwsError, decodeBody, errorReply, peekBody, reply } from "../cognito/support/aws-service.ts";
import { openJournal } from "../cognito/support/journal.ts";
import { generate, generateSecretString } from "./generate-secret-string.ts";
import { secretName, secretOperations } from "./operations.ts";
import { secretRecord, tagList } from "./records.ts";
import type { State } from "./state.ts";
import { current, findSecret, withVersion } from "./state.ts";

/** Secrets Manager on one machine. */
export interface SecretsManagerEngine extends Engine {
  /**
   * Makes the template's secrets under the ARN the resolver gave them. A secret known from an earlier start keeps its
   * value: values put by hand or generated once survive, as they do over a deployment.
   */
  provision(resources: readonly Resource[]): Promise<void>;
}

/** Opens the engine; without `dataDir` it forgets everything at the end of the process. */
export function createSecretsManagerEngine(options: {
  readonly clock: Clock;
  readonly place: Place;
  readonly dataDir?: string;
  readonly log: LocalLog;
}): SecretsManagerEngine {
  const journal = openJournal({ dataDir: options.dataDir, name: "secrets-manager", schema: secretRecord });
  const state: State = { clock: options.clock, place: options.place, journal };
  const operations = secretOperations(state);
  const style: ReplyStyle = {
    contentType: "application/x-amz-json-1.1",
    validationError: "ValidationException",
    log: options.log,
  };
  return {
    service: "secretsmanager",
    permissions: (call) => permissionsOf(state, call),
    async handle(call) {
      const run = operations[call.operation];
      if (run === undefined) {
        const message = `The local Secrets Manager does not know the operation ${call.operation}`;
        return errorReply(style, new AwsError("UnknownOperationException", message));
      }
      return reply(style, call.operation, async () => run(decodeBody(call.body)));
    },
    async provision(resources) {
      for (const resource of resources) {
        if (resource.type === "AWS::SecretsManager::Secret") provisionSecret(state, resource);
      }
    },
    close: async () => journal.close(),
  };
}

const secretProperties = z
  .object({
    Description: z.string().optional(),
    KmsKeyId: z.string().optional(),
    SecretString: z.string().optional(),
    GenerateSecretString: generateSecretString.optional(),
    Tags: tagList.default([]),
  })
  .refine((secret) => secret.SecretString === undefined || secret.GenerateSecretString === undefined, {
    message: "SecretString and GenerateSecretString exclude each other",
  });

function provisionSecret(state: State, resource: Resource): void {
  const result = secretProperties.safeParse(resource.properties);
  if (!result.success) {
    throw new Error(`${resource.logicalId} (${resource.type}): ${z.prettifyError(result.error)}`);
  }
  const properties = result.data;
  const name = nameOf(resource);
  const now = state.clock.now();
  const known = findSecret(state, name);
  const details = {
    ...(properties.Description === undefined ? {} : { description: properties.Description }),
    ...(properties.KmsKeyId === undefined ? {} : { kmsKeyId: properties.KmsKeyId }),
    tags: properties.Tags,
    arn: resource.arn,
  };
  if (known !== undefined) {
    state.journal.write({ [name]: { ...known, ...details } });
    return;
  }
  const bare = { name, createdAt: now, changedAt: now, versions: [], ...details };
  const secretString =
    properties.SecretString ??
    // A template that names neither gets a generated value when it asks for one, and an empty secret otherwise.
    (properties.GenerateSecretString === undefined ? undefined : generate(properties.GenerateSecretString));
  const secret =
    secretString === undefined ? bare : withVersion(bare, randomUUID(), { secretString }, [current], now);
  state.journal.write({ [name]: secret });
}

/** The secret's name: what stands in the ARN before the six-character suffix. */
function nameOf(resource: Resource): string {
  const match = /^arn:aws[\w-]*:secretsmanager:[^:]+:\d+:secret:(.+)-[A-Za-z0-9]{6}$/.exec(resource.arn);
  if (match === null) throw new Error(`${resource.logicalId}: ${resource.arn} is not the ARN of a secret`);
  return secretName.parse(match[1]);
}

const named = z.object({ Name: z.string().optional(), SecretId: z.string().optional() });

/**
 * The secret's full ARN when it exists; else the ARN its name would have, with `??????` where the service would put
 * the suffix, so that patterns such as `secret:prefix/*` decide the same for secrets still to be made.
 */
function permissionsOf(state: State, call: AwsCall): readonly RequiredPermission[] {
  const action = `secretsmanager:${call.operation}`;
  if (call.operation === "ListSecrets") return [{ action, resource: "*" }];
  const body = named.safeParse(peekBody(call.body)).data;
  const id = body?.SecretId ?? body?.Name ?? "";
  const { region, account } = state.place;
  const guess = id.startsWith("arn:")
    ? id
    : `arn:aws:secretsmanager:${region}:${account}:secret:${id}-??????`;
  return [{ action, resource: findSecret(state, id)?.arn ?? guess }];
}
