import { CfnOutput, CfnParameter, Stack, type StackProps } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { FunctionName } from "../shared/contracts/functions.ts";
import { routeList } from "../shared/contracts/routes/table.ts";
import { retryDelays } from "../shared/contracts/webhooks.ts";
import type { Config } from "./config.ts";
import { Alarms } from "./constructs/alarms.ts";
import { ApiLogging } from "./constructs/api-logging.ts";
import { ChannelSecrets } from "./constructs/channel-secrets.ts";
import { DeskFunction, type Variables } from "./constructs/desk-function.ts";
import { Identity } from "./constructs/identity.ts";
import { Media } from "./constructs/media.ts";
import { RealtimeApi } from "./constructs/realtime-api.ts";
import { RelayFeed } from "./constructs/relay-feed.ts";
import { RestApi } from "./constructs/rest-api.ts";
import { DeskTable } from "./constructs/table.ts";
import { Snoozes } from "./constructs/snoozes.ts";
import { Timers } from "./constructs/timers.ts";
import { frontMark, WebSite } from "./constructs/web-site.ts";
import { DeadLetterQueue, WorkQueue } from "./constructs/work-queue.ts";
import { functionSettings } from "./functions.ts";

export interface BalcaoStackProps extends StackProps {
  readonly config: Config;
  /** Folder that holds the bundles, one folder a function. */
  readonly bundles: string;
}

/** The whole desk: this file only says what is connected to what. */
export class BalcaoStack extends Stack {
  constructor(scope: Construct, id: string, { config, bundles, ...props }: BalcaoStackProps) {
    super(scope, id, props);
    // A parameter rather than part of the template: one template serves Meta and a simulator alike.
    const graphUrl = new CfnParameter(this, "GraphUrl", {
      default: "https://graph.facebook.com",
      description: "Where Meta's Graph API is, without the version",
    });
    const testOrigin = new CfnParameter(this, "WebhookTestOrigin", {
      default: "",
      description:
        "For tests only: an exact origin that outgoing webhooks may reach although it is not public",
    });
    const alarms = new Alarms(this, "Alarms", { email: config.alarmEmail });
    const desk = new DeskTable(this, "Desk", { retain: config.retainData });
    const identity = new Identity(this, "Identity", { config });
    const secrets = new ChannelSecrets(this, "ChannelSecrets");
    const media = new Media(this, "Media", { config });
    const loggingReady = new ApiLogging(this, "ApiLogging");
    const sockets = new RealtimeApi(this, "Sockets", { config, loggingReady });
    const relayFailures = new DeadLetterQueue(this, "RelayFailures", { name: "relay-failures" });
    const inbound = new WorkQueue(this, "Inbound", {
      name: "inbound",
      fifo: true,
      maxReceiveCount: 5,
      consumerTimeoutSeconds: functionSettings["queue-inbound"].timeoutSeconds,
      late: { oldestSeconds: 300 },
      alarms,
    });
    const routing = new WorkQueue(this, "Routing", {
      name: "routing",
      fifo: true,
      maxReceiveCount: 5,
      consumerTimeoutSeconds: functionSettings["queue-routing"].timeoutSeconds,
      late: { oldestSeconds: 300 },
      alarms,
    });
    const outbound = new WorkQueue(this, "Outbound", {
      name: "outbound",
      fifo: true,
      maxReceiveCount: 8,
      consumerTimeoutSeconds: functionSettings["queue-outbound"].timeoutSeconds,
      late: { oldestSeconds: 600 },
      alarms,
    });

    const webhooks = new WorkQueue(this, "Webhooks", {
      name: "webhooks",
      fifo: false,
      // Eight tries over most of a day (`retryDelays`), and the one after which SQS itself would give up.
      maxReceiveCount: retryDelays.length + 2,
      consumerTimeoutSeconds: functionSettings["queue-webhooks"].timeoutSeconds,
      late: { waiting: 500 },
      alarms,
    });
    const wakeups = new WorkQueue(this, "Wakeups", {
      name: "wakeups",
      fifo: false,
      maxReceiveCount: 8,
      consumerTimeoutSeconds: functionSettings["queue-wakeups"].timeoutSeconds,
      late: { waiting: 100 },
      alarms,
    });

    const snoozes = new Snoozes(this, "Snoozes", { queue: wakeups });

    const make = <Name extends FunctionName>(
      name: Name,
      environment: Variables<Name>,
    ): DeskFunction<Name> => {
      const { table, ...size } = functionSettings[name];
      const fn = new DeskFunction(this, constructId(name), { name, config, bundles, ...size, environment });
      desk.grant(fn, table);
      return fn;
    };
    const TABLE_NAME = desk.table.tableName;
    const USER_POOL_ID = identity.pool.userPoolId;
    const SECRET_PREFIX = secrets.prefix;
    const CONNECTIONS_URL = sockets.connectionsUrl;
    const GRAPH_URL = `${graphUrl.valueAsString}/${config.graphVersion}`;
    const WEBHOOK_TEST_ORIGIN = testOrigin.valueAsString;
    const queues = { ROUTING_QUEUE_URL: routing.url, OUTBOUND_QUEUE_URL: outbound.url };
    const functions = {
      "api-authorizer": make("api-authorizer", {
        TABLE_NAME,
        USER_POOL_CLIENT_ID: identity.client.userPoolClientId,
        TOKEN_ISSUER: identity.pool.userPoolProviderUrl,
        TOKEN_KEYS_URL: `${identity.pool.userPoolProviderUrl}/.well-known/jwks.json`,
      }),
      "api-access": make("api-access", {
        TABLE_NAME,
        USER_POOL_ID,
        USER_POOL_CLIENT_ID: identity.client.userPoolClientId,
        SOCKET_URL: sockets.socketUrl,
        FRONT_MARK: frontMark(this),
      }),
      "api-config": make("api-config", { TABLE_NAME, WEBHOOK_TEST_ORIGIN }),
      "api-people": make("api-people", { TABLE_NAME, USER_POOL_ID }),
      "api-channels": make("api-channels", { TABLE_NAME, SECRET_PREFIX, GRAPH_URL }),
      "api-tickets": make("api-tickets", { TABLE_NAME, WEBHOOK_TEST_ORIGIN }),
      "api-messaging": make("api-messaging", { TABLE_NAME }),
      "api-contacts": make("api-contacts", { TABLE_NAME }),
      "whatsapp-webhook": make("whatsapp-webhook", {
        TABLE_NAME,
        SECRET_PREFIX,
        INBOUND_QUEUE_URL: inbound.url,
      }),
      "realtime-connect": make("realtime-connect", { TABLE_NAME }),
      "realtime-disconnect": make("realtime-disconnect", { TABLE_NAME }),
      "realtime-message": make("realtime-message", { CONNECTIONS_URL }),
      "queue-inbound": make("queue-inbound", { TABLE_NAME, ...inbound.workerVariables }),
      "queue-routing": make("queue-routing", { TABLE_NAME, ...routing.workerVariables }),
      "queue-outbound": make("queue-outbound", {
        TABLE_NAME,
        SECRET_PREFIX,
        ...outbound.workerVariables,
        GRAPH_URL,
      }),
      "queue-webhooks": make("queue-webhooks", {
        TABLE_NAME,
        WEBHOOK_TEST_ORIGIN,
        ...webhooks.workerVariables,
      }),
      "queue-wakeups": make("queue-wakeups", {
        TABLE_NAME,
        ROUTING_QUEUE_URL: routing.url,
        CONNECTIONS_URL,
        ...wakeups.workerVariables,
      }),
      "stream-relay": make("stream-relay", {
        TABLE_NAME,
        ...queues,
        WEBHOOKS_QUEUE_URL: webhooks.url,
        WAKEUPS_QUEUE_URL: wakeups.url,
        CONNECTIONS_URL,
        DEAD_LETTER_QUEUE_URL: relayFailures.queue.queueUrl,
        ...snoozes.variables,
      }),
      "schedule-sweep": make("schedule-sweep", {
        TABLE_NAME,
        SECRET_PREFIX,
        ...queues,
        WAKEUPS_QUEUE_URL: wakeups.url,
        CONNECTIONS_URL,
      }),
    } satisfies { readonly [Name in FunctionName]: DeskFunction<Name> };

    identity.grantSignIn(functions["api-access"]);
    identity.grantAccounts(functions["api-people"]);
    secrets.grantWrite(functions["api-channels"]);
    secrets.grantRead(functions["whatsapp-webhook"]);
    secrets.grantRead(functions["queue-outbound"]);
    secrets.grantForget(functions["schedule-sweep"]);
    inbound.grantSend(functions["whatsapp-webhook"]);
    for (const queue of [routing, outbound, wakeups]) {
      queue.grantSend(functions["stream-relay"]);
      queue.grantSend(functions["schedule-sweep"]);
    }
    webhooks.grantSend(functions["stream-relay"]);
    snoozes.grantSchedule(functions["stream-relay"]);
    routing.grantSend(functions["queue-wakeups"]);
    inbound.feed(functions["queue-inbound"], { concurrency: 20 });
    routing.feed(functions["queue-routing"], { concurrency: 10, postpones: true });
    // A send waits up to ten seconds for Meta's answer, and those of one ticket go one after the other: more than two would
    // not fit into the function's time, and the one it ends in would be left unconfirmed.
    outbound.feed(functions["queue-outbound"], { concurrency: 20, batchSize: 2, postpones: true });
    webhooks.feed(functions["queue-webhooks"], { concurrency: 20, postpones: true });
    wakeups.feed(functions["queue-wakeups"], { concurrency: 10, postpones: true });
    sockets.grantPost(functions["realtime-message"]);
    sockets.grantPost(functions["stream-relay"]);
    sockets.grantClose(functions["stream-relay"]);
    sockets.grantPost(functions["schedule-sweep"]);
    sockets.grantLook(functions["queue-wakeups"]);
    sockets.serve({
      connect: functions["realtime-connect"],
      disconnect: functions["realtime-disconnect"],
      message: functions["realtime-message"],
    });
    new RelayFeed(this, "RelayFeed", {
      table: desk.table,
      relay: functions["stream-relay"],
      failures: relayFailures,
      alarms,
    });
    new Timers(this, "Timers", { sweep: functions["schedule-sweep"], alarms });
    const api = new RestApi(this, "RestApi", {
      config,
      routes: routeList,
      functions,
      authorizer: functions["api-authorizer"],
      loggingReady,
    });
    alarms.watch("api-errors", {
      summary: "The API answers with errors of its own, the webhook included.",
      metric: api.serverErrors,
      threshold: 5,
      periods: 2,
    });
    const site = new WebSite(this, "WebSite", { config, apiHost: api.host, socketUrl: sockets.socketUrl });

    const outputs = {
      DeskUrl: site.url,
      DeskBucket: site.bucket.bucketName,
      ApiUrl: api.url,
      WebhookUrl: `${api.url}/hooks/whatsapp`,
      SocketUrl: sockets.socketUrl,
      UserPoolId: USER_POOL_ID,
      UserPoolClientId: identity.client.userPoolClientId,
      TableName: TABLE_NAME,
      MediaBucket: media.bucket.bucketName,
      InboundQueueUrl: inbound.url,
      RoutingQueueUrl: routing.url,
      OutboundQueueUrl: outbound.url,
      WebhooksQueueUrl: webhooks.url,
      WakeupsQueueUrl: wakeups.url,
      SecretPrefix: SECRET_PREFIX,
      AlarmTopicArn: alarms.topic.topicArn,
    };
    for (const [key, value] of Object.entries(outputs)) new CfnOutput(this, key, { value });
  }
}

/** `api-access` → `ApiAccess`: logical ids are made of it, and operators meet those. */
function constructId(name: FunctionName): string {
  return name
    .split("-")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
