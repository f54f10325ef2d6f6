import { describe, expect, it } from "vitest";
import type { Asking } from "../../../local/setup/ask.ts";
import { bearerFor } from "../../../local/setup/sign-in.ts";
import { createApiClient } from "../../../local/stack/api-client.ts";

const session = { kind: "session", accessToken: "an access token", expiresIn: 3_600 };
const challenge = (name: string) => ({
  kind: "challenge",
  challenge: name,
  challengeToken: `token of ${name}`,
});

/** An API that gives these answers in turn, and what it was sent. */
function answering(...answers: readonly object[]) {
  const sent: unknown[] = [];
  const rest = [...answers];
  const api = createApiClient("http://desk.example/v1", async (_input, init) => {
    sent.push(JSON.parse(String(init?.body)));
    return Response.json(rest.shift());
  });
  return { api, sent };
}

/** Somebody who answers questions that begin so. */
const somebody = (answers: Readonly<Record<string, string>>): Asking => {
  const answer = async (question: string): Promise<string> => {
    const found = Object.entries(answers).find(([beginning]) => question.startsWith(beginning));
    if (found === undefined) throw new Error(`asked ${question}`);
    return found[1];
  };
  return { there: true, line: answer, hidden: answer };
};
const nobody: Asking = { ...somebody({}), there: false };

describe("who applies a file", () => {
  it("may be a key, which the desk is not asked about", async () => {
    const { api, sent } = answering();
    expect(await bearerFor(api, { apiKey: "blc_x", email: "a@b.example" }, nobody)).toBe("blc_x");
    expect(sent).toEqual([]);
  });

  it("is asked for what is not given, and for the code of the authenticator", async () => {
    const { api, sent } = answering(challenge("SOFTWARE_TOKEN_MFA"), session);
    const asking = somebody({
      "E-mail": "ana@b.example",
      "Password of ana@b.example": "Segredo123",
      Code: " 123456 ",
    });
    expect(await bearerFor(api, {}, asking)).toBe("an access token");
    expect(sent).toEqual([
      { email: "ana@b.example", password: "Segredo123" },
      {
        ...{ challenge: "SOFTWARE_TOKEN_MFA", email: "ana@b.example" },
        ...{ challengeToken: "token of SOFTWARE_TOKEN_MFA", code: "123456" },
      },
    ]);
  });

  it("chooses a password of their own where the one given was temporary", async () => {
    const { api, sent } = answering(
      challenge("NEW_PASSWORD_REQUIRED"),
      challenge("SOFTWARE_TOKEN_MFA"),
      session,
    );
    const asking = somebody({ "The password was": "Permanente1", Code: "123456" });
    expect(await bearerFor(api, { email: "ana@b.example", password: "Temporaria1" }, asking)).toBe(
      "an access token",
    );
    expect(sent).toHaveLength(3);
    expect(sent[1]).toMatchObject({ newPassword: "Permanente1" });
  });

  it("without a terminal is told what is missing", async () => {
    const { api } = answering(challenge("SOFTWARE_TOKEN_MFA"));
    await expect(bearerFor(api, {}, nobody)).rejects.toThrow("say who you are with --email");
    await expect(bearerFor(api, { email: "a@b.example" }, nobody)).rejects.toThrow("BALCAO_PASSWORD");
    const person = { email: "a@b.example", password: "Segredo123" };
    await expect(bearerFor(api, person, nobody)).rejects.toThrow("asks for a code of the authenticator");
  });
});
