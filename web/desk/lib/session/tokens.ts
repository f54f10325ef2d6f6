import type { AccessToken, EndReason, SessionDeps } from "./ports.ts";
import { ApiError } from "../api/error.ts";

/** A token is renewed this long before its end, in milliseconds. */
const margin = 5 * 60_000;
/** After a renewal that got no answer the next is tried after this long. */
const again = 20_000;

/** The access token of this tab and its renewal by the cookie, which one tab does at a time. */
export interface Tokens {
  /** The token, renewed first where it is about to end. Rejects with ApiError UNAUTHENTICATED where there is none. */
  readonly fresh: () => Promise<string>;
  /** Takes up a session by the cookie. Rejects with ApiError. */
  readonly begin: () => Promise<void>;
  /** Replaces a token that was refused. Rejects with ApiError, after `refused` was told where that is the answer. */
  readonly renew: (refused: string) => Promise<void>;
  /** Keeps the token of an answer. */
  readonly take: (answer: { readonly accessToken: string; readonly expiresIn: number }) => AccessToken;
  /** Keeps the token that another tab got. */
  readonly adopt: (token: AccessToken) => void;
  readonly drop: () => void;
}

export function createTokens(
  deps: Pick<SessionDeps, "call" | "clock" | "after" | "exclusively">,
  tell: { readonly renewed: (token: AccessToken) => void; readonly refused: (because: EndReason) => void },
): Tokens {
  let held: AccessToken | undefined;
  let renewing: Promise<void> | undefined;
  let cancel = (): void => undefined;

  const adopt = (token: AccessToken): void => {
    held = token;
    const left = token.until - deps.clock();
    schedule(Math.max(left - margin, left / 2));
  };

  const schedule = (milliseconds: number): void => {
    cancel();
    cancel = deps.after(milliseconds, () => {
      renew(held?.text).catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
        if (held !== undefined) schedule(again);
      });
    });
  };

  const take: Tokens["take"] = ({ accessToken, expiresIn }) => {
    const token = { text: accessToken, until: deps.clock() + expiresIn * 1_000 };
    adopt(token);
    return token;
  };

  const ask = async (stale: string | undefined): Promise<void> => {
    // While this tab waited for its turn another one may have renewed.
    if (held !== undefined && held.text !== stale) return;
    const answer = await deps.call("refreshSession", {});
    if (answer.kind === "session") tell.renewed(take(answer));
    else throw new ApiError("UNAUTHENTICATED", 401);
  };

  const turn = (stale: string | undefined): Promise<void> => {
    renewing ??= deps
      .exclusively("balcao-session", () => ask(stale))
      .finally(() => {
        renewing = undefined;
      });
    return renewing;
  };

  const renew = async (stale: string | undefined): Promise<void> => {
    try {
      await turn(stale);
    } catch (error) {
      if (error instanceof ApiError && error.code === "UNAUTHENTICATED") tell.refused("ended");
      if (error instanceof ApiError && error.code === "OUTSIDE_ACCESS_HOURS") tell.refused("access-hours");
      throw error;
    }
  };

  return {
    take,
    adopt,
    renew,
    begin: () => turn(held?.text),
    async fresh() {
      if (held !== undefined && held.until - deps.clock() < margin / 10) await renew(held.text);
      if (held === undefined) throw new ApiError("UNAUTHENTICATED", 401);
      return held.text;
    },
    drop() {
      held = undefined;
      cancel();
    },
  };
}
