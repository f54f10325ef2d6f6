import type { Log } from "../../shared/ports/ports.ts";
import type { LogLevel } from "../../shared/adapters/logger.ts";
import type { Store } from "../../shared/ports/store.ts";
import { createDynamoDbClient } from "../../shared/adapters/dynamodb-client.ts";
import { createDynamoDbStore } from "../../shared/store/dynamodb.ts";
import { createLog } from "../../shared/adapters/logger.ts";

/** The table that this deployment works on. */
export const productionStore = ({ TABLE_NAME: tableName }: { readonly TABLE_NAME: string }): Store =>
  createDynamoDbStore({ client: createDynamoDbClient(), tableName });

/** The log of a function. */
export const productionLog = (service: string, { LOG_LEVEL: level }: { readonly LOG_LEVEL: LogLevel }): Log =>
  createLog({ service, level });
