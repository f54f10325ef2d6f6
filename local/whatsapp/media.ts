import { createHash, randomBytes } from "node:crypto";
import type { Clock } from "../aws/types.ts";
import { type GraphError, graphError } from "./errors.ts";
import { newObjectId } from "./identity.ts";
import type { JsonObject } from "./types.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const URL_LIFE = 5 * MINUTE;
const MB = 1024 * 1024;

/** Media type → what it may be sent as, and the most bytes. */
const ACCEPTED: Readonly<Record<string, readonly [kind: string, maxBytes: number]>> = {
  "audio/aac": ["audio", 16 * MB],
  "audio/amr": ["audio", 16 * MB],
  "audio/mpeg": ["audio", 16 * MB],
  "audio/mp4": ["audio", 16 * MB],
  "audio/ogg": ["audio", 16 * MB],
  "video/mp4": ["video", 16 * MB],
  "video/3gpp": ["video", 16 * MB],
  "image/jpeg": ["image", 5 * MB],
  "image/png": ["image", 5 * MB],
  "image/webp": ["sticker", 500 * 1024],
  "text/plain": ["document", 100 * MB],
  "application/pdf": ["document", 100 * MB],
  "application/msword": ["document", 100 * MB],
  "application/vnd.ms-excel": ["document", 100 * MB],
  "application/vnd.ms-powerpoint": ["document", 100 * MB],
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ["document", 100 * MB],
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ["document", 100 * MB],
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ["document", 100 * MB],
};

/** A file WhatsApp keeps for a while. */
export interface StoredMedia {
  readonly id: string;
  readonly phoneNumberId: string;
  readonly bytes: Buffer;
  /** As given, parameters included. */
  readonly mimeType: string;
  /** Clock ms: 30 days for uploads, 7 for what customers sent. */
  readonly expiresAt: number;
}

/** The files of the simulated WhatsApp. */
export interface MediaStore {
  /** Keeps a customer's file; the id lives seven days. Any type is taken. */
  fromCustomer(phoneNumberId: string, bytes: Buffer, mimeType: string): StoredMedia;
  /** Keeps the business's file for thirty days, or says why not. */
  upload(phoneNumberId: string, bytes: Buffer, mimeType: string): StoredMedia | GraphError;
  /** The file, unless expired, deleted or of another number. */
  find(id: string, phoneNumberId?: string): StoredMedia | undefined;
  /** A fresh download address, good for five minutes. */
  urlOf(media: StoredMedia): string;
  /** The file behind a download address. */
  byUrlToken(token: string): StoredMedia | undefined;
  delete(id: string): boolean;
}

/** Makes an empty {@link MediaStore}; `origin` tells where the simulator listens. */
export function createMediaStore(clock: Clock, origin: () => string): MediaStore {
  const files = new Map<string, StoredMedia>();
  const links = new Map<string, { id: string; expiresAt: number }>();

  function keep(phoneNumberId: string, bytes: Buffer, mimeType: string, life: number): StoredMedia {
    const media = { id: newObjectId(), phoneNumberId, bytes, mimeType, expiresAt: clock.now() + life };
    files.set(media.id, media);
    return media;
  }

  function find(id: string, phoneNumberId?: string): StoredMedia | undefined {
    const media = files.get(id);
    if (!media || media.expiresAt <= clock.now()) return undefined;
    return phoneNumberId === undefined || media.phoneNumberId === phoneNumberId ? media : undefined;
  }

  return {
    find,
    fromCustomer: (phoneNumberId, bytes, mimeType) => keep(phoneNumberId, bytes, mimeType, 7 * DAY),
    upload(phoneNumberId, bytes, mimeType) {
      const accepted = ACCEPTED[essence(mimeType)];
      if (!accepted) {
        return graphError(100, {
          message: `(#100) Param file must be a file with one of the following types: ${Object.keys(ACCEPTED).join(", ")}. Received file of type '${mimeType}'.`,
        });
      }
      if (bytes.length === 0 || bytes.length > accepted[1])
        return graphError(131053, {
          details: `A file of ${bytes.length} bytes is not accepted as ${accepted[0]}.`,
        });
      return keep(phoneNumberId, bytes, mimeType, 30 * DAY);
    },
    urlOf({ id }) {
      const token = randomBytes(18).toString("base64url");
      links.set(token, { id, expiresAt: clock.now() + URL_LIFE });
      return `${origin()}/_media/${token}`;
    },
    byUrlToken(token) {
      const link = links.get(token);
      return link && link.expiresAt > clock.now() ? find(link.id) : undefined;
    },
    delete: (id) => find(id) !== undefined && files.delete(id),
  };
}

/** Whether a stored file may be sent as this message type; a wrong one is found out only after the call was accepted. */
export function sendableAs(media: StoredMedia, type: string): boolean {
  return ACCEPTED[essence(media.mimeType)]?.[0] === type || type === "document";
}

/** What `GET /{media_id}` answers. */
export function mediaAnswer(media: StoredMedia, url: string): JsonObject {
  return {
    messaging_product: "whatsapp",
    url,
    mime_type: media.mimeType,
    sha256: createHash("sha256").update(media.bytes).digest("hex"),
    file_size: String(media.bytes.length),
    id: media.id,
  };
}

/** The object an inbound media message carries under its type. */
export function mediaContent(media: StoredMedia, url: string): JsonObject {
  const sha256 = createHash("sha256").update(media.bytes).digest("base64");
  return { mime_type: media.mimeType, sha256, id: media.id, url };
}

/** A media type without its parameters, in lower case. */
function essence(mimeType: string): string {
  return (mimeType.split(";")[0] ?? "").trim().toLowerCase();
}
