import { createHash } from "node:crypto";
import { ArnFormat, RemovalPolicy, Stack } from "aws-cdk-lib";
import * as apigateway from "aws-cdk-lib/aws-apigateway";
import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct, type IDependable } from "constructs";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { Route } from "../../shared/contracts/routes/route.ts";
import type { Config } from "../config.ts";
import { acknowledge } from "./acknowledge.ts";
import type { DeskFunction } from "./desk-function.ts";
import { restBody } from "./rest-body.ts";

/** The stage is the base path of every route. */
const stageName = "v1";

/** Requests a second and burst: a twentieth of what an account may take by default, shared with everything else in it. */
const throttling = { rate: 500, burst: 1_000 } as const;

/** One line a request. No address, agent string, query or body: those are personal. */
const accessLogFormat = {
  time: "$context.requestTime",
  requestId: "$context.requestId",
  method: "$context.httpMethod",
  route: "$context.resourcePath",
  status: "$context.status",
  bytes: "$context.responseLength",
  milliseconds: "$context.responseLatency",
  functionMilliseconds: "$context.integrationLatency",
} as const;

export interface RestApiProps {
  readonly config: Config;
  readonly routes: readonly Route[];
  readonly functions: Readonly<Partial<Record<FunctionName, DeskFunction>>>;
  /** Says whose a bearer token is. */
  readonly authorizer: DeskFunction;
  /** What must be there before the stage may write logs. */
  readonly loggingReady: IDependable;
}

/**
 * The REST API as one resource whose body is made from the route table.
 *
 * It declares no binary media types. They count for the whole API, and the webhook's `application/json` is everybody's:
 * with it declared every body would arrive in base64. Without, a body arrives as text, which gives the very bytes back for
 * everything that is UTF-8, as JSON must be; a body that is not fails its signature, as it should. Handlers honour
 * `isBase64Encoded` all the same.
 *
 * No route answers to other origins (CORS): the desk and the API share one.
 */
export class RestApi extends Construct {
  /** The API's own host, without a scheme. */
  readonly host: string;
  /** `https://…/v1`, without a slash at the end. */
  readonly url: string;
  /** Answers with a 5xx status. */
  readonly serverErrors: Metric;

  constructor(scope: Construct, id: string, props: RestApiProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const name = `${stack.stackName}-api`;
    const functionOf = (wanted: FunctionName): DeskFunction => {
      const fn = props.functions[wanted];
      if (fn === undefined) throw new Error(`the route table names ${wanted}, which the stack does not have`);
      return fn;
    };
    const invocationUri = ({ lambda }: DeskFunction): string =>
      stack.formatArn({
        service: "apigateway",
        account: "lambda",
        resource: "path/2015-03-31/functions",
        resourceName: `${lambda.functionArn}/invocations`,
      });
    const body = restBody({
      title: name,
      routes: props.routes,
      authorizerUri: invocationUri(props.authorizer),
      integrationUri: (wanted) => invocationUri(functionOf(wanted)),
    });
    const api = new apigateway.CfnRestApi(this, "Api", {
      name,
      body,
      endpointConfiguration: { types: ["REGIONAL"] },
      securityPolicy: "SecurityPolicy_TLS13_1_2_2021_06",
      endpointAccessMode: "STRICT",
    });
    for (const wanted of new Set(props.routes.map((route) => route.function))) {
      functionOf(wanted).lambda.addPermission("RestApi", {
        principal: new ServicePrincipal("apigateway.amazonaws.com"),
        sourceArn: stack.formatArn({
          service: "execute-api",
          resource: api.ref,
          resourceName: `${stageName}/*/*`,
        }),
      });
    }
    props.authorizer.lambda.addPermission("RestApiAuthorizer", {
      principal: new ServicePrincipal("apigateway.amazonaws.com"),
      // An authorizer's id is made with the API: no template can name it.
      sourceArn: stack.formatArn({
        service: "execute-api",
        resource: api.ref,
        resourceName: "authorizers/*",
      }),
    });
    const deployment = new apigateway.CfnDeployment(this, "Deployment", { restApiId: api.ref });
    // A deployment is a picture of the API when it was made: another body needs another deployment.
    const digest = createHash("sha256")
      .update(JSON.stringify(stack.resolve(body)))
      .digest("hex");
    deployment.overrideLogicalId(`${stack.getLogicalId(deployment)}${digest.slice(0, 8)}`);
    const stage = this.#stage(api, deployment, props);
    this.host = `${api.ref}.execute-api.${stack.region}.${stack.urlSuffix}`;
    this.url = `https://${this.host}/${stageName}`;
    this.serverErrors = new Metric({
      namespace: "AWS/ApiGateway",
      metricName: "5XXError",
      dimensionsMap: { ApiName: name, Stage: stageName },
      statistic: "Sum",
    });
    acknowledge(api, {
      "AwsSolutions-APIG2":
        "The functions check every request with the schemas of the route table, before anything else.",
    });
    acknowledge(stage, {
      "AwsSolutions-APIG3":
        "A firewall costs more a month than a small desk does; throttling, signatures and sign-in limits are in place.",
      "Serverless-APIGWXrayEnabled":
        "A trace is paid for with every call; logs and entries carry the ids that join one message's steps.",
    });
  }

  #stage(
    api: apigateway.CfnRestApi,
    deployment: apigateway.CfnDeployment,
    props: RestApiProps,
  ): apigateway.CfnStage {
    const logs = new LogGroup(this, "AccessLogs", {
      logGroupName: `/balcao/${Stack.of(this).stackName}/api`,
      retention: props.config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const stage = new apigateway.CfnStage(this, "Stage", {
      restApiId: api.ref,
      deploymentId: deployment.ref,
      stageName,
      accessLogSetting: {
        destinationArn: logGroupArn(logs),
        format: JSON.stringify(accessLogFormat),
      },
      methodSettings: [
        {
          resourcePath: "/*",
          httpMethod: "*",
          throttlingRateLimit: throttling.rate,
          throttlingBurstLimit: throttling.burst,
          // Only what the gateway itself could not do; never a request or an answer.
          loggingLevel: "ERROR",
          dataTraceEnabled: false,
        },
      ],
    });
    stage.node.addDependency(props.loggingReady);
    return stage;
  }
}

/** The ARN as the gateway wants it, without the `:*` that the log group's own attribute ends in. */
export function logGroupArn(logs: LogGroup): string {
  return Stack.of(logs).formatArn({
    service: "logs",
    resource: "log-group",
    resourceName: logs.logGroupName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
