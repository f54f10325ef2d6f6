import { randomUUID } from "node:crypto";
import type { Place } from "../../types.ts";
import type { Change } from "./images.ts";
import { compose } from "./core.ts";
import type { StreamView, Table } from "./table.ts";
import { primaryKey } from "./table.ts";
import { itemSize } from "./values.ts";

/** AWS's sequence numbers have 21 digits or more; ours count from here. */
const BASE = 100_000_000_000_000_000_000n;

/** A sequence number as records carry it. */
export const sequenceText = (sequence: bigint): string => String(BASE + sequence);

/** The sequence number a record carries, or undefined when the text is none of ours. */
export function sequenceOf(text: string): bigint | undefined {
  return /^\d{21,40}$/.test(text) ? BigInt(text) - BASE : undefined;
}

/** The stream record of a change as JSON, in the shape event source mappings deliver. */
export function recordOf(
  change: Change,
  stream: NonNullable<Table["stream"]>,
  sequence: bigint,
  now: number,
  expired: boolean,
  place: Place,
): string {
  const keys = primaryKey((change.after ?? change.before)?.item ?? {}, change.table);
  const young = shows(stream.view, "NEW_IMAGE") ? change.after : undefined;
  const old = shows(stream.view, "OLD_IMAGE") ? change.before : undefined;
  return compose({
    eventID: JSON.stringify(randomUUID().replaceAll("-", "")),
    eventName: change.before ? (change.after ? '"MODIFY"' : '"REMOVE"') : '"INSERT"',
    eventVersion: '"1.1"',
    eventSource: '"aws:dynamodb"',
    awsRegion: JSON.stringify(place.region),
    dynamodb: compose({
      ApproximateCreationDateTime: String(Math.floor(now / 1000)),
      Keys: JSON.stringify(keys),
      NewImage: young?.text,
      OldImage: old?.text,
      SequenceNumber: `"${sequenceText(sequence)}"`,
      SizeBytes: String(itemSize(keys) + (young?.size ?? 0) + (old?.size ?? 0)),
      StreamViewType: `"${stream.view}"`,
    }),
    eventSourceARN: JSON.stringify(stream.arn),
    userIdentity: expired ? '{"type":"Service","principalId":"dynamodb.amazonaws.com"}' : undefined,
  });
}

const shows = (view: StreamView, image: StreamView): boolean =>
  view === image || view === "NEW_AND_OLD_IMAGES";
