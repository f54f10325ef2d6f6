import * as z from "zod";
import { queueUrl } from "../../template/endpoints.ts";
import type { Usage } from "../../types.ts";
import { SqsError } from "./errors.ts";
import { messageSize } from "./message.ts";
import type { Queue } from "./queue.ts";
import { queueAttributes } from "./queue-attributes.ts";
import { incomingMessage } from "./receiving.ts";
import type { Queues } from "./queues.ts";
import { draftOf, MAX_BATCH_BYTES, missing, Outgoing, sentReply } from "./sending.ts";

/** What an operation answers: its JSON result and how many requests SQS bills for it. */
export interface Outcome {
  readonly result: unknown;
  readonly usage: Usage;
}

/** `baseUrl` is the address the caller used: queue URLs begin with it, so that they lead back here. */
type Operation = (input: unknown, queues: Queues, baseUrl: string) => Outcome | Promise<Outcome>;

const Strings = z.record(z.string(), z.string());
const OnQueue = z.looseObject({ QueueUrl: z.string().optional() });
const Receive = z.looseObject({
  MaxNumberOfMessages: z.number().int().default(1),
  VisibilityTimeout: z.number().int().optional(),
  WaitTimeSeconds: z.number().int().optional(),
  AttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
  MessageAttributeNames: z.array(z.string()).default([]),
});
const Handle = z.looseObject({ ReceiptHandle: z.string() });
const Visibility = z.looseObject({ ReceiptHandle: z.string(), VisibilityTimeout: z.number().int() });

/** The operations of the SQS API (JSON protocol) that the engine answers. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  SendMessage(input, queues) {
    const queue = queueOf(input, queues);
    const draft = draftOf(Outgoing.parse(input), queue);
    return { result: sentReply(draft, queue), usage: billed(messageSize(draft.body, draft.attributes)) };
  },

  SendMessageBatch(input, queues) {
    const queue = queueOf(input, queues);
    const entries = batchOf(input, Outgoing);
    const bytes = entries.reduce(
      (sum, { entry }) => sum + messageSize(entry.MessageBody ?? "", entry.MessageAttributes),
      0,
    );
    if (bytes > MAX_BATCH_BYTES) {
      throw new SqsError(
        "BatchRequestTooLong",
        `Batch requests cannot be longer than ${MAX_BATCH_BYTES} bytes. You have sent ${bytes} bytes.`,
      );
    }
    const result = queues.together(() =>
      eachEntry(entries, (entry) => sentReply(draftOf(entry, queue), queue)),
    );
    return { result, usage: billed(bytes) };
  },

  async ReceiveMessage(input, queues) {
    const queue = queueOf(input, queues);
    const wanted = Receive.parse(input);
    const visibility = wanted.VisibilityTimeout ?? Number(queue.attributes.VisibilityTimeout);
    const wait = wanted.WaitTimeSeconds ?? Number(queue.attributes.ReceiveMessageWaitTimeSeconds);
    between("MaxNumberOfMessages", wanted.MaxNumberOfMessages, 1, 10);
    between("VisibilityTimeout", visibility, 0, 43_200);
    between("WaitTimeSeconds", wait, 0, 20);
    const messages = await queues.receive(queue, wanted.MaxNumberOfMessages, visibility * 1000, wait * 1000);
    const bytes = messages.reduce((sum, message) => sum + messageSize(message.body, message.attributes), 0);
    const system = [...wanted.AttributeNames, ...wanted.MessageSystemAttributeNames];
    const shown = messages.map((message) =>
      incomingMessage(message, {
        account: queues.place.account,
        system,
        attributes: wanted.MessageAttributeNames,
      }),
    );
    return { result: shown.length === 0 ? {} : { Messages: shown }, usage: billed(bytes) };
  },

  DeleteMessage(input, queues) {
    queueOf(input, queues).remove(Handle.parse(input).ReceiptHandle);
    return done();
  },

  DeleteMessageBatch(input, queues) {
    const queue = queueOf(input, queues);
    const entries = batchOf(input, Handle);
    return done(
      queues.together(() => eachEntry(entries, ({ ReceiptHandle }) => queue.remove(ReceiptHandle))),
    );
  },

  ChangeMessageVisibility(input, queues) {
    changeVisibility(queueOf(input, queues), Visibility.parse(input));
    return done();
  },

  ChangeMessageVisibilityBatch(input, queues) {
    const queue = queueOf(input, queues);
    const entries = batchOf(input, Visibility);
    return done(queues.together(() => eachEntry(entries, (entry) => changeVisibility(queue, entry))));
  },

  GetQueueUrl(input, queues, baseUrl) {
    const { QueueName } = z.looseObject({ QueueName: z.string() }).parse(input);
    return done({ QueueUrl: urlOf(queues.named(QueueName), queues, baseUrl) });
  },

  GetQueueAttributes(input, queues) {
    const queue = queueOf(input, queues);
    const { AttributeNames } = z
      .looseObject({ AttributeNames: z.array(z.string()).default([]) })
      .parse(input);
    const { visible, inFlight, delayed } = queue.depth();
    const created = String(Math.floor(queue.createdAt / 1000));
    const all: Record<string, string> = {
      ...queue.attributes,
      QueueArn: queue.arn,
      ApproximateNumberOfMessages: String(visible),
      ApproximateNumberOfMessagesNotVisible: String(inFlight),
      ApproximateNumberOfMessagesDelayed: String(delayed),
      CreatedTimestamp: created,
      LastModifiedTimestamp: created,
    };
    const asked = AttributeNames.includes("All") ? Object.keys(all) : AttributeNames;
    const shown = asked.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]]));
    return done(shown.length === 0 ? {} : { Attributes: Object.fromEntries(shown) as unknown });
  },

  SetQueueAttributes(input, queues) {
    const queue = queueOf(input, queues);
    const { Attributes } = z.looseObject({ Attributes: Strings }).parse(input);
    queues.save(queue, queueAttributes(queue.name, Attributes, queue.attributes));
    return done();
  },

  ListQueues(input, queues, baseUrl) {
    const { QueueNamePrefix } = z.looseObject({ QueueNamePrefix: z.string().default("") }).parse(input);
    const urls = queues
      .all()
      .filter(({ name }) => name.startsWith(QueueNamePrefix))
      .map((queue) => urlOf(queue, queues, baseUrl));
    return done(urls.length === 0 ? {} : { QueueUrls: urls });
  },

  CreateQueue(input, queues, baseUrl) {
    const { QueueName, Attributes } = z
      .looseObject({ QueueName: z.string(), Attributes: Strings.default({}) })
      .parse(input);
    return done({ QueueUrl: urlOf(queues.create(QueueName, Attributes), queues, baseUrl) });
  },

  DeleteQueue(input, queues) {
    queues.delete(queueOf(input, queues));
    return done();
  },

  PurgeQueue(input, queues) {
    queueOf(input, queues).purge();
    return done();
  },

  StartMessageMoveTask(input, queues) {
    const { SourceArn, DestinationArn } = z
      .looseObject({ SourceArn: z.string(), DestinationArn: z.string().optional() })
      .parse(input);
    queues.redrive(SourceArn, DestinationArn);
    return done({ TaskHandle: Buffer.from(SourceArn).toString("base64") });
  },
};

function urlOf(queue: Queue, queues: Queues, baseUrl: string): string {
  return queueUrl(baseUrl, queues.place.account, queue.name);
}

function queueOf(input: unknown, queues: Queues): Queue {
  const { QueueUrl } = OnQueue.parse(input);
  if (QueueUrl === undefined || QueueUrl === "") throw missing("QueueUrl");
  return queues.named(QueueUrl.replace(/^.*\//s, ""));
}

function changeVisibility(
  queue: Queue,
  { ReceiptHandle, VisibilityTimeout }: z.infer<typeof Visibility>,
): void {
  between("VisibilityTimeout", VisibilityTimeout, 0, 43_200);
  queue.changeVisibility(ReceiptHandle, VisibilityTimeout * 1000);
}

function between(parameter: string, value: number, min: number, max: number): void {
  if (value >= min && value <= max) return;
  throw new SqsError(
    "InvalidParameterValue",
    `Value ${value} for parameter ${parameter} is invalid. Reason: Must be between ${min} and ${max}, if provided.`,
  );
}

interface BatchEntry<T> {
  readonly id: string;
  readonly entry: T;
}

function batchOf<T>(input: unknown, schema: z.ZodType<T>): readonly BatchEntry<T>[] {
  const { Entries } = z
    .looseObject({ Entries: z.array(z.looseObject({ Id: z.string() })).default([]) })
    .parse(input);
  if (Entries.length === 0)
    throw new SqsError("EmptyBatchRequest", "There should be at least one entry in the request.");
  if (Entries.length > 10) {
    throw new SqsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are 10. You have sent ${Entries.length}.`,
    );
  }
  if (!Entries.every(({ Id }) => /^[\w-]{1,80}$/.test(Id))) {
    throw new SqsError(
      "InvalidBatchEntryId",
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
    );
  }
  if (new Set(Entries.map(({ Id }) => Id)).size < Entries.length) {
    throw new SqsError(
      "BatchEntryIdsNotDistinct",
      "Two or more batch entries in the request have the same Id.",
    );
  }
  return Entries.map((entry) => ({ id: entry.Id, entry: schema.parse(entry) }));
}

/** Carries out each entry; one that is refused fails alone. */
function eachEntry<T>(
  entries: readonly BatchEntry<T>[],
  act: (entry: T) => Record<string, string> | void,
): unknown {
  const successful: unknown[] = [];
  const failed: unknown[] = [];
  for (const { id, entry } of entries) {
    try {
      successful.push({ Id: id, ...act(entry) });
    } catch (error) {
      if (!(error instanceof SqsError)) throw error;
      failed.push({ Id: id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful: successful, ...(failed.length > 0 && { Failed: failed }) };
}

function done(result: unknown = {}): Outcome {
  return { result, usage: { requests: 1 } };
}

/** SQS bills one request for each 64 KB of payload, at least one. */
function billed(bytes: number): Usage {
  return { requests: Math.max(1, Math.ceil(bytes / 65_536)) };
}
