import type { State } from "./state.ts";
import type { SigningKey } from "./tokens.ts";

/** An invitation the service would have sent; kept in memory only, as it carries the temporary password. */
export interface OutboxMessage {
  readonly poolId: string;
  readonly username: string;
  readonly medium: "EMAIL" | "SMS";
  readonly destination: string;
  readonly subject: string;
  readonly text: string;
  readonly temporaryPassword: string;
  readonly sentAt: number;
}

/** What every operation works with. */
export interface Context {
  readonly state: State;
  readonly keys: Map<string, SigningKey>;
  readonly outbox: OutboxMessage[];
}
