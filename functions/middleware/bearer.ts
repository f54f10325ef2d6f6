import { ApiKeyId } from "../../shared/contracts/ids.ts";
import type { Bearer } from "../../shared/actions/sessions/bearer.ts";
import * as z from "zod";

const seconds = z.string().regex(/^\d+$/).transform(Number);

/** What the authorizer tells the functions behind it: API Gateway hands every value over as text. One branch for each kind of bearer. */
const Context = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("staff"), username: z.string(), authTime: seconds, expiresAt: seconds }),
  z.object({ kind: z.literal("key"), apiKeyId: ApiKeyId }),
]);

/** The bearer as the authorizer's context has it. */
export function contextOf(bearer: Bearer): z.input<typeof Context> {
  if (bearer.kind === "key") return { kind: "key", apiKeyId: bearer.apiKeyId };
  const { username, sessionBeganAt, expiresAt } = bearer.token;
  return { kind: "staff", username, authTime: `${sessionBeganAt}`, expiresAt: `${expiresAt}` };
}

/** The bearer that a context tells of; undefined for what the authorizer did not write. */
export function bearerIn(context: unknown): Bearer | undefined {
  const parsed = Context.safeParse(context);
  if (!parsed.success) return undefined;
  if (parsed.data.kind === "key") return parsed.data;
  const { username, authTime: sessionBeganAt, expiresAt } = parsed.data;
  return { kind: "staff", token: { username, sessionBeganAt, expiresAt } };
}

/** Who it is, in the gateway's own words: for its logs. */
export const principalOf = (bearer: Bearer): string =>
  bearer.kind === "key" ? bearer.apiKeyId : bearer.token.username;
