import { ApiKey, ApiKeySecret } from "../api-keys.ts";
import { Empty, configErrors, listErrors, page, pageOf, route } from "./route.ts";
import { ApiKeyId } from "../ids.ts";
import * as z from "zod";

const admin = { kind: "staff", roles: ["admin"] } as const;
const { name, scopes, sectorIds, expiresAt } = ApiKey.shape;

/** Keys by which programs call the API. No key may manage keys. */
export const apiKeyRoutes = {
  listApiKeys: route({
    name: "listApiKeys",
    method: "GET",
    path: "/api-keys",
    summary: "API keys, without their secrets",
    function: "api-config",
    access: admin,
    rule: "business",
    query: page,
    status: 200,
    response: pageOf(ApiKey),
    errors: listErrors,
  }),
  createApiKey: route({
    name: "createApiKey",
    method: "POST",
    path: "/api-keys",
    summary:
      "Makes an API key. The secret is in this answer only; it is not kept, so no Idempotency-Key is honoured: a repeated request makes another key",
    function: "api-config",
    access: admin,
    rule: "business",
    body: z.strictObject({
      ...{ name, scopes },
      sectorIds: sectorIds.default(null),
      expiresAt: expiresAt.default(null),
    }),
    status: 201,
    response: z.strictObject({ apiKey: ApiKey, secret: ApiKeySecret }),
    errors: [...configErrors, "NOT_FOUND", "BUSY"],
  }),
  removeApiKey: route({
    name: "removeApiKey",
    method: "DELETE",
    path: "/api-keys/{apiKeyId}",
    summary: "Removes an API key, which stops working at once",
    function: "api-config",
    access: admin,
    rule: "business",
    params: z.strictObject({ apiKeyId: ApiKeyId }),
    status: 204,
    response: Empty,
    errors: [...configErrors, "NOT_FOUND", "BUSY"],
  }),
} as const;
