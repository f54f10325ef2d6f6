import { describe, expect, it } from "vitest";
import { fakeTabs, fakeTime, settle } from "./fakes.ts";
import { ApiError } from "../../../web/desk/lib/api/error.ts";
import type { Call } from "../../../web/desk/lib/api/client.ts";
import type { Exclusively, SessionMessage } from "../../../web/desk/lib/session/ports.ts";
import { createSession } from "../../../web/desk/lib/session/session.ts";

const hour = 3_600_000;

/** A browser with tabs, and an API that knows one person. `refuse` makes it refuse a route once. */
function browser(cookie: boolean) {
  const time = fakeTime();
  const tabs = fakeTabs<SessionMessage>();
  const asked: string[] = [];
  const refusals = new Map<string, ApiError>();
  let tokens = 0;
  let hasCookie = cookie;
  let line: Promise<unknown> = Promise.resolve();
  const exclusively: Exclusively = (_, work) => {
    const mine = line.then(work);
    line = mine.catch(() => undefined);
    return mine;
  };
  const answer = (name: string, token: string | undefined): unknown => {
    asked.push(name);
    const refusal = refusals.get(name);
    if (refusal !== undefined) {
      refusals.delete(name);
      throw refusal;
    }
    const session = () => {
      hasCookie = true;
      tokens += 1;
      return { kind: "session", accessToken: `token ${tokens}`, expiresIn: 3_600 };
    };
    switch (name) {
      case "signIn":
        return session();
      case "refreshSession":
        if (!hasCookie) throw new ApiError("UNAUTHENTICATED", 401);
        return session();
      case "signOut":
        hasCookie = false;
        return {};
      default:
        return name === "me" ? { agent: { id: "agt_1" }, channels: [], sectors: [] } : { token };
    }
  };
  const call = (async (name, _request, options) => answer(name, options?.token)) as Call;
  return {
    time,
    asked,
    refuse: (name: string, error: ApiError) => refusals.set(name, error),
    tab: () =>
      createSession({ call, clock: time.clock, after: time.after, exclusively, channel: tabs.open() }),
  };
}

const tokenOf = async (session: ReturnType<typeof createSession>): Promise<unknown> =>
  session.call("health", {});

describe("a session", () => {
  it("is taken up by the cookie", async () => {
    const tab = browser(true).tab();
    await tab.start();
    expect(tab.state.get()).toMatchObject({ status: "in", me: { agent: { id: "agt_1" } } });
  });

  it("that never was needs no explanation", async () => {
    const tab = browser(false).tab();
    await tab.start();
    expect(tab.state.get()).toEqual({ status: "out", because: null });
  });

  it("whose hours are over says so", async () => {
    const { tab, refuse } = browser(true);
    refuse("refreshSession", new ApiError("OUTSIDE_ACCESS_HOURS", 403));
    const one = tab();
    await one.start();
    expect(one.state.get()).toEqual({ status: "out", because: "access-hours" });
  });

  it("that cannot be asked for is neither there nor not", async () => {
    const { tab, refuse } = browser(true);
    refuse("refreshSession", new ApiError("UNREACHABLE", 0));
    const one = tab();
    await one.start();
    expect(one.state.get()).toEqual({ status: "unreachable" });
  });

  it("renews itself before its token ends, once for all tabs", async () => {
    const { tab, time, asked } = browser(true);
    const [one, two] = [tab(), tab()];
    await one.start();
    await two.start();
    asked.length = 0;
    await time.pass(hour);
    expect(asked.filter((name) => name === "refreshSession")).toHaveLength(1);
    expect(await tokenOf(one)).toEqual({ token: "token 3" });
    expect(await tokenOf(two)).toEqual({ token: "token 3" });
  });

  it("tries again when a renewal got no answer", async () => {
    const { tab, time, refuse } = browser(true);
    const one = tab();
    await one.start();
    refuse("refreshSession", new ApiError("UNREACHABLE", 0));
    await time.pass(hour);
    expect(one.state.get().status).toBe("in");
    expect(await tokenOf(one)).toEqual({ token: "token 2" });
  });

  it("renews and asks again where a token is refused early", async () => {
    const { tab, refuse, asked } = browser(true);
    const one = tab();
    await one.start();
    refuse("health", new ApiError("UNAUTHENTICATED", 401));
    expect(await tokenOf(one)).toEqual({ token: "token 2" });
    expect(asked.slice(-3)).toEqual(["health", "refreshSession", "health"]);
  });

  it("ends in every tab when it is over", async () => {
    const { tab, refuse } = browser(true);
    const [one, two] = [tab(), tab()];
    await one.start();
    await two.start();
    refuse("health", new ApiError("UNAUTHENTICATED", 401));
    refuse("refreshSession", new ApiError("UNAUTHENTICATED", 401));
    await expect(tokenOf(one)).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    await settle();
    expect([one.state.get(), two.state.get()]).toEqual([
      { status: "out", because: "ended" },
      { status: "out", because: "ended" },
    ]);
  });

  it("that is left in one tab is left in all, and begins in all", async () => {
    const { tab } = browser(true);
    const [one, two] = [tab(), tab()];
    await one.start();
    await two.start();
    await one.signOut();
    await settle();
    expect(two.state.get()).toEqual({ status: "out", because: "signed-out" });
    expect(await two.signIn({ email: "a@b.example", password: "x" })).toBeNull();
    await settle();
    expect(one.state.get().status).toBe("in");
  });

  it("goes on where signing out got no answer", async () => {
    const { tab, refuse } = browser(true);
    const one = tab();
    await one.start();
    refuse("signOut", new ApiError("UNREACHABLE", 0));
    await expect(one.signOut()).rejects.toMatchObject({ code: "UNREACHABLE" });
    expect(one.state.get().status).toBe("in");
  });

  it("reads the person again after a refusal and when they come back, not more often than that", async () => {
    const { tab, refuse, asked, time } = browser(true);
    const one = tab();
    await one.start();
    const before = one.state.get();
    const read = () => asked.filter((name) => name === "me").length;
    await one.revisit();
    expect(read()).toBe(1);
    await time.pass(10 * 60_000);
    await one.revisit();
    expect(read()).toBe(2);
    for (const _ of [1, 2]) {
      await time.pass(31_000);
      refuse("health", new ApiError("FORBIDDEN", 403));
      await expect(tokenOf(one)).rejects.toMatchObject({ code: "FORBIDDEN" });
      refuse("health", new ApiError("FORBIDDEN", 403));
      await expect(tokenOf(one)).rejects.toMatchObject({ code: "FORBIDDEN" });
    }
    expect(read()).toBe(4);
    // Nobody hears of what did not change.
    expect(one.state.get()).toBe(before);
  });
});
