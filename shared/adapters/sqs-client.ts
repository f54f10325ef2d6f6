import { SQSClient } from "@aws-sdk/client-sqs";
import { clientSettings } from "./client-settings.ts";

/** The client of every queue. A queue's URL names it, and does not say which host to ask. */
export const createSqsClient = (): SQSClient =>
  new SQSClient({ ...clientSettings, useQueueUrlAsEndpoint: false });
