import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { clientSettings } from "./client-settings.ts";

/**
 * The client the store works with. The store waits out load and contention itself, so this one only repeats what got no
 * answer.
 */
export const createDynamoDbClient = (): DynamoDBClient => new DynamoDBClient(clientSettings);
