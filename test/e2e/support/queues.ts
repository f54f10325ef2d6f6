import {
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { Scene } from "./scene.ts";

/** A queue of the stack by its own name, e.g. `inbound.fifo` or `relay-failures`. */
function queueOf({ stack }: Scene, name: string) {
  const wanted = `${stack.stack.name}-${name}`;
  const found = stack.stack.resources.find(
    ({ type, properties }) => type === "AWS::SQS::Queue" && properties["QueueName"] === wanted,
  );
  if (found === undefined) throw new Error(`the stack has no queue ${wanted}`);
  return { arn: found.arn, url: found.physicalId };
}

/** How many messages of a queue nobody has received yet. */
export const visible = (scene: Scene, name: string): number =>
  scene.stack.engines.sqs.depth(queueOf(scene, name).arn).visible;

async function asOperator<Answer>(
  { stack }: Scene,
  call: (client: SQSClient) => Promise<Answer>,
): Promise<Answer> {
  const { url, operatorCredentials } = stack.frontDoor;
  const { region } = stack.stack.place;
  const client = new SQSClient({ region, endpoint: url, credentials: operatorCredentials });
  try {
    return await call(client);
  } finally {
    client.destroy();
  }
}

/** Puts a text into a queue, as an operator with a console could. `id` is for FIFO queues. */
export const enqueue = (scene: Scene, name: string, group: string, id: string, body: string) =>
  asOperator(scene, (client) =>
    client.send(
      new SendMessageCommand({
        QueueUrl: queueOf(scene, name).url,
        MessageBody: body,
        MessageGroupId: group,
        ...(name.endsWith(".fifo") && { MessageDeduplicationId: id }),
      }),
    ),
  );

/** Puts up to ten texts into a FIFO queue in one call, each in a group of its own. */
export const enqueueAll = (scene: Scene, name: string, bodies: readonly string[]) =>
  asOperator(scene, (client) =>
    client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueOf(scene, name).url,
        Entries: bodies.map((MessageBody, index) => ({
          Id: `m${index}`,
          MessageBody,
          MessageGroupId: `group-${index}`,
          MessageDeduplicationId: `message-${index}`,
        })),
      }),
    ),
  );

/** Loses everything in a queue, messages in flight included. */
export const purge = (scene: Scene, name: string) =>
  asOperator(scene, (client) => client.send(new PurgeQueueCommand({ QueueUrl: queueOf(scene, name).url })));

/** What lies in a dead-letter queue: texts with the reason that was given. Reading hides them for half a minute. */
export async function deadLetters(scene: Scene, name: string) {
  const answer = await asOperator(scene, (client) =>
    client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueOf(scene, name).url,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ["All"],
      }),
    ),
  );
  return (answer.Messages ?? []).map(({ Body, MessageAttributes }) => ({
    body: Body ?? "",
    reason: MessageAttributes?.["reason"]?.StringValue,
  }));
}
