/** Names of attributes whose values are never shown again. */
const secretNames = new Set([
  "accessToken",
  "appSecrets",
  "identitySecret",
  "password",
  "secret",
  "secrets",
  "temporaryPassword",
  "verifyToken",
]);

/** What stands in the place of a secret. */
const mask = "•••";

/** The same JSON with every secret in it masked, at any depth; what is absent stays absent. */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [name, secretNames.has(name) && member !== null ? mask : masked(member)]),
  );
}
