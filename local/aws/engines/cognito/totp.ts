import { createHmac, randomBytes } from "node:crypto";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const stepMs = 30_000;

/** A new shared secret in base32, as `AssociateSoftwareToken` hands out (32 bytes, 52 characters). */
export function newTotpSecret(): string {
  const bits = [...randomBytes(32)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => alphabet.charAt(parseInt(five.padEnd(5, "0"), 2)))
    .join("");
}

/** The six-digit code of RFC 6238 (SHA-1, 30 s) for a base32 secret at `atMs`. */
export function totpCode(secret: string, atMs: number): string {
  return codeOfStep(secret, Math.floor(atMs / stepMs));
}

/**
 * The time step a code belongs to when it is valid at `atMs` give or take one step, else undefined.
 * The caller refuses a step that is not later than the last one it accepted.
 */
export function totpStep(secret: string, code: string, atMs: number): number | undefined {
  const now = Math.floor(atMs / stepMs);
  return [now, now - 1, now + 1].find((step) => codeOfStep(secret, step) === code);
}

function codeOfStep(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", decodeBase32(secret)).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0x0f;
  const truncated = mac.readUInt32BE(offset) & 0x7f_ff_ff_ff;
  return String(truncated % 1_000_000).padStart(6, "0");
}

function decodeBase32(text: string): Buffer {
  const bits = text
    .split("")
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}
