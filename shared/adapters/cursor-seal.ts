import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { CursorSeal } from "../ports/cursors.ts";
import { DeskError } from "../contracts/errors.ts";
import type { Json } from "../contracts/values.ts";

const nonceBytes = 12;
const tagBytes = 16;

/** Seals with AES-256-GCM; the scope is authenticated along. `key` is 64 hexadecimal digits. */
export function createCursorSeal(key: string): CursorSeal {
  if (!/^[0-9a-f]{64}$/i.test(key)) throw new TypeError("a cursor key is 64 hexadecimal digits");
  const secret = Buffer.from(key, "hex");
  return {
    seal: (value, scope) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", secret, nonce).setAAD(Buffer.from(scope));
      const sealed = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
    },
    open: (text, scope) => {
      const bytes = Buffer.from(text, "base64url");
      // Node's decoder skips what is not base64url; only the text that was given out may open.
      if (bytes.length <= nonceBytes + tagBytes || bytes.toString("base64url") !== text) {
        throw new DeskError("CURSOR_INVALID");
      }
      const decipher = createDecipheriv("aes-256-gcm", secret, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      })
        .setAAD(Buffer.from(scope))
        .setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      try {
        const opened = [decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()];
        return JSON.parse(Buffer.concat(opened).toString()) as Json;
      } catch (cause) {
        throw new DeskError("CURSOR_INVALID", {}, { cause });
      }
    },
  };
}
