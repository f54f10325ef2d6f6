import { createHmac } from "node:crypto";

/** A code of an authenticator serves for so long. */
export const stepMs = 30_000;

/** The code that an authenticator with this secret shows at a time (RFC 6238: SHA-1, six digits, 30 seconds). */
export function codeAt(secret: string, now: number): string {
  const bits = [...secret]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(now / stepMs)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 0x0f) & 0x7f_ff_ff_ff;
  return (number % 1_000_000).toString().padStart(6, "0");
}

/** Another code than this one. */
export const wrongFor = (code: string): string => (code === "000000" ? "000001" : "000000");
