import { ArnFormat, Stack } from "aws-cdk-lib";
import { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import type { DeskFunction } from "./desk-function.ts";

/**
 * Tokens and secrets of channels, `<stack>/channels/<channel id>` in Secrets Manager. They are made when a channel is
 * registered, so the template holds none of them.
 */
export class ChannelSecrets extends Construct {
  /** What the names begin with, without the slash. */
  readonly prefix: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.prefix = `${Stack.of(this).stackName}/channels`;
  }

  /** Lets `fn` read the secrets of channels. */
  grantRead(fn: DeskFunction): void {
    this.#allow(fn, ["secretsmanager:GetSecretValue"]);
  }

  /** Lets `fn` keep the secrets of a channel, new or known, and forget them; it reads them to see whether they changed at all. */
  grantWrite(fn: DeskFunction): void {
    this.#allow(fn, [
      "secretsmanager:CreateSecret",
      "secretsmanager:DeleteSecret",
      "secretsmanager:GetSecretValue",
      "secretsmanager:PutSecretValue",
    ]);
  }

  /** Lets `fn` forget the secrets of a channel. */
  grantForget(fn: DeskFunction): void {
    this.#allow(fn, ["secretsmanager:DeleteSecret"]);
  }

  #allow(fn: DeskFunction, actions: readonly string[]): void {
    const resourceName = `${this.prefix}/*`;
    const arn = Stack.of(this).formatArn({
      service: "secretsmanager",
      resource: "secret",
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    fn.allow(actions, [arn]);
    acknowledge(fn, {
      [`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:${resourceName}]`]:
        "Channels come and go while the stack stays, and Secrets Manager ends every ARN with six characters of its own.",
    });
  }
}
