import type { AnswerOf, RequestOf } from "../api/types.ts";
import type { AccessToken, EndReason, SessionDeps } from "./ports.ts";
import { ApiError } from "../api/error.ts";
import type { Call } from "../api/client.ts";
import { createStore, type Store } from "../store.ts";
import { createTokens } from "./tokens.ts";

export type Me = AnswerOf<"me">;
/** A question to answer before there is a session. */
export type Challenge = Extract<AnswerOf<"signIn">, { kind: "challenge" }>;

/** Whether somebody is signed in. `unreachable`: it could not be asked. */
export type SessionState =
  | { readonly status: "starting" }
  | { readonly status: "unreachable" }
  | { readonly status: "out"; readonly because: EndReason | null }
  | { readonly status: "in"; readonly me: Me };

/** The session of this browser, as this tab knows it. */
export interface Session {
  readonly state: Pick<Store<SessionState>, "get" | "subscribe">;
  /** Takes up the session whose cookie the browser has. */
  readonly start: () => Promise<void>;
  /** Signs in; answers the question that comes first, if there is one. Rejects with ApiError. */
  readonly signIn: (login: RequestOf<"signIn">["body"]) => Promise<Challenge | null>;
  readonly answer: (answer: RequestOf<"answerChallenge">["body"]) => Promise<Challenge | null>;
  /** Signs out everywhere. Rejects with ApiError where that was not answered: the person is still signed in then. */
  readonly signOut: () => Promise<void>;
  /** The session is over, as the socket or an answer told. */
  readonly end: (because: EndReason) => void;
  /** Reads the person's record again: queues, permissions and name may have changed. What goes wrong leaves it as it is. */
  readonly reload: () => Promise<void>;
  /** The same, where the record is not of just now: the person came back to the page. */
  readonly revisit: () => Promise<void>;
  /** Asks the API as the signed-in person: renews the token where needed, ends the session where that is refused. */
  readonly call: Call;
  readonly close: () => void;
}

/** The person's record counts this long when they come back to the page, and this long when something is refused. Milliseconds. */
const [fresh, soon] = [5 * 60_000, 30_000];

/** A session that renews itself before its token ends and shares what happens to it with other tabs. */
export function createSession(deps: SessionDeps): Session {
  const state = createStore<SessionState>({ status: "starting" });
  const tokens = createTokens(deps, {
    renewed: (token) => share(token),
    refused: (because) => end(because),
  });

  const share = (token: AccessToken): void => {
    const current = state.get();
    if (current.status === "in") deps.channel.post({ kind: "began", token, agentId: current.me.agent.id });
  };

  const forget = (because: EndReason | null): void => {
    tokens.drop();
    state.set({ status: "out", because });
  };

  /** Whether the person is signing out: the end of the session may be told before that is answered. */
  let leaving = false;

  const end = (reason: EndReason): void => {
    if (state.get().status === "out") return;
    const because = leaving ? "signed-out" : reason;
    forget(because);
    deps.channel.post({ kind: "ended", because });
  };

  const call: Call = async (name, request, options) => {
    const token = await tokens.fresh();
    try {
      const answer = await deps.call(name, request, { ...options, token });
      if (name === "changeAgent" && isOwn(request)) void reload();
      return answer;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "OUTSIDE_ACCESS_HOURS") end("access-hours");
      // What was offered is not allowed: the record is another one by now.
      if (error.code === "FORBIDDEN" && deps.clock() - readAt > soon) void reload();
      if (error.code !== "UNAUTHENTICATED") throw error;
      await tokens.renew(token);
      return deps.call(name, request, { ...options, token: await tokens.fresh() });
    }
  };

  /** Whether a request is about the person's own record. */
  const isOwn = (request: object): boolean => {
    const { params = {} } = request as { readonly params?: { readonly agentId?: string } };
    const current = state.get();
    return current.status === "in" && params.agentId === current.me.agent.id;
  };

  /** When the record was read last, as far as this tab did. */
  let readAt = 0;
  const readMe = async (): Promise<Me> => {
    readAt = deps.clock();
    return call("me", {});
  };

  const reload = async (): Promise<void> => {
    const before = state.get();
    if (before.status !== "in") return;
    try {
      const me = await readMe();
      // Meanwhile the session may be over, or somebody else's.
      const isSame = state.get() === before && me.agent.id === before.me.agent.id;
      if (isSame && JSON.stringify(me) !== JSON.stringify(before.me)) state.set({ status: "in", me });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  };

  const enter = async (answer: AnswerOf<"signIn">): Promise<Challenge | null> => {
    if (answer.kind === "challenge") return answer;
    const token = tokens.take(answer);
    state.set({ status: "in", me: await readMe() });
    share(token);
    return null;
  };

  const stopListening = deps.channel.listen((message) => {
    if (message.kind === "ended") return forget(message.because);
    tokens.adopt(message.token);
    const current = state.get();
    if (current.status === "in" && current.me.agent.id === message.agentId) return;
    // Another tab signed somebody in: this one follows.
    void restart();
  });

  const restart = async (): Promise<void> => {
    state.set({ status: "starting" });
    try {
      state.set({ status: "in", me: await readMe() });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (state.get().status === "starting") state.set({ status: "unreachable" });
    }
  };

  return {
    state,
    call,
    end,
    async start() {
      state.set({ status: "starting" });
      try {
        await tokens.begin();
        state.set({ status: "in", me: await readMe() });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // Without a cookie there was no session: nothing to explain.
        if (error.code === "UNAUTHENTICATED") forget(null);
        else if (error.code === "OUTSIDE_ACCESS_HOURS") forget("access-hours");
        else state.set({ status: "unreachable" });
      }
    },
    signIn: async (body) => enter(await deps.call("signIn", { body })),
    answer: async (body) => enter(await deps.call("answerChallenge", { body })),
    async signOut() {
      leaving = true;
      try {
        await call("signOut", {});
        end("signed-out");
      } finally {
        leaving = false;
      }
    },
    reload,
    async revisit() {
      if (deps.clock() - readAt > fresh) await reload();
    },
    close() {
      stopListening();
      tokens.drop();
    },
  };
}
