import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import type { PeopleDeps } from "../../shared/actions/people/person.ts";
import { createAccounts } from "../../shared/adapters/cognito-accounts.ts";
import { digest } from "../../shared/adapters/digest.ts";
import { createRandom } from "../../shared/adapters/random.ts";
import { createSecretVault } from "../../shared/adapters/secrets.ts";
import type { Clock, SecretVault } from "../../shared/ports/ports.ts";
import { createDynamoDbStore } from "../../shared/store/dynamodb.ts";
import * as z from "zod";

/** The stack's outputs that an operator's tools need. */
export const OperatorOutputs = z.object({
  TableName: z.string(),
  UserPoolId: z.string(),
  SecretPrefix: z.string(),
});
export type OperatorOutputs = z.infer<typeof OperatorOutputs>;

/** Where an installation is, and as whom it is reached. Without an endpoint it is AWS, with the credentials the SDK finds. */
export interface OperatorAccess {
  readonly outputs: OperatorOutputs;
  readonly region: string;
  readonly local?: {
    readonly endpoint: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly clock: Clock;
}

/** What the person who runs an installation works with: past the API, with rights of their own. */
export interface Operator extends PeopleDeps {
  readonly secrets: SecretVault;
  /** Ends connections. */
  close(): void;
}

/** Opens an installation for its operator. Nothing is called yet. */
export function openOperator({ outputs, region, local, clock }: OperatorAccess): Operator {
  const settings = { region, ...local };
  const dynamodb = new DynamoDBClient(settings);
  const cognito = new CognitoIdentityProviderClient(settings);
  const secretsManager = new SecretsManagerClient(settings);
  const store = createDynamoDbStore({ client: dynamodb, tableName: outputs.TableName });
  return {
    store,
    clock,
    digest,
    random: createRandom(),
    configuration: createConfiguration({ store, clock }),
    accounts: createAccounts({ client: cognito, userPoolId: outputs.UserPoolId }),
    secrets: createSecretVault({ client: secretsManager, prefix: outputs.SecretPrefix, clock }),
    close: () => {
      for (const client of [dynamodb, cognito, secretsManager]) client.destroy();
    },
  };
}
