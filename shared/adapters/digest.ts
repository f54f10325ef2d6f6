import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Digest } from "../ports/ports.ts";

/** SHA-256 by Node's own crypto. */
export const digest: Digest = {
  sha256: (text) => createHash("sha256").update(text).digest("hex"),
  hmac: (secret, data) => createHmac("sha256", secret).update(data).digest("hex"),
  equal: (a, b) => {
    const [left, right] = [Buffer.from(a), Buffer.from(b)];
    return left.length === right.length && timingSafeEqual(left, right);
  },
};
