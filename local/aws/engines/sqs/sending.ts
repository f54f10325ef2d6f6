import { createHash } from "node:crypto";
import * as z from "zod";
import { SqsError } from "./errors.ts";
import { md5, md5OfAttributes, MessageAttributes, messageSize } from "./message.ts";
import type { Draft, Queue } from "./queue.ts";

/** Most bytes of a batch, as of a message. */
export const MAX_BATCH_BYTES = 1_048_576;

/** What `SendMessage` and each entry of `SendMessageBatch` carry. */
export const Outgoing = z.looseObject({
  MessageBody: z.string().optional(),
  MessageAttributes: MessageAttributes.default({}),
  DelaySeconds: z.number().int().optional(),
  MessageGroupId: z.string().optional(),
  MessageDeduplicationId: z.string().optional(),
});
export type Outgoing = z.infer<typeof Outgoing>;

// #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF
const INVALID_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
const FIFO_ID = /^[\u{21}-\u{7E}]{1,128}$/u;

/** Checks one message against the limits of SQS and of its queue; throws the error the API answers. */
export function draftOf(outgoing: Outgoing, queue: Queue): Draft {
  const { MessageBody: body, MessageAttributes: attributes } = outgoing;
  if (body === undefined || body === "") throw missing("MessageBody");
  if (INVALID_CHARACTER.test(body)) {
    throw new SqsError(
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    );
  }
  checkAttributes(attributes);
  const limit = Number(queue.attributes.MaximumMessageSize);
  if (messageSize(body, attributes) > limit) {
    throw invalid(`One or more parameters are invalid. Reason: Message must be shorter than ${limit} bytes.`);
  }
  const delay = outgoing.DelaySeconds ?? Number(queue.attributes.DelaySeconds);
  if (delay < 0 || delay > 900) {
    throw invalid(
      `Value ${delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  }
  const common = { body, attributes, delayMs: delay * 1000 };
  return queue.isFifo
    ? { ...common, ...fifoIds(outgoing, body, queue) }
    : { ...common, ...standardIds(outgoing) };
}

/** The answer to a message that was accepted. */
export function sentReply(draft: Draft, queue: Queue): Record<string, string> {
  const { messageId, sequence } = queue.send(draft);
  const digest = md5OfAttributes(draft.attributes);
  return {
    MessageId: messageId,
    MD5OfMessageBody: md5(draft.body),
    ...(digest !== undefined && { MD5OfMessageAttributes: digest }),
    ...(queue.isFifo && { SequenceNumber: sequenceNumber(sequence) }),
  };
}

/** A sequence number as SQS writes it: 20 digits. */
export function sequenceNumber(sequence: number): string {
  return `1${String(sequence).padStart(19, "0")}`;
}

/** The error for a parameter that is not there. */
export function missing(parameter: string): SqsError {
  return new SqsError("MissingParameter", `The request must contain the parameter ${parameter}.`);
}

function invalid(message: string): SqsError {
  return new SqsError("InvalidParameterValue", message);
}

function fifoIds(
  outgoing: Outgoing,
  body: string,
  queue: Queue,
): { groupId: string; deduplicationId: string } {
  const groupId = outgoing.MessageGroupId;
  if (groupId === undefined || groupId === "") throw missing("MessageGroupId");
  if (outgoing.DelaySeconds !== undefined && outgoing.DelaySeconds !== 0) {
    throw invalid(
      `Value ${outgoing.DelaySeconds} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  }
  const byContent = queue.attributes.ContentBasedDeduplication === "true";
  const deduplicationId =
    outgoing.MessageDeduplicationId ??
    (byContent ? createHash("sha256").update(body).digest("hex") : undefined);
  if (deduplicationId === undefined) {
    throw invalid(
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  }
  for (const [name, value] of Object.entries({
    MessageGroupId: groupId,
    MessageDeduplicationId: deduplicationId,
  })) {
    if (!FIFO_ID.test(value)) {
      throw invalid(
        `Value ${value} for parameter ${name} is invalid. Reason: ${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
      );
    }
  }
  return { groupId, deduplicationId };
}

function standardIds({ MessageGroupId, MessageDeduplicationId }: Outgoing): { groupId?: string } {
  if (MessageDeduplicationId !== undefined) {
    throw invalid(
      `Value ${MessageDeduplicationId} for parameter MessageDeduplicationId is invalid. Reason: The request includes a parameter that is not valid for this queue type.`,
    );
  }
  return MessageGroupId === undefined ? {} : { groupId: MessageGroupId };
}

function checkAttributes(attributes: MessageAttributes): void {
  if (Object.keys(attributes).length > 10)
    throw invalid("Number of message attributes [11] exceeds the allowed maximum [10].");
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    const value = DataType.startsWith("Binary") ? BinaryValue : StringValue;
    if (!/^(String|Number|Binary)(\..+)?$/.test(DataType) || value === undefined || value === "") {
      throw invalid(
        `The message attribute '${name}' must contain a non-empty value of the type it declares (${DataType}).`,
      );
    }
  }
}
