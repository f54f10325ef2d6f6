import { createHash } from "node:crypto";
import * as z from "zod";

/** A message attribute as the API carries it; binary values are base64. */
const MessageAttribute = z.looseObject({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});

/** Attributes by name. */
export const MessageAttributes = z.record(z.string(), MessageAttribute);
export type MessageAttributes = z.infer<typeof MessageAttributes>;

/** A message in a queue. Times are milliseconds of the clock. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly sentAt: number;
  /** Grows with every message the queue accepts: the order of FIFO queues. */
  readonly sequence: number;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  /** ARN of the queue it came from, when redriven here after too many receives. */
  readonly sourceArn?: string;
  receiveCount: number;
  firstReceivedAt?: number;
  /** Not to be received before this moment: it is delayed or in flight. */
  visibleAt: number;
  /** Handle of the last receive; absent until the first. */
  receiptHandle?: string;
}

/** Bytes SQS counts against its limits: the body, and names, types and values of the attributes. */
export function messageSize(body: string, attributes: MessageAttributes): number {
  let size = Buffer.byteLength(body);
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(DataType) + Buffer.byteLength(StringValue ?? "");
    size += Buffer.from(BinaryValue ?? "", "base64").length;
  }
  return size;
}

/** `MD5OfMessageBody`. */
export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

/** `MD5OfMessageAttributes` by the algorithm of the SQS developer guide; undefined without attributes. */
export function md5OfAttributes(attributes: MessageAttributes): string | undefined {
  const entries = Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return undefined;
  const hash = createHash("md5");
  const add = (data: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    hash.update(length).update(data);
  };
  for (const [name, { DataType, StringValue, BinaryValue }] of entries) {
    add(Buffer.from(name));
    add(Buffer.from(DataType));
    hash.update(Buffer.from([BinaryValue === undefined ? 1 : 2]));
    add(BinaryValue === undefined ? Buffer.from(StringValue ?? "") : Buffer.from(BinaryValue, "base64"));
  }
  return hash.digest("hex");
}
