import { existsSync } from "node:fs";
import { join } from "node:path";
import { Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import * as iam from "aws-cdk-lib/aws-iam";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct } from "constructs";
import type { Environment, FunctionName } from "../../shared/contracts/functions.ts";
import type { Config } from "../config.ts";
import { entryFile } from "../paths.ts";
import { acknowledge } from "./acknowledge.ts";

/** The variables a function must get: those of its schema, no more and no less. Values may be tokens, so numbers are text. */
export type Variables<Name extends FunctionName> = {
  readonly [Variable in Exclude<keyof Environment<Name>, "LOG_LEVEL">]: string;
};

export interface DeskFunctionProps<Name extends FunctionName> {
  readonly name: Name;
  readonly config: Config;
  /** Folder that holds the bundles, one folder a function. */
  readonly bundles: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: NoInfer<Variables<Name>>;
}

/** A Lambda function from its ready bundle, with a role of its own that may write its own log and nothing else yet. */
export class DeskFunction<Name extends FunctionName = FunctionName>
  extends Construct
  implements iam.IGrantable
{
  readonly grantPrincipal: iam.IPrincipal;
  readonly lambda: lambda.Function;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: DeskFunctionProps<Name>) {
    super(scope, id);
    const { name, config, bundles, memoryMb } = props;
    const folder = join(bundles, name);
    if (!existsSync(folder)) throw new Error(`no bundle of ${name} in ${folder}: run npm run build first`);
    const functionName = `${Stack.of(this).stackName}-${name}`;
    this.timeout = Duration.seconds(props.timeoutSeconds);
    const logGroup = new LogGroup(this, "Logs", {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(this, "Role", { assumedBy: new iam.ServicePrincipal("lambda.amazonaws.com") });
    role.addToPolicy(
      new iam.PolicyStatement({
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [logGroup.logGroupArn],
      }),
    );
    this.lambda = new lambda.Function(this, "Function", {
      functionName,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: "index.handler",
      code: lambda.Code.fromAsset(folder),
      memorySize: memoryMb,
      timeout: this.timeout,
      role,
      logGroup,
      // The service's own lines (start, end, report) of every call would be most of the log bill.
      loggingFormat: lambda.LoggingFormat.JSON,
      applicationLogLevelV2: lambda.ApplicationLogLevel[config.logLevel],
      systemLogLevelV2: lambda.SystemLogLevel.WARN,
      environment: {
        ...props.environment,
        LOG_LEVEL: config.logLevel,
        NODE_OPTIONS: "--enable-source-maps",
      },
    });
    // For readers of the template: which source a function is made of.
    const resource = this.lambda.node.defaultChild as lambda.CfnFunction;
    resource.addMetadata("balcao:entry", entryFile(name));
    this.grantPrincipal = role;
    acknowledge(this, {
      "Serverless-LambdaTracing":
        "A trace is paid for with every call; logs and entries carry the ids that join one message's steps.",
      "Serverless-LambdaDLQ":
        "Nothing calls the function asynchronously but the schedule, which comes again a minute later.",
    });
  }

  /** Allows `actions` on `resources`. */
  allow(actions: readonly string[], resources: readonly string[]): void {
    this.grantPrincipal.addToPrincipalPolicy(
      new iam.PolicyStatement({ actions: [...actions], resources: [...resources] }),
    );
  }
}
