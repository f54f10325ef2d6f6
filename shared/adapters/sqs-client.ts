import { SQSClient } from "@aws-sdk/client-sqs";
import { clientSettings } from "./client-settings.ts";

/** The client of every queue. */
export const createSqsClient = (): SQSClient => new SQSClient(clientSettings);
