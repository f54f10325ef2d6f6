import type { SessionAnswer } from "../../shared/contracts/routes/access.ts";
import type { ApiClient } from "../stack/api-client.ts";
import type { Asking } from "./ask.ts";

/** Who applies a file. */
export interface Credentials {
  /** `blc_…`: takes the place of a person. */
  readonly apiKey?: string | undefined;
  readonly email?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * An access token of the person, or the API key as it is. What is missing is asked for where somebody is there: e-mail, password,
 * the code of an authenticator, and a new password where the one given was temporary. Throws an error for people where
 * nobody is, and ApiError for what the desk refuses.
 */
export async function bearerFor(
  api: ApiClient,
  { apiKey, email, password }: Credentials,
  asking: Asking,
): Promise<string> {
  if (apiKey) return apiKey;
  const who = email ?? (await orTell(asking, "say who you are with --email", () => asking.line("E-mail: ")));
  const secret =
    password ??
    (await orTell(asking, "put the password into BALCAO_PASSWORD, or an API key into BALCAO_API_KEY", () =>
      asking.hidden(`Password of ${who}: `),
    ));
  let answer = await api.call("signIn", { body: { email: who, password: secret } });
  while (answer.kind === "challenge") answer = await meet(api, who, answer, asking);
  return answer.accessToken;
}

async function meet(
  api: ApiClient,
  email: string,
  { challenge, challengeToken }: Extract<SessionAnswer, { readonly kind: "challenge" }>,
  asking: Asking,
): Promise<SessionAnswer> {
  if (challenge === "SOFTWARE_TOKEN_MFA") {
    const code = await orTell(
      asking,
      "the sign-in asks for a code of the authenticator: run it on a terminal, or use an API key",
      () => asking.line("Code of the authenticator: "),
    );
    return api.call("answerChallenge", { body: { challenge, email, challengeToken, code: code.trim() } });
  }
  const newPassword = await orTell(
    asking,
    "the password is a temporary one: sign in once to choose your own, or run it on a terminal",
    () => asking.hidden("The password was a temporary one. Your new password: "),
  );
  return api.call("answerChallenge", { body: { challenge, email, challengeToken, newPassword } });
}

async function orTell(asking: Asking, message: string, ask: () => Promise<string>): Promise<string> {
  if (!asking.there) throw new Error(message);
  return ask();
}
