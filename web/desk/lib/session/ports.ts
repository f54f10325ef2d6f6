import type { Call } from "../api/client.ts";
import type { Clock } from "../time/clock.ts";

/** What tabs of one browser tell each other. */
export interface Channel<Message> {
  readonly post: (message: Message) => void;
  /** Hears what other tabs post, until the returned function is called. */
  readonly listen: (listener: (message: Message) => void) => () => void;
}

/** Calls back once after some milliseconds, unless the returned function is called before. */
export type After = (milliseconds: number, callback: () => void) => () => void;

/** Runs `work` while no other tab runs something under the same name. */
export type Exclusively = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

/** What a session needs of the browser. */
export interface SessionDeps {
  readonly call: Call;
  readonly clock: Clock;
  readonly after: After;
  readonly exclusively: Exclusively;
  readonly channel: Channel<SessionMessage>;
}

/** `began`: a token to use from now on, and whose. `ended`: the session is over in every tab. */
export type SessionMessage =
  | { readonly kind: "began"; readonly token: AccessToken; readonly agentId: string }
  | { readonly kind: "ended"; readonly because: EndReason };

/** An access token, in memory only. `until` is when it ends, in milliseconds since 1970. */
export interface AccessToken {
  readonly text: string;
  readonly until: number;
}

/** Why there is no session any more: the person's own wish, the end of their access hours, or something else. */
export type EndReason = "signed-out" | "access-hours" | "ended";
