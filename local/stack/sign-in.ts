import type { ApiClient } from "./api-client.ts";
import { ApiError } from "./api-client.ts";

/** How a person signs in. */
export interface Login {
  readonly email: string;
  readonly password: string;
}

/** Signs in and gives the access token. Rejects with ApiError SIGN_IN_REFUSED for a wrong password. */
export async function signIn(api: ApiClient, { email, password }: Login): Promise<string> {
  const answer = await api.call("signIn", { body: { email, password } });
  if (answer.kind === "session") return answer.accessToken;
  throw new Error(`${email} cannot sign in yet: the user pool asks ${answer.challenge}`);
}

/**
 * Signs in with the password of the login; on the first time with the temporary one, which the password then replaces.
 */
export async function signInFirst(api: ApiClient, login: Login, temporaryPassword: string): Promise<string> {
  const { email, password } = login;
  try {
    return await signIn(api, login);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "SIGN_IN_REFUSED") throw error;
  }
  const answer = await api.call("signIn", { body: { email, password: temporaryPassword } });
  if (answer.kind === "session") return answer.accessToken;
  const { challenge, challengeToken } = answer;
  if (challenge !== "NEW_PASSWORD_REQUIRED")
    throw new Error(`${email} cannot sign in yet: the user pool asks ${challenge}`);
  const session = await api.call("answerChallenge", {
    body: { challenge, email, challengeToken, newPassword: password },
  });
  if (session.kind === "session") return session.accessToken;
  throw new Error(`${email} cannot sign in yet: the user pool asks ${session.challenge}`);
}
