import { ApiKey } from "../api-keys.ts";
import { ApiKeyId } from "../ids.ts";
import { Time } from "../values.ts";
import { keys } from "./keys.ts";
import { shape } from "./shape.ts";
import * as z from "zod";

/** SHA-256 of an API key's secret, in hexadecimal. */
const Hash = z.string().regex(/^[0-9a-f]{64}$/);

/** An API key, with the hash of its secret: where the item is that the secret leads to. */
export const StoredApiKey = z.strictObject({ ...ApiKey.shape, hash: Hash });
export type StoredApiKey = z.infer<typeof StoredApiKey>;
export const ApiKeyItem = shape({
  kind: "api-key",
  version: 1,
  schema: StoredApiKey,
  key: (it) => keys.apiKey(it.id),
});

/** Which key a secret belongs to, found by the secret's hash. It is made and removed with the key. */
export const ApiKeyHashItem = shape({
  kind: "api-key-hash",
  version: 1,
  schema: z.strictObject({ hash: Hash, apiKeyId: ApiKeyId, expiresAt: Time.nullable() }),
  key: (it) => keys.apiKeyHash(it.hash),
});
