import type { FunctionName } from "../shared/contracts/functions.ts";
import type { TableAccess } from "./constructs/table.ts";

/** Size of a function and what it may do to the table. */
export interface FunctionSettings {
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly table: TableAccess;
}

const none = { actions: [], indexes: [] } as const;

/**
 * Every function with its size and its exact rights on the table. A transaction needs the action of each of its parts;
 * `indexes` lets it query those. Nothing is granted that no code path uses: a test of the running stack reports idle
 * grants.
 *
 * Time limits of queue workers are short on purpose: a record that failed comes back after six times the limit, and its
 * group waits for it.
 */
export const functionSettings = {
  // Every first request of a token waits for it.
  "api-authorizer": { memoryMb: 512, timeoutSeconds: 10, table: { actions: ["GetItem"], indexes: [] } },
  "api-access": {
    memoryMb: 512,
    timeoutSeconds: 15,
    table: {
      actions: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
      indexes: [],
    },
  },
  "api-people": {
    memoryMb: 512,
    timeoutSeconds: 15,
    table: {
      actions: [
        "GetItem",
        "BatchGetItem",
        "Query",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "ConditionCheckItem",
      ],
      indexes: [],
    },
  },
  "api-config": {
    memoryMb: 512,
    timeoutSeconds: 15,
    table: {
      actions: [
        "GetItem",
        "BatchGetItem",
        "Query",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "ConditionCheckItem",
      ],
      indexes: ["gsi1"],
    },
  },
  "api-channels": {
    memoryMb: 512,
    timeoutSeconds: 15,
    table: {
      actions: [
        "GetItem",
        "BatchGetItem",
        "Query",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "ConditionCheckItem",
      ],
      indexes: ["gsi1"],
    },
  },
  "api-tickets": {
    memoryMb: 512,
    timeoutSeconds: 15,
    table: {
      actions: [
        "GetItem",
        "BatchGetItem",
        "Query",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "ConditionCheckItem",
      ],
      indexes: ["gsi1", "gsi2"],
    },
  },
  "api-messaging": {
    memoryMb: 512,
    timeoutSeconds: 15,
    table: { actions: ["GetItem", "PutItem"], indexes: [] },
  },
  "api-contacts": {
    memoryMb: 512,
    timeoutSeconds: 15,
    table: {
      actions: ["GetItem", "BatchGetItem", "Query", "PutItem"],
      indexes: ["gsi1", "gsi2"],
    },
  },
  "whatsapp-webhook": {
    memoryMb: 512,
    timeoutSeconds: 10,
    table: { actions: ["GetItem", "Query"], indexes: [] },
  },
  "realtime-connect": {
    memoryMb: 512,
    timeoutSeconds: 10,
    table: { actions: ["GetItem", "PutItem", "DeleteItem", "ConditionCheckItem"], indexes: [] },
  },
  "realtime-disconnect": {
    memoryMb: 256,
    timeoutSeconds: 10,
    table: { actions: ["GetItem", "PutItem", "DeleteItem"], indexes: [] },
  },
  "realtime-message": { memoryMb: 256, timeoutSeconds: 10, table: none },
  "queue-inbound": {
    memoryMb: 512,
    timeoutSeconds: 15,
    table: {
      actions: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
      indexes: [],
    },
  },
  "queue-routing": {
    memoryMb: 512,
    timeoutSeconds: 10,
    table: {
      actions: [
        "GetItem",
        "BatchGetItem",
        "Query",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "ConditionCheckItem",
      ],
      indexes: ["gsi1"],
    },
  },
  "queue-outbound": {
    memoryMb: 512,
    timeoutSeconds: 30,
    table: { actions: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"], indexes: [] },
  },
  "queue-webhooks": {
    memoryMb: 512,
    timeoutSeconds: 30,
    table: { actions: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem"], indexes: [] },
  },
  "queue-wakeups": {
    memoryMb: 512,
    timeoutSeconds: 10,
    table: {
      actions: ["GetItem", "BatchGetItem", "Query", "PutItem", "UpdateItem", "DeleteItem"],
      indexes: [],
    },
  },
  "stream-relay": {
    memoryMb: 512,
    timeoutSeconds: 30,
    table: {
      actions: ["GetItem", "BatchGetItem", "Query", "PutItem", "DeleteItem", "ConditionCheckItem"],
      indexes: [],
    },
  },
  "schedule-sweep": {
    memoryMb: 512,
    timeoutSeconds: 50,
    table: {
      actions: [
        "GetItem",
        "BatchGetItem",
        "Query",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "ConditionCheckItem",
      ],
      indexes: ["gsi1"],
    },
  },
} as const satisfies Readonly<Record<FunctionName, FunctionSettings>>;
