import { createHmac } from "node:crypto";

/**
 * The headers by which a receiver knows a message as the Standard Webhooks specification has it: `id.seconds.body` signed
 * with each secret (`whsec_` and the key in base64).
 */
export function signedHeaders(message: {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly body: string;
  readonly secrets: readonly string[];
}): Readonly<Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string>> {
  const { id, at, body, secrets } = message;
  const seconds = Math.floor(Date.parse(at) / 1_000).toString();
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    return `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`;
  });
  return { "webhook-id": id, "webhook-timestamp": seconds, "webhook-signature": signatures.join(" ") };
}
