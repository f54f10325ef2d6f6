import { createHash } from "node:crypto";

const ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyz0123456789";

/** `length` lower-case letters and digits that depend on nothing but `seed`, the first one a letter. */
export function stableId(seed: string, length: number): string {
  const digest = createHash("sha512").update(seed).digest();
  const letters = [...digest.subarray(0, length)].map(
    (byte, at) => ALPHANUMERIC[byte % (at === 0 ? 26 : 36)],
  );
  return letters.join("");
}

/**
 * The name CloudFormation would generate, without its random part: `<stack>-<logicalId>`, cut to `limit` characters
 * with a hash of the whole at the end when it is longer.
 */
export function generatedName(stackName: string, logicalId: string, limit: number): string {
  const name = `${stackName}-${logicalId}`;
  if (name.length <= limit) return name;
  return `${name.slice(0, limit - 9)}-${stableId(name, 8)}`;
}

/** A generated bucket name: as {@link generatedName}, in the characters S3 allows. */
export function generatedBucketName(stackName: string, logicalId: string): string {
  return generatedName(stackName, logicalId, 63)
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, "-");
}
