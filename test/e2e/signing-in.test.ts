import { afterAll, beforeAll, expect, test } from "vitest";
import { ApiError } from "../../local/stack/api-client.ts";
import { codeAt, stepMs, wrongFor } from "./support/authenticator.ts";
import { openScene, type Scene } from "./support/scene.ts";
import { invite, type Person } from "./support/shop.ts";
import { signInFirst } from "../../local/stack/sign-in.ts";

let scene: Scene;
let person: Person;

beforeAll(async () => {
  scene = await openScene();
  person = await invite(scene, { role: "agent" });
});

afterAll(() => scene?.close());

const codeNow = (secret: string): string => codeAt(secret, scene.clock.now());

const refusal = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ApiError) || error.code === undefined)
    throw new Error("nothing was refused", { cause: error });
  return error.code;
};

/** Password and then what the user pool asks. */
async function challenge(): Promise<{
  challenge: "SOFTWARE_TOKEN_MFA";
  challengeToken: string;
  email: string;
}> {
  const { email, password } = person;
  const answer = await scene.api.call("signIn", { body: { email, password } });
  if (answer.kind !== "challenge" || answer.challenge !== "SOFTWARE_TOKEN_MFA")
    throw new Error(`signing in answered ${answer.kind}`);
  return { challenge: answer.challenge, challengeToken: answer.challengeToken, email };
}

test("a new password by e-mail: for who was invited and never came, and for who forgot theirs", async () => {
  const { api, admin, stack } = scene;
  const email = "correio@loja.example";
  const password = "Permanente1";
  const mails = () => stack.engines.cognito.outbox().filter(({ destination }) => destination === email);
  const lastPassword = () => mails().at(-1)?.temporaryPassword ?? "";
  const body = { email, name: "Caio Correia", role: "agent" as const };
  const { id: agentId } = await api.call("createAgent", { body }, { token: admin });
  const send = () => api.call("setAgentPassword", { params: { agentId }, body: {} }, { token: admin });
  const attempt = (given: string) => refusal(api.call("signIn", { body: { email, password: given } }));
  const first = lastPassword();

  expect(JSON.stringify(await send())).toBe("{}");
  expect(mails()).toHaveLength(2);
  expect(mails().at(-1)?.text).toContain(lastPassword());
  expect(await attempt(first)).toBe("SIGN_IN_REFUSED");
  const token = await signInFirst(api, { email, password }, lastPassword());

  await send();
  expect(mails()).toHaveLength(3);
  expect(await refusal(api.call("me", {}, { token }))).toBe("UNAUTHENTICATED");
  expect(await attempt(password)).toBe("SIGN_IN_REFUSED");
  const again = await signInFirst(api, { email, password: "Permanente2" }, lastPassword());
  expect((await api.call("me", {}, { token: again })).agent.id).toBe(agentId);
});

test("an authenticator: turned on with its code, asked for at sign-in, turned off again", async () => {
  const { api, clock } = scene;
  const { token } = person;
  const { secret, uri } = await api.call("beginMfa", {}, { token });
  expect(new URL(uri).searchParams.get("secret")).toBe(secret);

  const wrong = wrongFor(codeNow(secret));
  expect(await refusal(api.call("confirmMfa", { body: { code: wrong } }, { token }))).toBe("CODE_REFUSED");
  // Not confirmed, it is not asked for.
  expect(await api.call("myMfa", {}, { token })).toEqual({ on: false });
  expect((await api.call("signIn", { body: { email: person.email, password: person.password } })).kind).toBe(
    "session",
  );
  await api.call("confirmMfa", { body: { code: codeNow(secret) } }, { token });

  expect(await api.call("myMfa", {}, { token })).toEqual({ on: true });

  // A code serves once: the next one is of the next half minute.
  clock.advance(stepMs);
  const refused = await challenge();
  expect(await refusal(api.call("answerChallenge", { body: { ...refused, code: wrong } }))).toBe(
    "SIGN_IN_REFUSED",
  );
  clock.advance(stepMs);
  const asked = await challenge();
  const session = await api.call("answerChallenge", { body: { ...asked, code: codeNow(secret) } });
  if (session.kind !== "session") throw new Error("the right code gave no session");
  const me = await api.call("me", {}, { token: session.accessToken });
  expect(me.agent.id).toBe(person.id);

  await api.call("removeMfa", {}, { token: session.accessToken });
  expect((await api.call("signIn", { body: { email: person.email, password: person.password } })).kind).toBe(
    "session",
  );
  const { items } = await api.call("listAudit", { query: { resourceId: person.id } }, { token: scene.admin });
  expect(items.length).toBeGreaterThan(1);
  expect(JSON.stringify(items)).not.toContain(secret);
});
