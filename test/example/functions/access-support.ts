import { agent, agentId, context, keepingLog, restEvent } from "./fixtures.ts";
import { AgentItem, LoginItem } from "../../../shared/contracts/stored/shapes.ts";
import type { SignIn } from "../../../shared/ports/identity.ts";
import type { Time } from "../../../shared/contracts/values.ts";
import { createAccessHandler } from "../../../functions/api/access-handler.ts";
import { createConfiguration } from "../../../shared/actions/configuration/configuration.ts";
import { createMemoryStore } from "../../../shared/store/memory.ts";
import { createRandom } from "../../../shared/adapters/random.ts";
import { digest } from "../../../shared/adapters/digest.ts";
import { put } from "../../../shared/ports/store.ts";

/** A session as the user pool gives it. */
export const session = {
  kind: "session",
  accessToken: "access",
  expiresIn: 3_600,
  refreshToken: "refresh-1",
  claims: { username: agentId, sessionBeganAt: Date.parse("2026-11-23T12:59:59.000Z") / 1_000 },
} as const;
/** What the pool asks of somebody with a temporary password. */
export const challenge = {
  kind: "challenge",
  challenge: "NEW_PASSWORD_REQUIRED",
  challengeToken: "t",
} as const;
/** When each desk begins. */
export const start = Date.parse("2026-11-23T13:00:00.250Z");

/** Everything about access, with a user pool that answers as told. */
export async function desk(signIn: Partial<SignIn> = {}, about: Parameters<typeof agent>[0] = {}) {
  let now = start;
  const clock = { now: () => new Date(now).toISOString() as Time };
  const store = createMemoryStore();
  const person = agent(about);
  await store.commit([
    put("agent", AgentItem, person),
    put("login", LoginItem, { email: person.email, agentId: person.id }),
  ]);
  const asked: unknown[] = [];
  const handler = createAccessHandler({
    store,
    clock,
    random: createRandom(),
    digest,
    log: keepingLog(),
    configuration: createConfiguration({ store, clock }),
    signIn: {
      withPassword: async () => session,
      withNewPassword: async () => session,
      withCode: async () => session,
      challenged: (token) => token,
      renew: async (token) => {
        asked.push(token);
        return { ...session, refreshToken: "refresh-2" };
      },
      signOutEverywhere: async () => undefined,
      ...signIn,
    },
    secondFactor: {
      isOn: async (token) => {
        asked.push(token);
        return true;
      },
      begin: async (token) => {
        asked.push(token);
        return "BASE32";
      },
      confirm: async (...input) => void asked.push(input),
      remove: async (token) => void asked.push(token),
    },
    socketUrl: "wss://sockets.example/live",
    frontMark: "mark-of-the-front",
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  });
  return {
    asked,
    store,
    now: () => now,
    pass: (seconds: number) => {
      now += seconds * 1_000;
    },
    ask: async (...request: Parameters<typeof restEvent>) => {
      const response = await handler(restEvent(...request), context);
      return { ...response, json: JSON.parse(response.body || "null") as unknown };
    },
  };
}

/** A sign-in of the one person there is. */
export const signingIn = { body: '{"email":"LIA@example.test","password":"x"}' };
