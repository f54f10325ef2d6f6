import * as z from "zod";

/** The Lambda functions, each with the folder path of its entry file under `functions/`. */
export const functionEntries = {
  "api-authorizer": "api/authorizer",
  "api-access": "api/access",
  "api-config": "api/config",
  "api-people": "api/people",
  "api-channels": "api/channels",
  "api-tickets": "api/tickets",
  "api-messaging": "api/messaging",
  "api-contacts": "api/contacts",
  "whatsapp-webhook": "whatsapp/webhook",
  "realtime-connect": "realtime/connect",
  "realtime-disconnect": "realtime/disconnect",
  "realtime-message": "realtime/message",
  "queue-inbound": "queue/inbound",
  "queue-routing": "queue/routing",
  "queue-outbound": "queue/outbound",
  "queue-webhooks": "queue/webhooks",
  "queue-wakeups": "queue/wakeups",
  "stream-relay": "stream/relay",
  "schedule-sweep": "schedule/sweep",
} as const;

export type FunctionName = keyof typeof functionEntries;

/** No function but the sweep runs longer than this, in seconds: what it read before it began is forgotten after that. */
export const longestSeconds = 30;

const text = z.string().min(1);
const url = z.url();

const table = { TABLE_NAME: text };
/** Below this line nothing is logged. */
const logging = { LOG_LEVEL: z.enum(["DEBUG", "INFO", "WARN", "ERROR"]) };
/** Channel secrets are named `<prefix>/<channel id>`. */
const secrets = { SECRET_PREFIX: text };
/** The group of one-time schedules, the queue they put their jobs into, and the role in which they do. */
const schedules = { SCHEDULE_GROUP: text, SCHEDULE_QUEUE_ARN: text, SCHEDULE_ROLE_ARN: text };
/** How many times a queue delivers a message before it is set aside: the handler gives the reason on the last one. */
const worker = { DEAD_LETTER_QUEUE_URL: url, MAX_RECEIVES: z.coerce.number().int().min(1) };

/** An exact origin that webhooks may go to although it is not public: for tests and local runs. Empty for none. */
const receivers = { WEBHOOK_TEST_ORIGIN: z.union([z.literal(""), url]) };

/**
 * The environment of each function. The stack's construct is typed by it and the handler parses `process.env` with it, so
 * a variable missing from the stack does not compile and a wrong one does not start.
 */
export const environments = {
  "api-authorizer": z.object({
    ...logging,
    ...table,
    USER_POOL_CLIENT_ID: text,
    /** What the pool's tokens name as their issuer, and where its public keys are. */
    TOKEN_ISSUER: url,
    TOKEN_KEYS_URL: url,
  }),
  "api-access": z.object({
    ...logging,
    ...table,
    USER_POOL_ID: text,
    USER_POOL_CLIENT_ID: text,
    SOCKET_URL: url,
    /** What the distribution says in `frontHeader`. */
    FRONT_MARK: text,
  }),
  "api-config": z.object({ ...logging, ...table, ...receivers }),
  "api-people": z.object({ ...logging, ...table, USER_POOL_ID: text }),
  "api-channels": z.object({ ...logging, ...table, ...secrets, GRAPH_URL: url }),
  "api-tickets": z.object({ ...logging, ...table, ...receivers }),
  "api-messaging": z.object({ ...logging, ...table }),
  "api-contacts": z.object({ ...logging, ...table }),
  "whatsapp-webhook": z.object({ ...logging, ...table, ...secrets, INBOUND_QUEUE_URL: url }),
  "realtime-connect": z.object({ ...logging, ...table }),
  "realtime-disconnect": z.object({ ...logging, ...table }),
  "realtime-message": z.object({ ...logging, CONNECTIONS_URL: url }),
  "queue-inbound": z.object({ ...logging, ...table, ...worker }),
  "queue-routing": z.object({ ...logging, ...table, ...worker }),
  "queue-outbound": z.object({ ...logging, ...table, ...secrets, ...worker, GRAPH_URL: url }),
  "queue-webhooks": z.object({ ...logging, ...table, ...receivers, ...worker }),
  "queue-wakeups": z.object({
    ...logging,
    ...table,
    ...worker,
    ROUTING_QUEUE_URL: url,
    CONNECTIONS_URL: url,
  }),
  "stream-relay": z.object({
    ...logging,
    ...table,
    ROUTING_QUEUE_URL: url,
    OUTBOUND_QUEUE_URL: url,
    WEBHOOKS_QUEUE_URL: url,
    WAKEUPS_QUEUE_URL: url,
    CONNECTIONS_URL: url,
    DEAD_LETTER_QUEUE_URL: url,
    ...schedules,
  }),
  "schedule-sweep": z.object({
    ...logging,
    ...table,
    ...secrets,
    ROUTING_QUEUE_URL: url,
    OUTBOUND_QUEUE_URL: url,
    WAKEUPS_QUEUE_URL: url,
    CONNECTIONS_URL: url,
  }),
} as const satisfies Readonly<Record<FunctionName, z.ZodObject>>;

/** The parsed environment of a function. */
export type Environment<Name extends FunctionName> = z.infer<(typeof environments)[Name]>;
