import type { AccessTokens, Accounts, SecondFactor, SignIn } from "../../shared/ports/identity.ts";
import type {
  Clock,
  DeadLetters,
  Digest,
  Log,
  Random,
  Schedules,
  SecretKeeper,
  Sockets,
  WhatsApp,
  WorkQueue,
} from "../../shared/ports/ports.ts";
import type { FunctionName } from "../../shared/contracts/functions.ts";
import type { Store } from "../../shared/ports/store.ts";
import type { WhatsAppNumbers } from "../../shared/ports/numbers.ts";
import type { WebhookSender, WebhookTargets } from "../../shared/ports/webhooks.ts";
import type { Visibility } from "../../shared/ports/visibility.ts";
import { createAccessHandler } from "../../functions/api/access-handler.ts";
import { createAuthorizerHandler } from "../../functions/api/authorizer-handler.ts";
import { createChannelsHandler } from "../../functions/api/channels-handler.ts";
import { createConfigHandler } from "../../functions/api/config-handler.ts";
import { createConfiguration } from "../../shared/actions/configuration/configuration.ts";
import { createConnectHandler } from "../../functions/realtime/connect-handler.ts";
import { createDisconnectHandler } from "../../functions/realtime/disconnect-handler.ts";
import { createInboundHandler } from "../../functions/queue/inbound-handler.ts";
import { createMessageHandler } from "../../functions/realtime/message-handler.ts";
import { createContactsHandler } from "../../functions/api/contacts-handler.ts";
import { createMessagingHandler } from "../../functions/api/messaging-handler.ts";
import { createOutboundHandler } from "../../functions/queue/outbound-handler.ts";
import { createPeopleHandler } from "../../functions/api/people-handler.ts";
import { createRelayHandler } from "../../functions/stream/relay-handler.ts";
import { createRoutingHandler } from "../../functions/queue/routing-handler.ts";
import { createSweepHandler } from "../../functions/schedule/sweep-handler.ts";
import { createWakeupsHandler } from "../../functions/queue/wakeups-handler.ts";
import { createTicketsHandler } from "../../functions/api/tickets-handler.ts";
import { createWebhookHandler } from "../../functions/whatsapp/webhook-handler.ts";
import { createWebhooksHandler } from "../../functions/queue/webhooks-handler.ts";

/** Everything outside a function, as one sandbox sees it. */
export interface Ports {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly log: Log;
  readonly secrets: SecretKeeper;
  readonly sockets: Sockets;
  readonly whatsApp: WhatsApp;
  readonly numbers: WhatsAppNumbers;
  readonly visibility: Visibility;
  readonly tokens: AccessTokens;
  readonly signIn: SignIn;
  readonly secondFactor: SecondFactor;
  readonly accounts: Accounts;
  readonly inbound: WorkQueue<"inbound">;
  readonly routing: WorkQueue<"routing">;
  readonly outbound: WorkQueue<"outbound">;
  readonly webhooks: WorkQueue<"webhooks">;
  readonly wakeups: WorkQueue<"wakeups">;
  readonly schedules: Schedules;
  readonly sender: WebhookSender;
  readonly targets: WebhookTargets;
  readonly deadLetters: Readonly<Record<QueueName | "relay", DeadLetters>>;
}

export type QueueName = "inbound" | "routing" | "outbound" | "webhooks" | "wakeups";

/** How often each queue delivers a message before SQS sets it aside by itself; handlers do so one time earlier. */
export const maxReceiveCounts: Readonly<Record<QueueName, number>> = {
  inbound: 12,
  routing: 12,
  outbound: 16,
  webhooks: 16,
  wakeups: 16,
};

/** A Lambda handler, whatever its events. */
export type Handler = (event: never, context: never) => Promise<unknown>;

/** Every function of the desk, made by its own code from a world's ports. */
export const functionMakers: Readonly<Record<FunctionName, (ports: Ports) => Handler>> = {
  "api-authorizer": (ports) => createAuthorizerHandler(ports),
  "api-access": (ports) =>
    createAccessHandler({
      ...remembering(ports),
      socketUrl: "wss://sockets.example",
      frontMark: "front",
      sleep: async () => {},
    }),
  "api-people": (ports) => createPeopleHandler({ ...remembering(ports), sleep: async () => {} }),
  "api-channels": (ports) => createChannelsHandler(remembering(ports)),
  "api-config": (ports) => createConfigHandler(remembering(ports)),
  "api-tickets": (ports) => createTicketsHandler(remembering(ports)),
  "api-messaging": (ports) => createMessagingHandler(ports),
  "api-contacts": (ports) => createContactsHandler(remembering(ports)),
  "whatsapp-webhook": (ports) => createWebhookHandler({ ...remembering(ports), queue: ports.inbound }),
  "realtime-connect": (ports) => createConnectHandler(ports),
  "realtime-disconnect": (ports) => createDisconnectHandler(ports),
  "realtime-message": (ports) => createMessageHandler(ports),
  "queue-inbound": (ports) => createInboundHandler(worker(ports, "inbound")),
  "queue-routing": (ports) => createRoutingHandler(worker(ports, "routing")),
  "queue-outbound": (ports) => createOutboundHandler(worker(ports, "outbound")),
  "queue-webhooks": (ports) => createWebhooksHandler(worker(ports, "webhooks")),
  "queue-wakeups": (ports) => createWakeupsHandler(worker(ports, "wakeups")),
  "stream-relay": (ports) =>
    createRelayHandler({ ...remembering(ports), deadLetters: ports.deadLetters.relay }),
  "schedule-sweep": (ports) => createSweepHandler(remembering(ports)),
};

const remembering = (ports: Ports) => ({ ...ports, configuration: createConfiguration(ports) });

const worker = (ports: Ports, queue: QueueName) => ({
  ...remembering(ports),
  deadLetters: ports.deadLetters[queue],
  maxReceives: maxReceiveCounts[queue] - 1,
});
