import { RemovalPolicy, Stack } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import * as apigatewayv2 from "aws-cdk-lib/aws-apigatewayv2";
import { WebSocketLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { Construct, type IDependable } from "constructs";
import type { Config } from "../config.ts";
import { acknowledge } from "./acknowledge.ts";
import type { DeskFunction } from "./desk-function.ts";
import { logGroupArn } from "./rest-api.ts";

const stageName = "live";

export interface RealtimeApiProps {
  readonly config: Config;
  /** What must be there before the stage may write logs. */
  readonly loggingReady: IDependable;
}

/** The WebSocket API. Its addresses exist before the functions that need them; `serve` then adds the routes. */
export class RealtimeApi extends Construct {
  readonly #api: apigatewayv2.WebSocketApi;
  readonly #stage: apigatewayv2.WebSocketStage;

  constructor(scope: Construct, id: string, { config, loggingReady }: RealtimeApiProps) {
    super(scope, id);
    this.#api = new apigatewayv2.WebSocketApi(this, "Api", {
      apiName: `${Stack.of(this).stackName}-sockets`,
    });
    const logs = new LogGroup(this, "AccessLogs", {
      logGroupName: `/balcao/${Stack.of(this).stackName}/sockets`,
      retention: config.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.#stage = new apigatewayv2.WebSocketStage(this, "Stage", {
      webSocketApi: this.#api,
      stageName,
      autoDeploy: true,
      // New connections are limited to 500 a second in an account anyway.
      throttle: { rateLimit: 500, burstLimit: 500 },
      accessLogSettings: {
        destination: { bind: () => ({ destinationArn: logGroupArn(logs) }) },
        // No address, agent string or query: the query of $connect holds the ticket.
        format: AccessLogFormat.custom(
          JSON.stringify({
            time: "$context.requestTime",
            requestId: "$context.requestId",
            event: "$context.eventType",
            route: "$context.routeKey",
            status: "$context.status",
            connectionId: "$context.connectionId",
            functionMilliseconds: "$context.integrationLatency",
          }),
        ),
      },
    });
    this.#stage.node.addDependency(loggingReady);
  }

  /** What clients connect to: `wss://…/live`. */
  get socketUrl(): string {
    return this.#stage.url;
  }

  /** What functions post to: `https://…/live`. */
  get connectionsUrl(): string {
    return this.#stage.callbackUrl;
  }

  /** Lets `fn` post to any open socket. */
  grantPost(fn: DeskFunction): void {
    this.#grant(fn, "POST");
  }

  /** Lets `fn` ask whether a socket is open. */
  grantLook(fn: DeskFunction): void {
    this.#grant(fn, "GET");
  }

  /** Lets `fn` close any open socket. */
  grantClose(fn: DeskFunction): void {
    this.#grant(fn, "DELETE");
  }

  #grant(fn: DeskFunction, method: "GET" | "POST" | "DELETE"): void {
    const resource = `${stageName}/${method}/@connections/*`;
    const arn = Stack.of(this).formatArn({
      service: "execute-api",
      resource: this.#api.apiId,
      resourceName: resource,
    });
    fn.allow(["execute-api:ManageConnections"], [arn]);
    const api = Stack.of(this).resolve(this.#api.apiId) as { readonly Ref: string };
    acknowledge(fn, {
      [`AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:execute-api:<AWS::Region>:<AWS::AccountId>:<${api.Ref}>/${resource}]`]:
        "Connection ids are given out when sockets open; the API and the method are named.",
    });
  }

  /** Says which functions serve the sockets. Messages of every kind go to one function, which answers by posting. */
  serve(fns: {
    readonly connect: DeskFunction;
    readonly disconnect: DeskFunction;
    readonly message: DeskFunction;
  }): void {
    const routes = { $connect: fns.connect, $disconnect: fns.disconnect, $default: fns.message };
    for (const [routeKey, fn] of Object.entries(routes)) {
      const id = routeKey.slice(1);
      const integration = new WebSocketLambdaIntegration(id, fn.lambda);
      const route = this.#api.addRoute(routeKey, { integration });
      acknowledge(route, {
        "AwsSolutions-APIG4":
          "Sockets open with a ticket that works once within a minute; the function of $connect spends it or refuses.",
      });
    }
  }
}
