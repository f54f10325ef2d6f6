import type { APIGatewayProxyEvent } from "aws-lambda";

const name = "balcao_refresh";
/** As long as a refresh token lives. */
const seconds = 30 * 86_400;
/** Only the session's own routes get to see it, only over TLS (or on localhost), never a script or another site. */
const attributes = "Path=/v1/session; HttpOnly; Secure; SameSite=Strict";

/** Keeps the refresh token in the browser. */
export const refreshCookie = (token: string): string => `${name}=${token}; Max-Age=${seconds}; ${attributes}`;

/** Makes the browser forget it. */
export const forgottenCookie = `${name}=; Max-Age=0; ${attributes}`;

/** The refresh token of a request, if it has one. */
export function refreshTokenOf({ headers }: APIGatewayProxyEvent): string | undefined {
  const cookies = Object.entries(headers).find(([header]) => header.toLowerCase() === "cookie")?.[1] ?? "";
  const found = cookies
    .split(";")
    .map((it) => it.trim())
    .find((it) => it.startsWith(`${name}=`));
  return found?.slice(name.length + 1) || undefined;
}
