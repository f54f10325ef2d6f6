import { createContext } from "react";
import type { OutboundMessage } from "../../../../../shared/contracts/timeline.ts";

/** What can be done with a single message of the timeline. */
export interface MessageActions {
  /** Suggests a canned response made of it; null for who cannot. */
  readonly suggest: ((entry: OutboundMessage) => void) | null;
}

/** The actions of the timeline around a message. The value must keep its identity: every line hears of another one. */
export const MessageActionsContext = createContext<MessageActions>({ suggest: null });
