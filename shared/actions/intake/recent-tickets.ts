import type { ChannelId, TicketId } from "../../contracts/ids.ts";
import type { Address } from "../../contracts/stored/shapes.ts";

/** An address as a key: by what a sender is known. */
export type Claim = Pick<Address, "kind" | "matchKey">;

/**
 * Where senders were last written to, as this sandbox saw it. Only a guess of what to read first: the ticket may have been
 * closed by now, and whoever acts on it must let the conditions of a commit decide.
 */
export interface RecentTickets {
  /** The ticket that every one of these addresses led to; undefined when one is not remembered. */
  of(channelId: ChannelId, claims: readonly Claim[]): TicketId | undefined;
  remember(channelId: ChannelId, claims: readonly Claim[], ticketId: TicketId): void;
}

const most = 5_000;

/** An empty memory; past its bound it forgets what it learned first. */
export function createRecentTickets(): RecentTickets {
  const known = new Map<string, TicketId>();
  const keyOf = (channelId: ChannelId, { kind, matchKey }: Claim): string =>
    JSON.stringify([channelId, kind, matchKey]);
  return {
    of: (channelId, claims) => {
      const found = new Set(claims.map((claim) => known.get(keyOf(channelId, claim))));
      const [only] = found;
      return found.size === 1 ? only : undefined;
    },
    remember: (channelId, claims, ticketId) => {
      for (const claim of claims) {
        const key = keyOf(channelId, claim);
        known.delete(key);
        known.set(key, ticketId);
      }
      for (const key of known.keys()) {
        if (known.size <= most) break;
        known.delete(key);
      }
    },
  };
}
