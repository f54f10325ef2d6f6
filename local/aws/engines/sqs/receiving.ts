import { md5, md5OfAttributes, type Message, type MessageAttributes } from "./message.ts";
import { sequenceNumber } from "./sending.ts";

/** A received message in the shape of the API. */
export interface IncomingMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly MD5OfMessageAttributes?: string;
  /** System attributes, e.g. `ApproximateReceiveCount`. */
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: MessageAttributes;
}

/** Shows a message with the system and message attributes that were asked for (`All` for every one). */
export function incomingMessage(
  message: Message,
  asked: {
    readonly account: string;
    readonly system: readonly string[];
    readonly attributes: readonly string[];
  },
): IncomingMessage {
  const system = chosen(systemAttributes(message, asked.account), (name) => includes(asked.system, name));
  const attributes = chosen(message.attributes, (name) => includes(asked.attributes, name));
  const digest = md5OfAttributes(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle ?? "",
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(digest !== undefined && { MessageAttributes: attributes, MD5OfMessageAttributes: digest }),
  };
}

function systemAttributes(message: Message, account: string): Record<string, string> {
  const { groupId, deduplicationId, sourceArn } = message;
  return {
    SenderId: account,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    ...(groupId !== undefined && { MessageGroupId: groupId }),
    ...(deduplicationId !== undefined && {
      MessageDeduplicationId: deduplicationId,
      SequenceNumber: sequenceNumber(message.sequence),
    }),
    ...(sourceArn !== undefined && { DeadLetterQueueSourceArn: sourceArn }),
  };
}

function includes(asked: readonly string[], name: string): boolean {
  return asked.some(
    (wanted) =>
      wanted === "All" || wanted === name || (wanted.endsWith(".*") && name.startsWith(wanted.slice(0, -2))),
  );
}

function chosen<T>(map: Readonly<Record<string, T>>, keep: (name: string) => boolean): Record<string, T> {
  return Object.fromEntries(Object.entries(map).filter(([name]) => keep(name)));
}
